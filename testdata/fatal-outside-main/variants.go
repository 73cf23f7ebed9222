package lib

import (
	"log"
	"net/http"
	"os"
	"syscall"
)

func init() {
	if len(os.Args) > 3 {
		log.Fatal("x") // want "exit"
	}
}
func A() { os.Exit(1) } // want "exit"
func B(l *log.Logger) {
	l.Fatalf("x") // want "exit"
}
func C() {
	go func() {
		log.Fatalln("x") // want "exit"
	}()
}
func D(w http.ResponseWriter, r *http.Request) {
	log.Fatal("x") // want "exit"
}
func E() { syscall.Exit(1) } // want "exit"
func F() { log.Panic("x") }

var h = func() { os.Exit(1) } // want "exit"
func main() {
	os.Exit(1) // want "exit"
}
