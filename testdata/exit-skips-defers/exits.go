package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
)

func flush(err error) {
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	if err != nil {
		log.Fatal(err) // want "`log.Fatal` ends the process without the deferred calls"
	}
}

func temporary(path string, err error) {
	defer os.Remove(path)
	if err != nil {
		os.Exit(1) // want "`os.Exit` ends the process"
	}
}

func plain(mu interface{ Unlock() }) {
	defer mu.Unlock()
	os.Exit(1) // want strict "`os.Exit` ends the process"
}

func before(err error) {
	if err != nil {
		log.Fatal(err)
	}
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	fmt.Fprintln(w, "x")
}

func none() { os.Exit(0) }

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	return nil
}
