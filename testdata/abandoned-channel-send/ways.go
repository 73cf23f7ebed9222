package acs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"sync"
	"time"
)

func slow() int              { return 1 }
func check() error           { return nil }
func fetch() (string, error) { return "", nil }

type result struct {
	v   string
	err error
}

func early() (int, error) {
	ch := make(chan int)
	go func() {
		ch <- slow() // want "this goroutine leaks: `ch` is not received from on some path"
	}()
	if err := check(); err != nil {
		return 0, err
	}
	return <-ch, nil
}

func timeout() (int, error) {
	ch := make(chan int)
	go func() { ch <- slow() }() // want "this goroutine leaks: `ch` is not received from on some path"
	select {
	case v := <-ch:
		return v, nil
	case <-time.After(time.Second):
		return 0, errors.New("timeout")
	}
}

func ctxDone(ctx context.Context) (string, error) {
	res := make(chan result)
	go func() {
		v, err := fetch()
		res <- result{v, err} // want "this goroutine leaks: `res` is not received from on some"
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case r := <-res:
		return r.v, r.err
	}
}

func withDefault() int {
	ch := make(chan int)
	go func() { ch <- slow() }() // want "this goroutine leaks: `ch` is not received from on some path"
	select {
	case v := <-ch:
		return v
	default:
		return -1
	}
}

func literalArg() int {
	ch := make(chan int)
	go func(out chan<- int) {
		out <- slow() // want "this goroutine leaks: `ch` is not received from on some path"
	}(ch)
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Second):
	}
	return 0
}

func produce(ch chan<- int) {
	ch <- slow()
}

func named() (int, error) {
	ch := make(chan int)
	go produce(ch) // want "this goroutine leaks: `ch` is not received from on some path"
	if err := check(); err != nil {
		return 0, err
	}
	return <-ch, nil
}

func forgotten() {
	ch := make(chan int)
	go func() {
		ch <- 1 // want "this goroutine leaks: nobody receives from `ch`"
	}()
}

func forgottenErr() {
	errc := make(chan error)
	go func() {
		errc <- http.ListenAndServe(":80", nil) // want "this goroutine leaks: nobody receives from `errc`"
	}()
	fmt.Println("started")
}

func firstOf(urls []string) string {
	ch := make(chan string)
	for _, u := range urls {
		go func() {
			ch <- u // want "all goroutines but one leak: `ch` is received from only once"
		}()
	}
	return <-ch
}

func firstOfNamed(urls []string) string {
	ch := make(chan string)
	for _, u := range urls {
		go query(ch, u) // want "all goroutines but one leak: `ch` is received from only once"
	}
	return <-ch
}

func query(ch chan string, u string) {
	ch <- u
}

func twoSends() error {
	errc := make(chan error)
	go func() {
		if err := check(); err != nil {
			errc <- err
		}
		errc <- nil // want "this goroutine leaks: `errc` takes 2 values and is received"
	}()
	return <-errc
}

func doubleSend() int {
	ch := make(chan int)
	go func() {
		ch <- 1
		ch <- 2 // want "this goroutine leaks: `ch` takes 2 values and is received"
	}()
	return <-ch
}

func breakOut(n int) {
	ch := make(chan int)
	go func() {
		for i := 0; i < n; i++ {
			ch <- i // want "the senders leak: `ch` is not received from to the end on"
		}
		close(ch)
	}()
	for v := range ch {
		if v == 5 {
			break
		}
	}
}

func returnInRange(n int) error {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := 0; i < n; i++ {
			ch <- i // want "the senders leak: `ch` is not received from to the end on"
		}
	}()
	for v := range ch {
		if err := handle(v); err != nil {
			return err
		}
	}
	return nil
}

func handle(int) error { return nil }

func partialErrs(tasks []func() error) error {
	errs := make(chan error)
	for _, t := range tasks {
		go func(t func() error) {
			errs <- t() // want "the senders leak: `errs` is not received from to the end on"
		}(t)
	}
	for range tasks {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

func wgGo() (int, error) {
	var wg sync.WaitGroup
	ch := make(chan int)
	wg.Go(func() {
		ch <- slow() // want "this goroutine leaks: `ch` is not received from on some path"
	})
	if err := check(); err != nil {
		return 0, err
	}
	v := <-ch
	return v, nil
}

func panics(r io.Reader) int {
	ch := make(chan int)
	go func() { ch <- slow() }() // want "this goroutine leaks: `ch` is not received from on some path"
	if r == nil {
		return 0
	}
	return <-ch
}

func switched(k int) int {
	ch := make(chan int)
	go func() { ch <- slow() }() // want "this goroutine leaks: `ch` is not received from on some path"
	switch k {
	case 1:
		return <-ch
	case 2:
		return 0
	}
	return <-ch
}

func varDecl() {
	var ch = make(chan struct{})
	var done chan struct{} = make(chan struct{}, 0)
	go func() {
		slow()
		ch <- struct{}{} // want "this goroutine leaks: `ch` is not received from on some path"
	}()
	go func() {
		slow()
		done <- struct{}{} // want "this goroutine leaks: `done` is not received from on some"
	}()
	select {
	case <-ch:
	case <-done:
	}
}

type server struct{ log *log.Logger }

func (s *server) do(ctx context.Context) error {
	done := make(chan error)
	go func() {
		done <- s.work() // want "this goroutine leaks: `done` is not received from on some"
	}()
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return errors.New("late")
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *server) work() error { return nil }

func handler(w http.ResponseWriter, r *http.Request) {
	ch := make(chan string)
	go func() {
		s, err := fetch()
		if err != nil {
			return
		}
		ch <- s // want "this goroutine leaks: `ch` is not received from on some path"
	}()
	select {
	case s := <-ch:
		fmt.Fprint(w, s)
	case <-r.Context().Done():
		http.Error(w, "cancelled", 499)
	}
}

// Look-alikes.

func buffered() (int, error) {
	ch := make(chan int, 1)
	go func() { ch <- slow() }()
	if err := check(); err != nil {
		return 0, err
	}
	return <-ch, nil
}

func selects(ctx context.Context) (int, error) {
	ch := make(chan int)
	go func() {
		select {
		case ch <- slow():
		case <-ctx.Done():
		}
	}()
	if err := check(); err != nil {
		return 0, err
	}
	return <-ch, nil
}

func returned() <-chan int {
	ch := make(chan int)
	go func() { ch <- slow() }()
	return ch
}

func handedOn() {
	ch := make(chan int)
	go func() { ch <- slow() }()
	go consume(ch)
}

func consume(ch chan int) { <-ch }

func always() int {
	ch := make(chan int)
	go func() { ch <- slow() }()
	return <-ch
}

func drained(tasks []func() error) (first error) {
	errs := make(chan error)
	for _, t := range tasks {
		go func() { errs <- t() }()
	}
	for range tasks {
		if err := <-errs; err != nil && first == nil {
			first = err
		}
	}
	return first
}

func deferredReceive() error {
	ch := make(chan int)
	go func() { ch <- slow() }()
	defer func() { <-ch }()
	return check()
}

func both() {
	a, b := make(chan int), make(chan int)
	go func() { a <- 1 }()
	go func() { b <- 1 }()
	for i := 0; i < 2; i++ {
		select {
		case <-a:
		case <-b:
		}
	}
}
