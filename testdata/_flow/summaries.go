package summaries

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log"
	"net/http"
	"os"
	"runtime"
	"sync"
	"time"
)

// want ending dies
func exits(code int) {
	log.Print("bye")
	os.Exit(code)
}

// want ending dies
func exitsThroughAnother() {
	exits(2)
}

// want ending unwinds
func panics(message string) {
	panic(message)
}

// want ending unwinds
func goexit(a bool) {
	if a {
		panic("a")
	}
	runtime.Goexit()
}

// want ending returns
func recovers() {
	defer func() {
		recover()
	}()
	panic("caught")
}

// want ending dies
func forever(work func()) {
	for {
		work()
	}
}

// want ending returns
func mayExit(a bool) {
	if a {
		os.Exit(1)
	}
}

// want ending returns
func even(n int) {
	if n > 0 {
		odd(n - 1)
	}
}

// want ending returns
func odd(n int) {
	even(n - 1)
}

// want ending returns
func startsAnExit() {
	go os.Exit(1)
	defer os.Exit(1)
}

// want param 0 os.File releases
func closes(f *os.File) error {
	return f.Close()
}

// want param 0 os.File releases
func closesLater(f *os.File) {
	defer closes(f)
	io.Copy(io.Discard, f)
}

// want param 0 os.File borrows
func reads(f *os.File) ([]byte, error) {
	return io.ReadAll(f)
}

// want param 0 os.File borrows
func readsThroughAnother(f *os.File) int {
	data, _ := reads(f)
	return len(data)
}

var kept *os.File

// want param 0 os.File unknown
func keeps(f *os.File) {
	kept = f
}

// want param 0 os.File returns 0 0
func returns(f *os.File) *os.File {
	return f
}

// want param 0 os.File sometimes
func closesSometimes(f *os.File, really bool) {
	if really {
		f.Close()
	}
}

// want param 0 os.File releases
func closesUnlessNil(f *os.File) {
	if f != nil {
		f.Close()
	}
}

// want param 0 os.File borrows
func unnamed(*os.File) {}

// want param 0 os.File unknown
func recursive(f *os.File, n int) {
	if n > 0 {
		recursive(f, n-1)
	}
}

// want param 0 http.Response releases
func drain(resp *http.Response) {
	io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}

// want hands out os.File 0 0
func opens(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// want hands out os.File 0 0
func opensThroughAnother(name string) (*os.File, error) {
	return opens(name)
}

// want shares os.File
func cached(name string) (*os.File, error) {
	f, err := os.Open(name)
	kept = f
	return f, err
}

// want shares os.File
func alreadyClosed(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f, nil
}

// want hands out context.CancelFunc 1 0
func derive(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

// want channel 0 sends closes
func produce(ch chan<- int) {
	defer close(ch)
	ch <- 1
}

// want channel 0 receives drains
func consume(ch <-chan int) {
	for range ch {
	}
}

// want channel 0 sends closes receives drains
func pass(ch chan int) {
	go produce(ch)
	consume(ch)
}

// want channel 0 escapes
func hold(ch chan int, into *[]chan int) {
	*into = append(*into, ch)
}

// want context 0 ignored
func ignores(ctx context.Context) {
	_ = ctx
}

// want context 0 values
func looks(ctx context.Context) any {
	return ctx.Value("key")
}

// want context 0 heeded
func heeds(ctx context.Context) error {
	return ctx.Err()
}

// want waits sleep
func sleeps() {
	naps()
}

// want waits sleep
func naps() {
	time.Sleep(time.Second)
}

// want waits channel
func receives(ch chan int) int {
	return <-ch
}

// want waits nothing
func polls(ch chan int) int {
	select {
	case n := <-ch:
		return n
	default:
		return 0
	}
}

// want waits nothing
// want starts yes
func startsASleep() {
	go time.Sleep(time.Second)
}

// want waits database
func asks(db *sql.DB) error {
	return db.Ping()
}

// want failing 0 yes
func find(name string) (*os.File, error) {
	if name == "" {
		return nil, errors.New("no name")
	}
	return &os.File{}, nil
}

// want failing 0 yes
func findOrNothing(name string) (*os.File, error) {
	if name == "" {
		return nil, nil
	}
	return find(name)
}

// want failing 0 yes
func findAndPass(name string) (*os.File, error) {
	f, err := find(name)
	if err != nil {
		return f, err
	}
	return f, nil
}

// want failing 0 no
func findOrDefault(name string) (*os.File, error) {
	f, err := find(name)
	if err != nil {
		f = os.Stdout
	}
	return f, err
}

// want failing 0 yes
func lookUp(names map[string]*os.File, name string) (*os.File, bool) {
	if name == "" {
		return nil, false
	}
	return names[name], true
}

// want fills 0 yes
func count(m map[string]int, word string) {
	m[word]++
}

// want fills 0 no
func countIfAny(m map[string]int, word string) {
	if m == nil {
		return
	}
	m[word]++
}

// want dereferences 0 yes
func name(f *sql.NullString) string {
	return f.String
}

// want dereferences 0 no
func nameOrNothing(f *sql.NullString) string {
	if f == nil {
		return ""
	}
	return f.String
}

type store struct {
	mu    sync.Mutex
	items []int
}

// want dereferences receiver yes
func (s *store) size() int {
	return len(s.items)
}

// want dereferences receiver no
func (s *store) sizeOrNothing() int {
	if s == nil {
		return 0
	}
	return len(s.items)
}

func (s *store) add(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = append(s.items, n)
}

func (s *store) addTwice(n int) {
	s.add(n)
	s.add(n)
}

func (s *store) relocks() {
	s.mu.Unlock()
	time.Sleep(time.Second)
	s.mu.Lock()
}

func (s *store) startsAdd(n int) {
	go s.add(n)
}

type closer interface {
	finish(f *os.File)
}

type quiet struct{}

func (quiet) finish(f *os.File) { f.Close() }

// want param 1 os.File releases
func closesThroughInterface(c closer, f *os.File) {
	c.finish(f)
}

type logger interface {
	note(f *os.File)
}

type short struct{}

func (short) note(f *os.File) {}

type long struct{}

func (*long) note(f *os.File) { kept = f }

// want param 1 os.File unknown
func notesThroughInterface(l logger, f *os.File) {
	l.note(f)
}

// want param 0 os.File returns 0 0
func same(f *os.File) *os.File {
	log.Print(f.Name())
	return f
}

// want checked 0 os.File returns 0 0
// want param 0 os.File unknown
func must[T any](v T, err error) T {
	if err != nil {
		return *new(T)
	}
	return v
}

// want param 0 os.File returns 0 0
func mustOrPanic(f *os.File, err error) *os.File {
	if err != nil {
		panic(err)
	}
	return f
}

// want param 0 os.File returns 1 0
func named(f *os.File) (n int, same *os.File) {
	same = f
	n = 1
	return
}

// want param 0 os.File returns 0 0
func checked(f *os.File) (*os.File, error) {
	if f.Name() == "" {
		f.Close()
		return nil, errors.New("no name")
	}
	return mustOrPanic(f, nil), nil
}

// want param 0 os.File unknown
func twice(f *os.File) (*os.File, io.Closer) {
	return f, f
}

// want param 0 os.File unknown
func lossy(f *os.File) *os.File {
	if f.Name() == "" {
		return nil
	}
	return f
}

// want param 0 http.Response returns 0 1
func body(r *http.Response) io.ReadCloser {
	return r.Body
}

// want hands out http.Response 0 1
func page(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// want hands out http.Response 0 1
func pageOrPanic(url string) io.ReadCloser {
	return body(must(http.Get(url)))
}

// want hands out os.File 1 0
func openNumbered(name string) (n int, f io.ReadCloser, err error) {
	f, err = os.Open(name)
	return
}

// want shares os.File
func openOrShared(name string) (io.ReadCloser, error) {
	if name == "" {
		return io.NopCloser(os.Stdin), nil
	}
	return os.Open(name)
}
