// More sends that nobody takes, and what only looks like one.

package fixture

import (
	"context"
	"errors"
	"sync"
	"time"
)

func work() int           { return 1 }
func workE() (int, error) { return 1, nil }

type box struct {
	c    chan int
	done chan struct{}
}

func sendIt(c chan int) { c <- 1 }

var gc = make(chan int)

func a1(ctx context.Context) (int, error) {
	c := make(chan int)
	go func() {
		c <- work() // want "this goroutine leaks: `c` is not received from on some path"
	}()
	select {
	case v := <-c:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func a2() (int, error) {
	c := make(chan int)
	go func() {
		c <- work() // want "this goroutine leaks: `c` is not received from on some path"
	}()
	select {
	case v := <-c:
		return v, nil
	case <-time.After(time.Second):
		return 0, errors.New("timeout")
	}
}

func a3(x int) (int, error) {
	c := make(chan int)
	go func() {
		c <- work() // want "this goroutine leaks: `c` is not received from on some path"
	}()
	if x > 3 {
		return 0, errors.New("x")
	}
	return <-c, nil
}

func a4(ctx context.Context) (int, error) {
	c := make(chan int, 1)
	go func() {
		c <- work()
	}()
	select {
	case v := <-c:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func a5(ctx context.Context) (int, error) {
	c := make(chan int)
	go func() {
		select {
		case c <- work():
		case <-ctx.Done():
		}
	}()
	select {
	case v := <-c:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func a6(ctx context.Context) (int, error) {
	c := make(chan int)
	e := make(chan error)
	go func() {
		v, err := workE()
		if err != nil {
			e <- err // want "this goroutine leaks: `e` is not received from on some path"
			return
		}
		c <- v // want "this goroutine leaks: `c` is not received from on some path"
	}()
	select {
	case v := <-c:
		return v, nil
	case err := <-e:
		return 0, err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func a6b(ctx context.Context) (int, error) {
	c := make(chan int)
	e := make(chan error)
	go func() {
		v, err := workE()
		if err != nil {
			e <- err
			return
		}
		c <- v
	}()
	select {
	case v := <-c:
		return v, nil
	case err := <-e:
		return 0, err
	}
}

func a7(urls []string) int {
	c := make(chan int)
	for range urls {
		go func() {
			c <- work() // want "all goroutines but one leak: `c` is received from only once"
		}()
	}
	return <-c
}

func a8(ctx context.Context) {
	c := make(chan int)
	go sendIt(c) // want "this goroutine leaks: `c` is not received from on some path"
	select {
	case <-c:
	case <-ctx.Done():
	}
}

func a9(ctx context.Context) {
	c := make(chan int)
	go func() {
		sendIt(c) // want "this goroutine leaks: `c` is not received from on some path"
	}()
	select {
	case <-c:
	case <-ctx.Done():
	}
}

func a10(ctx context.Context) {
	c := make(chan int)
	var wg sync.WaitGroup
	wg.Go(func() {
		c <- 1 // want "this goroutine leaks: `c` is not received from on some path"
	})
	select {
	case <-c:
	case <-ctx.Done():
	}
}

func a11(ctx context.Context) {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := 0; i < 10; i++ {
			c <- i // want "the senders leak: `c` is not received from to the end on some path"
		}
	}()
	for v := range c {
		if v == 3 {
			return
		}
	}
}

func a12(ctx context.Context) {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := 0; i < 10; i++ {
			c <- i
		}
	}()
	for range c {
	}
}

func a13() {
	c := make(chan int)
	go func() {
		c <- 1 // want "this goroutine leaks: nobody receives from `c`"
	}()
}

func a14() chan int {
	c := make(chan int)
	go func() {
		c <- 1
	}()
	return c
}

func a15(ctx context.Context) (int, error) {
	c := make(chan int)
	run := func() { c <- work() } // want "this goroutine leaks: `c` is not received from on some path"
	go run()
	select {
	case v := <-c:
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func a16(ctx context.Context) (int, error) {
	type res struct {
		v   int
		err error
	}
	c := make(chan res)
	go func() {
		v, err := workE()
		c <- res{v, err} // want "this goroutine leaks: `c` is not received from on some path"
	}()
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	select {
	case r := <-c:
		return r.v, r.err
	case <-timer.C:
		return 0, context.DeadlineExceeded
	}
}

func a17(ctx context.Context) (v int, err error) {
	c := make(chan int)
	defer close(c)
	go func() {
		c <- work() // want "this goroutine leaks: `c` is not received from on some path"
	}()
	select {
	case v = <-c:
	case <-ctx.Done():
		err = ctx.Err()
	}
	return
}

func a18(n int) int {
	c := make(chan int)
	for i := 0; i < n; i++ {
		go func() { c <- work() }()
	}
	s := 0
	for i := 0; i < n; i++ {
		s += <-c
	}
	return s
}

func a19(n int) int {
	c := make(chan int)
	for i := 0; i < n; i++ {
		go func() { c <- work() }() // want "the senders leak: `c` is not received from to the end on some path"
	}
	s := 0
	for i := 0; i < n; i++ {
		v := <-c
		if v > 3 {
			return v
		}
		s += v
	}
	return s
}

func a21(ctx context.Context) {
	c := make(chan int, 1)
	go func() {
		c <- 1 // want "this goroutine leaks: `c` is not received from on some path"
		c <- 2
	}()
	select {
	case <-c:
	case <-ctx.Done():
	}
}

func a23(ctx context.Context) {
	var c = make(chan int)
	var err error
	go func() {
		_, err = workE()
		_ = err
		c <- 1 // want "this goroutine leaks: `c` is not received from on some path"
	}()
	for {
		select {
		case <-c:
			return
		case <-ctx.Done():
			return
		}
	}
}

func helper(ctx context.Context, c chan<- int) {
	v := work()
	c <- v
}

func a24(ctx context.Context) {
	c := make(chan int)
	go helper(ctx, c) // want "this goroutine leaks: `c` is not received from on some path"
	select {
	case <-c:
	case <-ctx.Done():
	}
}

func a25(ctx context.Context, c1 bool) error {
	errc := make(chan error)
	go func() { errc <- errors.New("x") }() // want "this goroutine leaks: `errc` is not received from on some path"
	if c1 {
		return nil
	}
	select {
	case err := <-errc:
		return err
	}
}
