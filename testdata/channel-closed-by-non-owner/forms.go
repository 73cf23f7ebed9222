// More closes by those who do not own the channel, and what only looks like one.

package fixture

import (
	"context"
	"sync"
)

func feed(c chan<- int) {
	for i := 0; i < 3; i++ {
		c <- i
	}
}

func feedClose(c chan<- int) {
	defer close(c)
	for i := 0; i < 3; i++ {
		c <- i
	}
}

func o1() {
	c := make(chan int)
	go func() {
		for i := 0; ; i++ {
			c <- i
		}
	}()
	for v := range c {
		if v > 3 {
			close(c) // want "the sender panics when it sends after this close of `c`"
			break
		}
	}
}

func o2() {
	c := make(chan int)
	for i := 0; i < 3; i++ {
		go func() {
			c <- i
			close(c) // want "the second close of `c` panics: each goroutine of the loop closes it"
		}()
	}
	for v := range c {
		_ = v
	}
}

func o3() {
	c := make(chan int)
	for i := 0; i < 3; i++ {
		go func() {
			defer close(c) // want "the second close of `c` panics: each goroutine of the loop closes it"
			c <- i
		}()
	}
	for v := range c {
		_ = v
	}
}

func o4() {
	c := make(chan int)
	for i := 0; i < 3; i++ {
		go feedClose(c) // want "the second close of `c` panics: each goroutine of the loop closes it"
	}
	for v := range c {
		_ = v
	}
}

func consumer(c chan int) {
	v := <-c
	if v == 3 {
		close(c) // want "the sender panics when it sends after this close of `c`"
	}
}

func o5() {
	c := make(chan int)
	go consumer(c)
	for i := 0; i < 5; i++ {
		c <- i
	}
}

func o6() {
	c := make(chan int)
	go func() {
		<-c
		close(c) // want "the sender panics when it sends after this close of `c`"
	}()
	for i := 0; i < 5; i++ {
		c <- i
	}
}

func o7() {
	c := make(chan int)
	go feed(c)
	<-c
	close(c) // want "the sender panics when it sends after this close of `c`"
}

func o8(ctx context.Context) {
	c := make(chan int)
	go feed(c)
	select {
	case <-c:
	case <-ctx.Done():
	}
	close(c) // want "the sender panics when it sends after this close of `c`"
}

func o9() {
	done := make(chan struct{})
	go func() {
		<-done
	}()
	close(done)
}

func o10() {
	c := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c <- i
		}()
	}
	go func() {
		wg.Wait()
		close(c)
	}()
	for v := range c {
		_ = v
	}
}

func o11() {
	c := make(chan int)
	var once sync.Once
	for i := 0; i < 3; i++ {
		go func() {
			once.Do(func() { close(c) })
		}()
	}
	<-c
}

func o12() {
	c := make(chan int, 3)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Go(func() {
			c <- i
			close(c) // want "the second close of `c` panics: each goroutine of the loop closes it"
		})
	}
	wg.Wait()
}

func o14() {
	c := make(chan int)
	go func() {
		defer close(c)
		c <- 1
	}()
	go func() {
		c <- 2
	}()
	<-c
	<-c
}

type hub struct {
	c    chan int
	done chan struct{}
	mu   sync.Mutex
	stop bool
}

func (h *hub) Send(v int) { h.c <- v }
func (h *hub) Close()     { close(h.c) } // want strict "a send after this close panics: nothing orders the users of `h.c`"

type hub2 struct {
	c  chan int
	mu sync.Mutex
	cl bool
}

func (h *hub2) Send(v int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.cl {
		h.c <- v
	}
}
func (h *hub2) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cl = true
	close(h.c)
}

type hub3 struct {
	c    chan int
	done chan struct{}
}

func (h *hub3) Send(v int) {
	select {
	case h.c <- v:
	case <-h.done:
	}
}
func (h *hub3) Close() { close(h.done) }
