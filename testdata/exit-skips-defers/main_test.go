package main

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	dir, _ := os.MkdirTemp("", "x")
	defer os.RemoveAll(dir)
	os.Exit(m.Run()) // want "ends the process"
}
