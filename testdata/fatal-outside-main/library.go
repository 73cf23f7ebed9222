package store

import (
	"log"
	"os"
)

func Load(path string) []byte {
	data, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err) // want "`log.Fatal` takes the decision"
	}
	return data
}

func quit() { os.Exit(1) } // want "`os.Exit` takes the decision"

func Read(path string) ([]byte, error) { return os.ReadFile(path) }
