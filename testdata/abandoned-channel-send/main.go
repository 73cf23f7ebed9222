package main

import (
	"log"
	"os"
	"os/signal"
)

func serve() error { return nil }

func main() {
	failed := make(chan error)
	go func() { failed <- serve() }()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt)
	select {
	case err := <-failed:
		log.Print(err)
	case <-stop:
	}
}
