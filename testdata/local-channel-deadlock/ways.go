package lcd

import (
	"fmt"
	"time"
)

func sendFirst() {
	ch := make(chan int)
	ch <- 1 // want "this send on `ch` blocks for ever: no other goroutine has"
	fmt.Println(<-ch)
}

func recvFirst() {
	ch := make(chan int)
	fmt.Println(<-ch) // want "this receive from `ch` blocks for ever: no other goroutine"
	ch <- 1
}

func sendOnly() {
	ch := make(chan int)
	ch <- 1 // want "this send on `ch` blocks for ever: nobody receives"
}

func tooMany() {
	ch := make(chan int, 2)
	ch <- 1
	ch <- 2
	ch <- 3 // want "this send on `ch` blocks for ever: the channel is full and"
	fmt.Println(<-ch)
}

func tooManyLoop() {
	ch := make(chan int, 2)
	for i := 0; i < 5; i++ {
		ch <- i // want "this send on `ch` blocks for ever: the channel is full and"
	}
	close(ch)
	for v := range ch {
		fmt.Println(v)
	}
}

func tooManyRange() {
	ch := make(chan int, 3)
	for i := range 10 {
		ch <- i // want "this send on `ch` blocks for ever: the channel is full and"
	}
	close(ch)
}

func nilVar() {
	var ch chan int
	ch <- 1 // want "this send on `ch` blocks for ever: the channel is nil"
}

func nilRecv() {
	var ch chan int
	<-ch // want "this receive from `ch` blocks for ever: the channel is nil"
}

func nilRange() {
	var ch chan int
	for range ch { // want "this range over `ch` blocks for ever: the channel is nil"
	}
}

func nilInGoroutine() {
	var ch chan int
	go func() {
		ch <- 1 // want "this send on `ch` blocks for ever: the channel is nil"
	}()
	<-ch // want "this receive from `ch` blocks for ever: the channel is nil"
}

func nilClose() {
	var ch chan int
	close(ch) // want "this close panics: the channel is nil"
}

func nilAssigned() {
	ch := make(chan int, 1)
	ch = nil
	ch <- 1 // want "this send on `ch` blocks for ever: the channel is nil"
}

func startLate() {
	ch := make(chan int)
	ch <- 1 // want "this send on `ch` blocks for ever: the receiver starts only"
	go func() {
		fmt.Println(<-ch)
	}()
}

func recvLate() {
	ch := make(chan int)
	fmt.Println(<-ch) // want "this receive from `ch` blocks for ever: nobody sends before"
	go func() {
		ch <- 1
	}()
}

func waitLate() {
	done := make(chan bool)
	<-done // want "this receive from `done` blocks for ever: nobody sends"
	go func() { done <- true }()
}

func rangeSelf() {
	ch := make(chan int)
	for v := range ch { // want "this range over `ch` blocks for ever: nobody sends"
		fmt.Println(v)
	}
}

func bufRecvEmpty() {
	ch := make(chan int, 1)
	<-ch // want "this receive from `ch` blocks for ever: nobody sends before"
	ch <- 1
}

func selectOne() {
	ch := make(chan int)
	select {
	case ch <- 1: // want "this send on `ch` blocks for ever: nobody receives"
	}
}

func selectTwoSelf() {
	a, b := make(chan int), make(chan int)
	select {
	case a <- 1:
	case <-b:
	}
}

func literal() {
	ch := make(chan int)
	func() {
		ch <- 1 // want "this send on `ch` blocks for ever: no other goroutine has"
	}()
	<-ch
}

func deferredRecv() {
	ch := make(chan int)
	defer func() { <-ch }()
	ch <- 1 // want "this send on `ch` blocks for ever: no other goroutine has"
}

func varMake() {
	var ch = make(chan int)
	ch <- 1 // want "this send on `ch` blocks for ever: nobody receives"
}

const size = 1

func constCap() {
	ch := make(chan int, size)
	ch <- 1
	ch <- 2 // want "this send on `ch` blocks for ever: the channel is full and"
}

func main() {
	ch := make(chan string)
	ch <- "x" // want "this send on `ch` blocks for ever: no other goroutine has"
	msg := <-ch
	fmt.Println(msg)
}

func inGoroutineSelf() {
	go func() {
		ch := make(chan int)
		ch <- 1 // want "this send on `ch` blocks for ever: no other goroutine has"
		<-ch
	}()
}

func inLoop() {
	for {
		ch := make(chan int)
		ch <- 1 // want "this send on `ch` blocks for ever: nobody receives"
	}
}

func typedChan() {
	type C chan int
	ch := make(C)
	ch <- 1 // want "this send on `ch` blocks for ever: nobody receives"
}

func twoParam() {
	c := make(chan int, 1)
	c <- 1
	if time.Now().IsZero() {
		fmt.Println("x")
	}
	c <- 2 // want "this send on `c` blocks for ever: the channel is full and"
}

// Look-alikes.

func ok1() {
	ch := make(chan int, 1)
	ch <- 1
	fmt.Println(<-ch)
}

func ok2() {
	ch := make(chan int)
	go func() { ch <- 1 }()
	<-ch
}

func nilCase(in chan int) {
	var out chan int
	for {
		select {
		case v := <-in:
			out = make(chan int)
			_ = v
		case out <- 1:
			out = nil
		}
	}
}

func closedRecv() {
	ch := make(chan int)
	close(ch)
	<-ch
}

func maybe(b bool) {
	var ch chan int
	if b {
		ch = make(chan int, 1)
	}
	if ch != nil {
		ch <- 1
	}
}

func exact() {
	ch := make(chan int, 3)
	for i := 0; i < 3; i++ {
		ch <- i
	}
	close(ch)
}

func waitsAtTheEnd(run func(chan struct{})) {
	done := make(chan struct{})
	defer func() {
		<-done
	}()
	go func() {
		defer close(done)
		fmt.Println("runs")
	}()
}
