package tick

import (
	"context"
	"errors"
	"fmt"
	"time"
	tm "time"
)

func check() error { return nil }

func never() {
	t := time.NewTicker(time.Second) // want "`t` is not stopped on every path: it ticks on"
	<-t.C
	fmt.Println("x")
}

func early() error {
	t := time.NewTicker(time.Second) // want "`t` is not stopped on every path: it ticks on"
	if err := check(); err != nil {
		return err
	}
	t.Stop()
	return nil
}

func loopRet(ctx context.Context) {
	t := time.NewTicker(time.Second) // want "`t` is not stopped on every path: it ticks on"
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			fmt.Println("tick")
		}
	}
}

func goroutine(stop chan struct{}) {
	go func() {
		t := time.NewTicker(time.Second) // want "`t` is not stopped on every path: it ticks on"
		for {
			select {
			case <-t.C:
			case <-stop:
				return
			}
		}
	}()
}

func direct(stop chan struct{}) {
	c := time.NewTicker(time.Second).C // want "`time.NewTicker(…).C` leaves a ticker that nobody can stop"
	select {
	case <-c:
	case <-stop:
	}
}

func tick(stop chan struct{}) {
	c := time.Tick(time.Second) // want "`time.Tick` makes a ticker that nobody can stop"
	for {
		select {
		case <-c:
		case <-stop:
			return
		}
	}
}

func tickSel(stop chan struct{}) {
	for {
		select {
		case <-time.Tick(time.Second): // want "`time.Tick` makes a ticker that nobody can stop"
		case <-stop:
			return
		}
	}
}

func alias() {
	t := tm.NewTicker(time.Second) // want "`t` is not stopped on every path: it ticks on"
	<-t.C
}

func varDecl() {
	var t *time.Ticker
	t = time.NewTicker(time.Second) // want "`t` is not stopped on every path: it ticks on"
	<-t.C
}

func varInit() {
	var t = time.NewTicker(time.Second) // want "`t` is not stopped on every path: it ticks on"
	<-t.C
}

func sw(k int) error {
	t := time.NewTicker(time.Second) // want "`t` is not stopped on every path: it ticks on"
	switch k {
	case 1:
		return errors.New("x")
	}
	t.Stop()
	return nil
}

func inLoop(n int) {
	for i := 0; i < n; i++ {
		t := time.NewTicker(time.Second) // want "`t` is not stopped on every path: it ticks on"
		<-t.C
	}
}

// Look-alikes.

func good(ctx context.Context) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
	}
}

type s struct{ t *time.Ticker }

func newS() *s { return &s{t: time.NewTicker(time.Second)} }

func (x *s) Close() { x.t.Stop() }

func forever() {
	t := time.NewTicker(time.Second)
	for range t.C {
		fmt.Println("x")
	}
}

func tickForever() {
	for range time.Tick(time.Second) {
		fmt.Println("x")
	}
}

func ret() *time.Ticker {
	t := time.NewTicker(time.Second)
	return t
}

func deferLit() {
	t := time.NewTicker(time.Second)
	defer func() { t.Stop() }()
	<-t.C
}
