package lhb

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"time"
)

type s struct {
	mu   sync.Mutex
	rw   sync.RWMutex
	db   *sql.DB
	ch   chan int
	wg   sync.WaitGroup
	conn net.Conn
	cli  *http.Client
	cb   func(int)
	n    int
	cbs  []func()
	f    *os.File
	w    *bufio.Writer
}

func (x *s) sleep() {
	x.mu.Lock()
	defer x.mu.Unlock()
	time.Sleep(time.Second) // want "everyone waits for `x.mu` while this sleeps"
}

func (x *s) get() {
	x.mu.Lock()
	resp, err := http.Get("http://x") // want "everyone waits for `x.mu` while this waits for the network"
	x.mu.Unlock()
	if err == nil {
		resp.Body.Close()
	}
}

func (x *s) client(r *http.Request) {
	x.mu.Lock()
	defer x.mu.Unlock()
	resp, err := x.cli.Do(r) // want "everyone waits for `x.mu` while this waits for the network"
	if err == nil {
		resp.Body.Close()
	}
}

func (x *s) query(ctx context.Context) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	_, err := x.db.ExecContext(ctx, "x") // want "everyone waits for `x.mu` while this waits for the database"
	return err
}

func (x *s) row(ctx context.Context) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.db.QueryRowContext(ctx, "x").Scan(&x.n) // want "everyone waits for `x.mu` while this waits for the database"
}

func (x *s) send() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.ch <- 1 // want "everyone waits for `x.mu` while this sends on `x.ch`"
}

func (x *s) recv() {
	x.mu.Lock()
	x.n = <-x.ch // want "everyone waits for `x.mu` while this receives from `x.ch`"
	x.mu.Unlock()
}

func (x *s) rng() {
	x.mu.Lock()
	defer x.mu.Unlock()
	for v := range x.ch { // want "everyone waits for `x.mu` while this receives from `x.ch`"
		x.n += v
	}
}

func (x *s) sel(ctx context.Context) {
	x.mu.Lock()
	defer x.mu.Unlock()
	select {
	case v := <-x.ch: // want "everyone waits for `x.mu` while this waits in a `select`"
		x.n = v
	case <-ctx.Done():
	}
}

func (x *s) wait() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.wg.Wait() // want "everyone waits for `x.mu` while this waits for goroutines"
}

func (x *s) file() {
	x.mu.Lock()
	defer x.mu.Unlock()
	os.ReadFile("x") // want "everyone waits for `x.mu` while this reads a file"
}

func (x *s) open() {
	x.mu.Lock()
	defer x.mu.Unlock()
	os.Open("x") // want "everyone waits for `x.mu` while this opens a file"
}

func (x *s) connWrite(b []byte) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.conn.Write(b) // want "everyone waits for `x.mu` while this waits for the network"
}

func (x *s) fileWrite(b []byte) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.f.Write(b) // want "everyone waits for `x.mu` while this writes a file"
}

func (x *s) callback() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.cb(x.n) // want "everyone waits for `x.mu` while this runs the callback `cb`"
}

func (x *s) callbacks() {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, f := range x.cbs {
		f() // want "everyone waits for `x.mu` while this runs the callback `f`"
	}
}

func (x *s) param(fn func()) {
	x.mu.Lock()
	defer x.mu.Unlock()
	fn() // want "everyone waits for `x.mu` while this runs the caller's `fn`"
}

func (x *s) read(fn func()) {
	x.rw.RLock()
	defer x.rw.RUnlock()
	time.Sleep(1) // want "everyone waits for `x.rw` while this sleeps"
}

func (x *s) deep() {
	x.mu.Lock()
	defer x.mu.Unlock()
	slow() // want "everyone waits for `x.mu` while this calls `slow`, which"
}

func slow()   { slower() }
func slower() { time.Sleep(time.Second) }

func (x *s) cmd() {
	x.mu.Lock()
	defer x.mu.Unlock()
	exec.Command("x").Run() // want "everyone waits for `x.mu` while this waits for a process"
}

func (x *s) copy(w io.Writer, r io.Reader) {
	x.mu.Lock()
	defer x.mu.Unlock()
	io.Copy(w, r) // want "everyone waits for `x.mu` while this copies all there is"
}

func (x *s) dial() {
	x.mu.Lock()
	defer x.mu.Unlock()
	net.Dial("tcp", "x") // want "everyone waits for `x.mu` while this waits for the network"
}

var gmu sync.Mutex

func global() {
	gmu.Lock()
	time.Sleep(1) // want "everyone waits for `gmu` while this sleeps"
	gmu.Unlock()
}

// Look-alikes.

func (x *s) selDefault() {
	x.mu.Lock()
	defer x.mu.Unlock()
	select {
	case x.ch <- 1:
	default:
	}
}

func (x *s) after() {
	x.mu.Lock()
	x.n++
	x.mu.Unlock()
	time.Sleep(1)
}

func (x *s) inGo() {
	x.mu.Lock()
	defer x.mu.Unlock()
	go func() { time.Sleep(1) }()
	go slow()
}

func (x *s) pure() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.n = len(fmt.Sprint(x.n))
	close(x.ch)
}
