package a

import "sync"

func deferredTwice(out chan<- int, stop bool) {
	defer close(out)
	if stop {
		close(out) // want "the deferred close panics"
		return
	}
	out <- 1
}

func sendAfter(ch chan int) {
	close(ch)
	ch <- 1 // want "this send panics"
}

func closeTwice(ch chan int, a bool) {
	if a {
		close(ch)
	}
	close(ch) // want "this close panics"
}

func inSelect(ch chan int, done chan struct{}) {
	close(ch)
	select {
	case ch <- 1: // want "this send panics"
	case <-done:
	}
}

func deferredLiteral(ch chan int, stop bool) {
	defer func() {
		close(ch)
	}()
	if stop {
		close(ch) // want "the deferred close panics"
	}
}

func sendInLaterTurn(ch chan int, values []int) {
	for _, v := range values {
		if v < 0 {
			close(ch)
			continue
		}
		ch <- v // want "this send panics"
	}
}

type box struct {
	mu sync.Mutex
	ch chan int
}

func (b *box) twice() {
	close(b.ch)
	b.ch <- 1 // want "this send panics"
}

// What looks alike.

func disjoint(ch chan int, a bool) {
	if a {
		close(ch)
	} else {
		ch <- 1
		close(ch)
	}
}

func returns(ch chan int, a bool) {
	if a {
		close(ch)
		return
	}
	ch <- 1
	close(ch)
}

func receiveAfter(ch chan int) int {
	close(ch)
	return <-ch
}

func replaced(ch chan int) {
	close(ch)
	ch = make(chan int, 1)
	ch <- 1
	close(ch)
}

func (b *box) reset() {
	close(b.ch)
	b.ch = make(chan int)
	close(b.ch)
}

func (b *box) restart() {
	close(b.ch)
	b.reset()
	b.ch <- 1
}

func each(chans []chan int) {
	for _, ch := range chans {
		close(ch)
	}
}

func eachSends(chans []chan int) {
	for _, ch := range chans {
		ch <- 1
		close(ch)
	}
}

func flagged(ch chan int, values []int) {
	closed := false
	for _, v := range values {
		if v == 0 && !closed {
			close(ch)
			closed = true
		}
	}
	if !closed {
		close(ch)
	}
}

func sameCondition(ch chan int, stop bool) {
	if stop {
		close(ch)
	}
	if !stop {
		ch <- 1
	}
}

func onceClosed(ch chan int, values []int) {
	for _, v := range values {
		if v == 3 {
			close(ch)
		}
	}
}

func breaks(ch chan int, values []int) {
	for _, v := range values {
		if v == 3 {
			close(ch)
			break
		}
		ch <- v
	}
}

func recovered(ch chan int) (err error) {
	defer func() {
		_ = recover()
	}()
	close(ch)
	ch <- 1
	return nil
}

func inGoroutine(ch chan int) {
	go func() { ch <- 1 }()
	close(ch)
}

func otherChannel(a, b chan int) {
	close(a)
	b <- 1
	close(b)
}

func conditionalDefer(ch chan int, early bool) {
	if !early {
		defer close(ch)
	} else {
		close(ch)
	}
}

func panics(ch chan int, bad bool) {
	if bad {
		close(ch)
		panic("bad")
	}
	ch <- 1
}

func swapped(b *box) {
	old := b.ch
	b.ch = make(chan int, 1)
	close(old)
	b.ch <- 1
}
