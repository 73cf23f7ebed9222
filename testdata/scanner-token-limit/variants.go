package a

import (
	b "bufio"
	"compress/gzip"
	"net"
	"net/http"
	"os"
	"strings"
)

func s1(f *os.File) {
	s := b.NewScanner(f) // want "64 KiB"
	for s.Scan() {
		println(s.Text())
	}
}
func s2(c net.Conn) {
	s := b.NewScanner(c) // want "64 KiB"
	for s.Scan() {
	}
}
func s3(r *http.Request) {
	s := b.NewScanner(r.Body) // want "64 KiB"
	for s.Scan() {
	}
}
func s4(f *os.File) {
	s := b.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
	}
}
func s5(f *os.File) {
	s := b.NewScanner(f)
	s.Split(b.ScanWords)
	for s.Scan() {
	}
}
func s6(f *os.File) {
	s := b.NewScanner(f) // want "64 KiB"
	s.Split(b.ScanLines)
	for s.Scan() {
	}
}
func s7() {
	s := b.NewScanner(os.Stdin)
	for s.Scan() {
	}
}
func s8() {
	s := b.NewScanner(strings.NewReader("x"))
	for s.Scan() {
	}
}
func s9(f *os.File) error {
	zr, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	var s = b.NewScanner(zr) // want "64 KiB"
	for s.Scan() {
	}
	return nil
}
func s10(p string) {
	f, err := os.Open(p)
	if err != nil {
		return
	}
	defer f.Close()
	for s := b.NewScanner(f); s.Scan(); { // want "64 KiB"
	}
}
func s11(resp *http.Response) {
	s := b.NewScanner(b.NewReader(resp.Body)) // want "64 KiB"
	for s.Scan() {
	}
}
