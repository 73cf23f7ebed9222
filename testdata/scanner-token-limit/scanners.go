package fixture

import (
	"bufio"
	"net/http"
	"os"
	"strings"
)

func file(f *os.File) (n int) {
	s := bufio.NewScanner(f) // want "`s` stops at the first line of more than 64 KiB"
	for s.Scan() {
		n++
	}
	return n
}

func body(r *http.Request) (n int) {
	s := bufio.NewScanner(r.Body) // want "`s` stops at"
	for s.Scan() {
		n++
	}
	return n
}

func tuned(f *os.File) (n int) {
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		n++
	}
	return n
}

func words(f *os.File) (n int) {
	s := bufio.NewScanner(f)
	s.Split(bufio.ScanWords)
	for s.Scan() {
		n++
	}
	return n
}

func stdin() bool { return bufio.NewScanner(os.Stdin).Scan() }

func text(s string) bool {
	sc := bufio.NewScanner(strings.NewReader(s))
	return sc.Scan()
}
