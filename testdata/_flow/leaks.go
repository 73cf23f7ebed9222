package leaks

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"time"
)

// Conditions that a path has decided hold later on, too.

func bothTests(name string, keep bool) error {
	var f *os.File
	if keep {
		f, _ = os.Create(name)
	}
	fmt.Println("working")
	if keep {
		f.Close()
	}
	return nil
}

func flag(name string) error {
	opened := false
	var f *os.File
	if name != "" {
		f, _ = os.Open(name)
		opened = true
	}
	if opened {
		return f.Close()
	}
	return nil
}

func otherFlag(name string, a, b bool) {
	var f *os.File
	if a {
		f, _ = os.Open(name) // leak os.File exit
	}
	if b {
		f.Close()
	}
}

func switched(name string, mode int) {
	var f *os.File
	switch mode {
	case 1:
		f, _ = os.Open(name)
	}
	switch mode {
	case 1:
		f.Close()
	}
}

func nilTest(name string) {
	var f *os.File
	if name != "" {
		f, _ = os.Open(name)
	}
	if f != nil {
		f.Close()
	}
}

// Errors made from the error are tied to it, too.

func wrapped(name string) error {
	f, err := os.Open(name)
	if wrapped := wrap(err); wrapped != nil {
		return wrapped
	}
	return f.Close()
}

func wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("opening: %w", err)
}

func failed(name string) {
	f, err := os.Open(name)
	failed := err != nil
	if failed {
		return
	}
	f.Close()
}

func missing(name string) error {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

func otherError(name string) error {
	f, err := os.Open(name) // leak os.File exit
	if err != nil {
		return err
	}
	_, err = f.Stat()
	if err != nil {
		return err
	}
	return f.Close()
}

type session struct {
	err error
}

func fieldError(s *session, name string) {
	var f *os.File
	f, s.err = os.Open(name)
	if s.err != nil {
		return
	}
	f.Close()
}

// Where it goes.

func copies(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	g := f
	defer g.Close()
	return nil
}

func borrowed(name string) (string, error) {
	f, err := os.Open(name) // leak os.File exit
	if err != nil {
		return "", err
	}
	return bufio.NewReader(f).ReadString('\n')
}

func literal(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	func() {
		defer f.Close()
	}()
	return nil
}

func passedToLiteral(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func(c io.Closer) { c.Close() }(f)
	return nil
}

func readByGoroutine(name string) error {
	f, err := os.Open(name) // leak os.File exit
	if err != nil {
		return err
	}
	go func() { io.Copy(io.Discard, f) }()
	return nil
}

func closedByGoroutine(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	go func() {
		defer f.Close()
		io.Copy(io.Discard, f)
	}()
	return nil
}

func deferredBefore(name string) (err error) {
	var f *os.File
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	f, err = os.Open(name)
	return err
}

func inLoop(names []string) error {
	for _, name := range names {
		f, err := os.Open(name) // leak os.File again
		if err != nil {
			return err
		}
		fmt.Println(f.Name())
	}
	return nil
}

func closedInLoop(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		f.Close()
	}
}

func overwritten(a, b string) error {
	f, err := os.Open(a) // leak os.File overwritten
	if err != nil {
		return err
	}
	f, err = os.Open(b)
	if err != nil {
		return err
	}
	return f.Close()
}

func lost(name string) {
	os.Create(name)    // leak os.File discarded
	_, _ = os.Open("") // leak os.File discarded
}

func open(name string) (*os.File, error) {
	return os.Open(name)
}

func throughHelper(name string) error {
	f, err := open(name) // leak os.File exit
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func jumps(name string) {
again:
	f, err := os.Open(name) // leak os.File again
	if err != nil {
		return
	}
	if f.Name() == "" {
		goto again
	}
	f.Close()
}

// Writers: only what was written must be flushed, and only on success.

func unflushed(w io.Writer) error {
	b := bufio.NewWriter(w) // leak bufio.Writer exit
	fmt.Fprintln(b, "hello")
	return nil
}

func unused(w io.Writer) {
	b := bufio.NewWriter(w)
	_ = b
}

func failedWriter(w io.Writer) error {
	b := bufio.NewWriter(w)
	if _, err := b.WriteString("x"); err != nil {
		return err
	}
	return b.Flush()
}

func zipped(w io.Writer, data []byte) error {
	z := gzip.NewWriter(w) // leak compress.Writer exit
	if _, err := z.Write(data); err != nil {
		return err
	}
	return nil
}

func table(rows [][]string) string {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.WriteAll(rows)
	return out.String()
}

// Locks are states of a place.

type counter struct {
	mu sync.RWMutex
	n  int
}

func (c *counter) early(n int) int {
	c.mu.Lock() // leak sync.Locker exit
	if n < 0 {
		return 0
	}
	c.n += n
	c.mu.Unlock()
	return n
}

func (c *counter) deferred(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return n
}

func (c *counter) helper(n int) {
	c.mu.Lock()
	c.n = n
	c.finish()
}

func (c *counter) finish() {
	c.mu.Unlock()
}

func (c *counter) between() {
	c.mu.Unlock()
	time.Sleep(time.Second)
	c.mu.Lock()
}

func (c *counter) relocked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mu.Unlock()
	time.Sleep(time.Second)
	c.mu.Lock()
	return c.n
}

func (c *counter) read(a bool) int {
	c.mu.RLock() // leak sync.RLocker exit
	if a {
		return 0
	}
	defer c.mu.RUnlock()
	return c.n
}

func fresh() *counter {
	c := &counter{}
	c.mu.Lock()
	if c.n > 0 {
		return nil
	}
	c.mu.Unlock()
	return c
}

// Others.

func command() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil { // leak exec.Cmd exit
		return err
	}
	return nil
}

func awaited() error {
	cmd := exec.Command("true")
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Wait()
}

func timer(done chan struct{}) {
	t := time.NewTimer(time.Second) // leak time.Timer exit
	select {
	case <-t.C:
	case <-done:
	}
}

func ticker(done chan struct{}) {
	for range time.NewTicker(time.Second).C { // leak time.Ticker discarded
		fmt.Println("tick")
	}
}

func transaction(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // leak sql.Tx exit
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE"); err != nil {
		return err
	}
	return tx.Commit()
}

func dial() error {
	c, err := net.Dial("tcp", "localhost:1") // leak net.Conn exit
	if err != nil {
		return err
	}
	_, err = c.Write(nil)
	return err
}

func listen(handler http.Handler) error {
	l, err := net.Listen("tcp", "localhost:1")
	if err != nil {
		return err
	}
	return http.Serve(l, handler)
}

func replaced(c *http.Client, url string) error {
	resp, err := c.Get(url)
	if err != nil {
		return err
	}
	resp.Body = http.MaxBytesReader(nil, resp.Body, 10)
	return resp.Body.Close()
}

func read(db *sql.DB) error {
	rows, err := db.Query("SELECT 1") // unread sql.Rows exit
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return nil
}
