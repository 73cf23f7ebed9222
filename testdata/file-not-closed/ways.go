package fixture

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"io/ioutil"
	"log"
	. "os"
	"path/filepath"
	"testing"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func helped(name string) ([]byte, error) {
	f := must(Open(name)) // want "`f` is not closed"
	return io.ReadAll(f)
}

func inline(name string) ([]byte, error) {
	return io.ReadAll(must(Open(name))) // want "dropped"
}

func scanned(name string) (n int) {
	lines := bufio.NewScanner(must(Open(name))) // want "dropped"
	for lines.Scan() {
		n++
	}
	return n
}

func scannerReturned(name string) *bufio.Scanner {
	return bufio.NewScanner(must(Open(name)))
}

func touched(name string) {
	Create(name) // want "dropped"
}

func touchedBlank(name string) error {
	_, err := Create(name) // want "dropped"
	return err
}

func touchedClosed(name string) error {
	f, err := Create(name)
	if err != nil {
		return err
	}
	return f.Close()
}

func expectsError(t *testing.T) {
	if _, err := Open("missing"); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
}

func present(name string) bool {
	_, err := Open(name) // want "dropped"
	return err == nil
}

func closedInline(name string) error {
	return must(Create(name)).Close()
}

func stat(name string) (fs.FileInfo, error) {
	return must(Open(name)).Stat() // want "dropped"
}

func temporary() (string, error) {
	f, err := CreateTemp("", "x") // want "`f` is not closed"
	if err != nil {
		return "", err
	}
	return f.Name(), nil
}

func temporaryOld() (string, error) {
	f, err := ioutil.TempFile("", "x") // want "`f` is not closed"
	if err != nil {
		return "", err
	}
	return f.Name(), nil
}

func written(name string, data []byte) error {
	f, err := OpenFile(name, O_CREATE|O_WRONLY, 0o600) // want "`f` is not closed"
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	return f.Close()
}

func copied(to, from string) error {
	in, err := Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := Create(to) // want "`out` is not closed"
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}

func secondFails(a, b string) error {
	x, err := Open(a) // want "`x` is not closed"
	if err != nil {
		return err
	}
	y, err := Open(b)
	if err != nil {
		return err
	}
	defer x.Close()
	defer y.Close()
	return nil
}

func walked(root string) error {
	return filepath.Walk(root, func(path string, info FileInfo, err error) error {
		if err != nil {
			return err
		}
		f, err := Open(path) // want "`f` is not closed"
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, f)
		return err
	})
}

func opened(name string) (io.ReadCloser, error) {
	f, err := Open(name)
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	return f, nil
}

func throughInterface(name string) error {
	r, err := opened(name) // want "`r` is not closed"
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return err
}

func throughInterfaceClosed(name string) error {
	r, err := opened(name)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

func openedOrMemory(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(&bytes.Buffer{}), nil
	}
	return Open(name)
}

func throughEither(name string) error {
	r, err := openedOrMemory(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return err
}

type log1 struct {
	f   *File
	out io.Writer
}

func inField(name string) (*log1, error) {
	l := &log1{}
	var err error
	if l.f, err = Create(name); err != nil {
		return nil, err
	}
	return l, nil
}

func inLocalField(name string) error {
	l := &log1{}
	var err error
	if l.f, err = Create(name); err != nil { // want "`l.f` is not closed"
		return err
	}
	_, err = l.f.WriteString("x")
	return err
}

func inLocalFieldShared(name string) error {
	l := &log1{}
	var err error
	if l.f, err = Create(name); err != nil {
		return err
	}
	log.SetOutput(l.f)
	return nil
}

func asWriter(name string) *log1 {
	f, err := Create(name)
	if err != nil {
		return nil
	}
	return &log1{out: f}
}

var output io.Writer

func inPackage(name string) (err error) {
	f, err := Create(name)
	if err != nil {
		return err
	}
	output = f
	return nil
}

func inGoroutine(name string, lines <-chan string) error {
	f, err := Create(name)
	if err != nil {
		return err
	}
	go func() {
		defer f.Close()
		for line := range lines {
			fmt.Fprintln(f, line)
		}
	}()
	return nil
}

func inGoroutineLost(name string, lines <-chan string) {
	go func() {
		f, err := Create(name) // want "`f` is not closed"
		if err != nil {
			return
		}
		for line := range lines {
			fmt.Fprintln(f, line)
		}
	}()
}

type closers []io.Closer

func appended(names []string) (all closers, err error) {
	for _, name := range names {
		f, err := Open(name)
		if err != nil {
			return all, err
		}
		all = append(all, f)
	}
	return all, nil
}

func overwritten(names []string) (err error) {
	var f *File
	for _, name := range names {
		f, err = Open(name) // want "`f` is not closed"
		if err != nil {
			return err
		}
	}
	return f.Close()
}

func closeAll(files ...io.Closer) {
	for _, f := range files {
		f.Close()
	}
}

func variadic(a string) error {
	f, err := Open(a)
	if err != nil {
		return err
	}
	defer closeAll(f)
	return nil
}

func deferredWithFlag(name string) (err error) {
	f, err := Create(name)
	if err != nil {
		return err
	}
	ok := false
	defer func() {
		if !ok {
			f.Close()
		}
	}()
	if _, err := f.WriteString("x"); err != nil {
		return err
	}
	ok = true
	return f.Close()
}

func pair(a, b string) (x, y *File, err error) {
	if x, err = Open(a); err != nil {
		return nil, nil, err
	}
	if y, err = Open(b); err != nil {
		x.Close()
		return nil, nil, err
	}
	return x, y, nil
}

func halfOfPair(a, b string) (x, y *File, err error) {
	if x, err = Open(a); err != nil { // want "`x` is not closed"
		return nil, nil, err
	}
	if y, err = Open(b); err != nil {
		return nil, nil, err
	}
	return x, y, nil
}

func setup(t *testing.T) *File {
	t.Helper()
	f, err := CreateTemp(t.TempDir(), "x")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func usesSetup(t *testing.T) {
	f := setup(t) // want "`f` is not closed"
	fmt.Fprint(f, "x")
}

func usesSetupClosed(t *testing.T) {
	f := setup(t)
	t.Cleanup(func() { f.Close() })
	fmt.Fprint(f, "x")
}

func standard(name string) error {
	f := Stdin
	if name != "-" {
		var err error
		if f, err = Open(name); err != nil {
			return err
		}
		defer f.Close()
	}
	_, err := io.Copy(io.Discard, f)
	return err
}

func standardLost(name string) error {
	f := Stdin
	if name != "-" {
		var err error
		if f, err = Open(name); err != nil { // want "`f` is not closed"
			return err
		}
	}
	_, err := io.Copy(io.Discard, f)
	return err
}

type embeds struct {
	*File
	n int
}

func embedded(name string) (err error) {
	var e embeds
	e.File, err = Open(name) // want "`e.File` is not closed"
	if err != nil {
		return err
	}
	e.n, err = e.Read(make([]byte, 10))
	return err
}

func embeddedClosed(name string) (err error) {
	var e embeds
	e.File, err = Open(name)
	if err != nil {
		return err
	}
	defer e.Close()
	e.n, err = e.Read(make([]byte, 10))
	return err
}
