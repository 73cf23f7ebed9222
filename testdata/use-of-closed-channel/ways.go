package ucc

import (
	"errors"
	"fmt"
)

func sendAfter() {
	ch := make(chan int, 1)
	close(ch)
	ch <- 1 // want "this send panics: `ch` is closed on some path"
}

func twice() {
	ch := make(chan int)
	close(ch)
	close(ch) // want "this close panics: `ch` is closed already on some path"
}

func deferTwice() {
	ch := make(chan int)
	defer close(ch)
	fmt.Println("x")
	close(ch) // want "`ch` is closed twice: the deferred close panics"
}

func deferCond(ok bool) error {
	ch := make(chan int)
	defer close(ch)
	if !ok {
		close(ch) // want "`ch` is closed twice: the deferred close panics"
		return errors.New("x")
	}
	return nil
}

func twoDefers() {
	ch := make(chan int)
	defer close(ch)
	defer close(ch) // want "`ch` is closed twice: two calls are deferred"
}

func branch(ok bool) {
	ch := make(chan int)
	if ok {
		close(ch)
	}
	close(ch) // want "this close panics: `ch` is closed already on some path"
}

func loop(n int) {
	ch := make(chan int, n)
	for i := 0; i < n; i++ {
		ch <- i // want "this send panics: `ch` is closed on some path"
		if i == 2 {
			close(ch)
		}
	}
}

func loopClose(items []int) {
	ch := make(chan int, len(items))
	for _, it := range items {
		ch <- it // want "this send panics: `ch` is closed on some path"
		close(ch)
	}
}

func loopCloseOnly(items []int) {
	ch := make(chan int)
	for range items {
		close(ch) // want "this close panics: `ch` is closed already on some path"
	}
}

func param(ch chan int) {
	close(ch)
	ch <- 1 // want "this send panics: `ch` is closed on some path"
}

func inSelect(stop chan struct{}) {
	ch := make(chan int, 1)
	close(ch)
	select {
	case ch <- 1: // want "this send panics: `ch` is closed on some path"
	case <-stop:
	}
}

func deferLit() {
	ch := make(chan int)
	defer func() { close(ch) }()
	close(ch) // want "`ch` is closed twice: the deferred close panics"
}

func inGoroutine() {
	ch := make(chan int)
	go func() {
		defer close(ch)
		ch <- 1
		close(ch) // want "`ch` is closed twice: the deferred close panics"
	}()
	<-ch
}

type s struct{ c chan int }

func (x *s) stop() {
	close(x.c)
	x.c <- 1 // want "this send panics: `x.c` is closed on some path"
}

func (x *s) stop2() {
	close(x.c)
	close(x.c) // want "this close panics: `x.c` is closed already on some path"
}

func sw(k int) {
	ch := make(chan int, 3)
	switch k {
	case 1:
		close(ch)
	case 2:
		ch <- 2
	}
	ch <- 3 // want "this send panics: `ch` is closed on some path"
}

func alias() {
	ch := make(chan int, 1)
	out := (chan<- int)(ch)
	close(ch)
	out <- 1
}

var global = make(chan int, 1)

func pkg() {
	close(global)
	global <- 1 // want "this send panics: `global` is closed on some path"
}

func helper() {
	ch := make(chan int, 1)
	closeIt(ch)
	ch <- 1 // want "this send panics: `ch` is closed on some path"
}

func closeIt(ch chan int) { close(ch) }

func sendHelper() {
	ch := make(chan int, 1)
	close(ch)
	sendIt(ch) // want "this send panics: `ch` is closed on some path"
}

func sendIt(ch chan int) { ch <- 1 }

func typed[T any](v T) {
	ch := make(chan T, 1)
	close(ch)
	ch <- v // want "this send panics: `ch` is closed on some path"
}

func gotoLoop() {
	ch := make(chan int, 1)
again:
	ch <- 1 // want "this send panics: `ch` is closed on some path"
	close(ch)
	goto again
}

// Look-alikes.

func receive() {
	ch := make(chan int)
	close(ch)
	<-ch
	_, ok := <-ch
	_ = ok
}

func reassigned() {
	ch := make(chan int, 1)
	close(ch)
	ch = make(chan int, 1)
	ch <- 1
	close(ch)
}

func disjoint(ok bool) {
	ch := make(chan int)
	if ok {
		close(ch)
		return
	}
	close(ch)
}

func disjointElse(ok bool) {
	ch := make(chan int)
	if ok {
		close(ch)
	} else {
		close(ch)
	}
}

func perTurn(n int) {
	for range n {
		ch := make(chan int, 1)
		ch <- 1
		close(ch)
	}
}

func guarded() {
	ch := make(chan int, 3)
	closed := false
	for i := 0; i < 3; i++ {
		if !closed {
			close(ch)
			closed = true
		}
	}
}

func nils(ch chan int) {
	if ch != nil {
		close(ch)
		ch = nil
	}
	if ch != nil {
		close(ch)
	}
}
