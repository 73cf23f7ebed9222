// More channel operations that never proceed, and what only looks like one.

package fixture

import (
	"fmt"
	"sync"
	"time"
)

func work() int { return 1 }

type box struct {
	c    chan int
	done chan struct{}
}

func sendIt(c chan int) { c <- 1 }

var gc = make(chan int)

func d1() {
	c := make(chan int)
	c <- 1 // want "this send on `c` blocks for ever: no other goroutine has the channel"
	fmt.Println(<-c)
}

func d2() {
	c := make(chan int)
	<-c // want "this receive from `c` blocks for ever: nobody sends"
}

func d3() {
	c := make(chan int, 2)
	c <- 1
	c <- 2
	c <- 3 // want "this send on `c` blocks for ever: the channel is full and nobody recei"
}

func d4() {
	c := make(chan int, 2)
	for i := 0; i < 5; i++ {
		c <- i // want "this send on `c` blocks for ever: the channel is full and nobody recei"
	}
}

func d5() {
	var c chan int
	c <- 1 // want "this send on `c` blocks for ever: the channel is nil"
}

func d6() {
	var c chan int
	<-c // want "this receive from `c` blocks for ever: the channel is nil"
}

func d7() {
	var c chan int
	for range c { // want "this range over `c` blocks for ever: the channel is nil"
	}
}

func d8() {
	var c chan int
	close(c) // want "this close panics: the channel is nil"
}

func d9() {
	c := make(chan int, 1)
	<-c // want "this receive from `c` blocks for ever: nobody sends"
}

func d10() {
	c := make(chan int, 1)
	c <- 1
	<-c
}

func d11() {
	c := make(chan int)
	select {
	case c <- 1: // want "this send on `c` blocks for ever: no other goroutine has the channel"
	case <-c:
	}
}

func d12() {
	c := make(chan int)
	select {
	case c <- 1:
	default:
	}
}

func d13() {
	c := make(chan int)
	c <- 1 // want "this send on `c` blocks for ever: the receiver starts only after it"
	go func() {
		<-c
	}()
}

func d14() {
	c := make(chan int)
	<-c // want "this receive from `c` blocks for ever: nobody sends before it"
	go func() {
		c <- 1
	}()
}

func d15() {
	c := make(chan int)
	close(c)
	<-c
}

func d17() {
	c := make(chan int, 1)
	c <- 1
	close(c)
	for v := range c {
		_ = v
	}
}

func d18() {
	c := make(chan int)
	defer close(c)
	for v := range c { // want "this range over `c` blocks for ever: no other goroutine has the channe"
		_ = v
	}
}

func d20() {
	const n = 3
	c := make(chan int, n)
	for i := range n {
		c <- i
	}
	for i := range n + 1 {
		_ = i
	}
	close(c)
}

func d21(items []int) {
	c := make(chan int, len(items))
	for _, i := range items {
		c <- i
	}
	close(c)
}

func d22(items []int) {
	c := make(chan int)
	for _, i := range items {
		c <- i // want "this send on `c` blocks for ever: no other goroutine has the channel"
	}
	close(c)
	for v := range c {
		_ = v
	}
}

func d23() {
	done := make(chan struct{})
	defer func() { <-done }() // want "this receive from `done` blocks for ever: nobody sends"
}

func d25() {
	c := make(chan int)
	sendIt(c) // want "this send on `c` blocks for ever: no other goroutine has the channel"
	<-c
}

func d26() {
	var c chan int
	if work() > 3 {
		c = make(chan int, 1)
	}
	c <- 1
}

func d27() {
	c := make(chan int)
	c = nil
	c <- 1 // want "this send on `c` blocks for ever: the channel is nil"
}

func d28() {
	var c chan int
	select {
	case <-c:
	case <-time.After(1):
	}
}

func d29() {
	var c chan int
	select {
	case <-c: // want "this receive from `c` blocks for ever: the channel is nil"
	}
}

func d30() {
	type s struct{ c chan int }
	var v s
	v.c <- 1 // want "this send on `v.c` blocks for ever: the channel is nil"
}

func d31() {
	c := make(chan int, 1)
	c <- 1
	<-c
	<-c // want "this receive from `c` blocks for ever: all values were received before"
}

func d32() {
	var once sync.Once
	c := make(chan int)
	once.Do(func() { c <- 1 })
	<-c
}

func d33() {
	c := make(chan chan int)
	c <- make(chan int) // want "this send on `c` blocks for ever: nobody receives"
}

func d34() {
	ticks := make(chan int)
	for {
		select {
		case <-ticks: // want "this receive from `ticks` blocks for ever: nobody sends"
			return
		}
	}
}
