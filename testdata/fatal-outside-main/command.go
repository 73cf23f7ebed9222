package main

import (
	"log"
	"net/http"
	"os"
)

func init() {
	if len(os.Args) > 3 {
		log.Fatal("x") // want "exit"
	}
}
func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
	help()
	go func() {
		log.Fatal(http.ListenAndServe("localhost:80", nil)) // want "exit"
	}()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		log.Fatal("x") // want "exit"
	})
}
func help()      { os.Exit(2) }
func run() error { return nil }

type H struct{}

func (H) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	os.Exit(1) // want "exit"
}
