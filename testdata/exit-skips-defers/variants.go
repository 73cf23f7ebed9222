package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"log"
	"os"
	"runtime/pprof"
	"sync"
	"syscall"
)

func e1() {
	f, err := os.Create("x")
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("x"); err != nil {
		log.Fatal(err) // want "ends the process"
	}
}
func e2() {
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	os.Exit(1) // want "ends the process"
}
func e3() {
	dir, _ := os.MkdirTemp("", "x")
	defer os.RemoveAll(dir)
	if dir == "" {
		log.Fatalf("x") // want "ends the process"
	}
}
func e4() {
	defer fmt.Println("bye")
	os.Exit(0) // want strict "ends the process"
}
func e5(mu *sync.Mutex) {
	mu.Lock()
	defer mu.Unlock()
	log.Fatalln("x") // want strict "ends the process"
}
func e6() {
	if len(os.Args) > 3 {
		os.Exit(2)
	}
	defer fmt.Println("x")
}
func e7(l *log.Logger) {
	_, cancel := context.WithCancel(context.Background())
	defer cancel()
	l.Fatal("x") // want strict "ends the process"
}
func e8() {
	defer func() {
		os.Remove("x")
	}()
	if len(os.Args) > 1 {
		die("x") // want "ends the process"
	}
}
func die(s string) {
	fmt.Fprintln(os.Stderr, s)
	os.Exit(1)
}
func e9() {
	if len(os.Args) > 1 {
		defer os.Remove("x")
	}
	os.Exit(1) // want "ends the process"
}
func e10() {
	func() {
		defer os.Remove("x")
	}()
	os.Exit(1)
}
func e11() {
	defer cleanup()
	os.Exit(1) // want "ends the process"
}
func cleanup() { os.RemoveAll("/tmp/x") }
func e12() {
	f, _ := os.Create("p")
	pprof.StartCPUProfile(f)
	defer pprof.StopCPUProfile()
	log.Fatal("x") // want "ends the process"
}
func e13() {
	defer os.Exit(1)
	fmt.Println("x")
}
func e14() {
	zw := gzip.NewWriter(os.Stdout)
	defer zw.Close()
	syscall.Exit(2) // want "ends the process"
}
func e15() {
	for {
		defer os.Remove("x")
		if len(os.Args) > 1 {
			os.Exit(1) // want "ends the process"
		}
	}
}
func e16() {
	defer os.Remove("x")
	panic("x")
}
func e17() {
	defer os.Remove("x")
	go func() {
		os.Exit(1)
	}()
}
func main() {
	code := run()
	os.Exit(code)
}
func run() int { return 0 }
