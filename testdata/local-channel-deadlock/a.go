package a

import "time"

func first() int {
	results := make(chan int)
	results <- 1 // want "this send on `results` blocks for ever"
	return <-results
}

func receives() int {
	ch := make(chan int)
	return <-ch // want "this receive from `ch` blocks for ever"
}

func ranges() {
	ch := make(chan int)
	for range ch { // want "this range over `ch` blocks for ever"
	}
}

func full() int {
	ch := make(chan int, 2)
	ch <- 1
	ch <- 2
	ch <- 3 // want "the channel is full"
	return <-ch
}

func nilSend() {
	var ch chan int
	ch <- 1 // want "this send on `ch` blocks for ever: the channel is nil"
}

func nilReceive() int {
	var ch chan int
	return <-ch // want "this receive from `ch` blocks for ever: the channel is nil"
}

func nilRange() {
	var ch chan int
	for range ch { // want "this range over `ch` blocks for ever"
	}
}

func foundNil(ch chan int) {
	if ch == nil {
		ch <- 1 // want "the channel is nil"
	}
}

func inCase(a chan int) {
	var ch chan int
	select {
	case <-a:
		<-ch // want "the channel is nil"
	}
}

// What looks alike.

func other() int {
	ch := make(chan int)
	go func() { ch <- 1 }()
	return <-ch
}

func passes() int {
	ch := make(chan int)
	go send(ch)
	return <-ch
}

func send(ch chan<- int) { ch <- 1 }

func roomy() int {
	ch := make(chan int, 1)
	ch <- 1
	return <-ch
}

func alternates() {
	ch := make(chan int, 1)
	ch <- 1
	<-ch
	ch <- 2
	<-ch
}

func branches(a bool) int {
	ch := make(chan int, 1)
	if a {
		ch <- 1
	} else {
		ch <- 2
	}
	return <-ch
}

func looped(values []int) {
	ch := make(chan int, 4)
	for _, v := range values {
		ch <- v
	}
}

func sized(n int) int {
	ch := make(chan int, n)
	ch <- 1
	return <-ch
}

func closed() int {
	ch := make(chan int)
	close(ch)
	return <-ch
}

func tries() {
	ch := make(chan int)
	select {
	case ch <- 1:
	default:
	}
}

func waits() {
	ch := make(chan int)
	select {
	case <-ch:
	case <-time.After(time.Second):
	}
}

func switchedOff(in chan int) {
	var out chan int
	for {
		select {
		case v := <-in:
			_ = v
			out = in
		case out <- 1:
		}
	}
}

func assigned(a bool) {
	var ch chan int
	if a {
		ch = make(chan int, 1)
	} else {
		ch = make(chan int, 2)
	}
	ch <- 1
}

func maybe(a bool) {
	var ch chan int
	if a {
		ch = make(chan int, 1)
	}
	if a {
		ch <- 1
	}
}

func returned() chan int {
	ch := make(chan int)
	return ch
}

type holder struct{ ch chan int }

func stored(h *holder) int {
	ch := make(chan int)
	h.ch = ch
	return <-ch
}

func callback(run func(func())) int {
	ch := make(chan int)
	run(func() { ch <- 1 })
	return <-ch
}

func timer() {
	done := make(chan struct{})
	time.AfterFunc(time.Second, func() { close(done) })
	<-done
}
