package a

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	stdos "os"
)

var errX = errors.New("x")

func never(p string) ([]byte, error) {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func neverCreate(p string) error {
	f, err := stdos.Create(p) // want "not closed"
	if err != nil {
		return err
	}
	_, err = f.WriteString("x")
	return err
}

func openFile(p string) {
	f, err := stdos.OpenFile(p, stdos.O_RDWR, 0o600) // want "not closed"
	if err != nil {
		log.Fatal(err)
	}
	fmt.Fprintln(f, "x")
}

func temp() (string, error) {
	f, err := stdos.CreateTemp("", "x") // want "not closed"
	if err != nil {
		return "", err
	}
	return f.Name(), nil
}

func early(p string, n int) error {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return err
	}
	if n > 3 {
		return errX
	}
	return f.Close()
}

func readErr(p string) error {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return err
	}
	b := make([]byte, 3)
	if _, err := f.Read(b); err != nil {
		return err
	}
	f.Close()
	return nil
}

func ifInit(p string) {
	if f, err := stdos.Open(p); err == nil { // want "not closed"
		fmt.Println(f.Name())
	}
}

func ifElse(p string) error {
	if f, err := stdos.Open(p); err != nil { // want "not closed"
		return err
	} else {
		_, err = io.Copy(io.Discard, f)
		return err
	}
}

func eqNil(p string) error {
	f, err := stdos.Open(p) // want "not closed"
	if err == nil {
		_, err = io.Copy(io.Discard, f)
	}
	return err
}

func blankErr(p string) string {
	f, _ := stdos.Open(p) // want "not closed"
	return f.Name()
}

func varDecl(p string) {
	var f, err = stdos.Open(p) // want "not closed"
	if err != nil {
		return
	}
	f.Sync()
}

func varThen(p string) (err error) {
	var f *stdos.File
	f, err = stdos.Open(p) // want "not closed"
	if err != nil {
		return
	}
	err = f.Sync()
	return
}

func scanner(p string) (n int) {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return 0
	}
	s := bufio.NewScanner(f)
	for s.Scan() {
		n++
	}
	return n
}

func decoder(p string, v any) error {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return err
	}
	return json.NewDecoder(f).Decode(v)
}

func decoderVar(p string, v any) error {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bufio.NewReader(f))
	dec.UseNumber()
	return dec.Decode(v)
}

func loop(ps []string) error {
	for _, p := range ps {
		f, err := stdos.Open(p) // want "not closed"
		if err != nil {
			return err
		}
		st, err := f.Stat()
		if err != nil {
			continue
		}
		fmt.Println(st.Size())
		f.Close()
	}
	return nil
}

func overwritten(a, b string) {
	f, err := stdos.Open(a) // want "not closed"
	if err != nil {
		return
	}
	f, err = stdos.Open(b)
	if err != nil {
		return
	}
	defer f.Close()
}

func borrowed(p string) error {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return err
	}
	return show(f)
}

func show(r io.Reader) error {
	b, err := io.ReadAll(r)
	fmt.Println(len(b))
	return err
}

func showFile(f *stdos.File) { fmt.Println(f.Name()) }

func borrowedFile(p string) {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return
	}
	showFile(f)
}

func condClose(p string, c bool) {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return
	}
	if c {
		f.Close()
	}
}

func switchLeak(p string, k int) error {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return err
	}
	switch k {
	case 1:
		return f.Close()
	case 2:
		return nil
	}
	return f.Close()
}

func inLit(p string) {
	func() {
		f, err := stdos.Open(p) // want "not closed"
		if err != nil {
			return
		}
		f.Stat()
	}()
	go func() {
		f, err := stdos.Create(p) // want "not closed"
		if err != nil {
			return
		}
		f.Stat()
	}()
}

func wrapper(p string) (*stdos.File, error) {
	f, err := stdos.Open(p)
	if err != nil {
		return nil, fmt.Errorf("x: %w", err)
	}
	return f, nil
}

func useWrapper(p string) error {
	f, err := wrapper(p) // want "not closed"
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func wrapperLeak(p string) (*stdos.File, error) {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(3, 0); err != nil {
		return nil, err
	}
	return f, nil
}

func discarded(p string) {
	stdos.Create(p) // want "dropped"
}

func discardedBlank(p string) error {
	_, err := stdos.Create(p) // want "dropped"
	return err
}

// good

func deferred(p string) error {
	f, err := stdos.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Stat()
	return err
}

func deferLit(p string) (err error) {
	f, err := stdos.Create(p)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	return nil
}

type holder struct{ f *stdos.File }

func stored(h *holder, p string) error {
	f, err := stdos.Open(p)
	if err != nil {
		return err
	}
	h.f = f
	return nil
}

func lit(p string) (*holder, error) {
	f, err := stdos.Open(p)
	if err != nil {
		return nil, err
	}
	return &holder{f: f}, nil
}

func lit2(p string) (*holder, error) {
	f, err := stdos.Open(p)
	if err != nil {
		return nil, err
	}
	h := &holder{f}
	return h, nil
}

func helperClose(p string) error {
	f, err := stdos.Open(p)
	if err != nil {
		return err
	}
	defer closeQuiet(f)
	return nil
}

func closeQuiet(c io.Closer) { _ = c.Close() }

func appended(ps []string) (fs []*stdos.File) {
	for _, p := range ps {
		f, err := stdos.Open(p)
		if err != nil {
			continue
		}
		fs = append(fs, f)
	}
	return fs
}

func mapped(m map[string]*stdos.File, p string) {
	f, err := stdos.Open(p)
	if err != nil {
		return
	}
	m[p] = f
}

func sent(ch chan *stdos.File, p string) {
	f, err := stdos.Open(p)
	if err != nil {
		return
	}
	ch <- f
}

func cleanup(p string) (func() error, error) {
	f, err := stdos.Open(p)
	if err != nil {
		return nil, err
	}
	return f.Close, nil
}

func cleanup2(p string) (func(), error) {
	f, err := stdos.Open(p)
	if err != nil {
		return nil, err
	}
	return func() { f.Close() }, nil
}

func panics(p string) *stdos.File {
	f, err := stdos.Open(p)
	if err != nil {
		panic(err)
	}
	return f
}

func nilCheck(p string) {
	f, _ := stdos.Open(p)
	if f != nil {
		defer f.Close()
	}
}

func boolCorr(p string) {
	var f *stdos.File
	opened := false
	if p != "" {
		var err error
		f, err = stdos.Open(p)
		if err != nil {
			return
		}
		opened = true
	}
	if opened {
		f.Close()
	}
}
func setLog(p string) error {
	f, err := stdos.OpenFile(p, stdos.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	log.SetOutput(f)
	return nil
}

func setStdout(p string) error {
	f, err := stdos.Create(p)
	if err != nil {
		return err
	}
	stdos.Stdout = f
	return nil
}

func multi(a, b string) error {
	in, err := stdos.Open(a)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := stdos.Create(b) // want "not closed"
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}

func multi2(a, b string) error {
	in, err := stdos.Open(a) // want "not closed"
	if err != nil {
		return err
	}
	out, err := stdos.Create(b)
	if err != nil {
		return err
	}
	defer in.Close()
	defer out.Close()
	return nil
}

func cond(p string) (io.Reader, error) {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(f), nil
}

type T[X any] struct{ v X }

func (t *T[X]) load(p string) error {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return err
	}
	return json.NewDecoder(f).Decode(&t.v)
}

func gen[X any](p string) (x X, err error) {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return x, err
	}
	err = json.NewDecoder(f).Decode(&x)
	return x, err
}

func rd(p string) (io.ReadCloser, error) {
	return stdos.Open(p)
}

func useRd(p string) {
	r, err := rd(p) // want "not closed"
	if err != nil {
		return
	}
	io.Copy(io.Discard, r)
}

func notErr(p string) bool {
	f, err := stdos.Open(p) // want "not closed"
	if stdos.IsNotExist(err) {
		return false
	}
	if err != nil {
		return false
	}
	f.Stat()
	return true
}

func errIs(p string) bool {
	f, err := stdos.Open(p) // want "not closed"
	if errors.Is(err, stdos.ErrNotExist) {
		return false
	} else if err != nil {
		return false
	}
	f.Stat()
	return true
}

func orReturn(p string) {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil || p == "" {
		return
	}
	defer f.Close()
}

func selectLeak(p string, done chan int) {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return
	}
	select {
	case <-done:
		return
	default:
	}
	f.Close()
}

func gotoLeak(p string) {
	f, err := stdos.Open(p) // want "not closed"
	if err != nil {
		return
	}
	if p == "a" {
		goto end
	}
	f.Close()
end:
	fmt.Println("x")
}
