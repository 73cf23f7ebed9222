package cco

import (
	"fmt"
	"sync"
	"time"
)

func receiverCloses() {
	ch := make(chan int)
	go func() {
		for i := 0; ; i++ {
			ch <- i
		}
	}()
	for v := range ch {
		if v > 3 {
			close(ch) // want "the sender panics when it sends after this close of `ch`"
			break
		}
	}
}

func receivesOnce() {
	ch := make(chan int)
	go func() {
		for i := 0; i < 10; i++ {
			ch <- i
		}
	}()
	fmt.Println(<-ch)
	close(ch) // want "the sender panics when it sends after this close of `ch`"
}

func timeoutCloses() {
	ch := make(chan int)
	go func() {
		time.Sleep(time.Second)
		ch <- 1
	}()
	select {
	case v := <-ch:
		fmt.Println(v)
	case <-time.After(time.Millisecond):
		close(ch) // want "the sender panics when it sends after this close of `ch`"
	}
}

func deferCloses() int {
	ch := make(chan int)
	defer close(ch) // want "the sender panics when it sends after this close of `ch`"
	go func() {
		time.Sleep(time.Second)
		ch <- 1
	}()
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Millisecond):
		return 0
	}
}

func eachCloses(n int) {
	ch := make(chan int)
	for i := 0; i < n; i++ {
		go func() {
			ch <- i
			close(ch) // want "the second close of `ch` panics: each goroutine of the loop"
		}()
	}
	for v := range ch {
		fmt.Println(v)
	}
}

func eachDefers(n int) {
	ch := make(chan int)
	for i := range n {
		go func(i int) {
			defer close(ch) // want "the second close of `ch` panics: each goroutine of the loop"
			ch <- i
		}(i)
	}
	for v := range ch {
		fmt.Println(v)
	}
}

func work(ch chan<- int, i int) {
	defer close(ch)
	ch <- i
}

func eachNamed() {
	ch := make(chan int)
	for i := 0; i < 3; i++ {
		go work(ch, i) // want "the second close of `ch` panics: each goroutine of the loop"
	}
	for v := range ch {
		fmt.Println(v)
	}
}

func producer(ch chan<- int) {
	for i := 0; i < 100; i++ {
		ch <- i
	}
}

func consumerNamed() {
	ch := make(chan int)
	go producer(ch)
	for i := 0; i < 3; i++ {
		fmt.Println(<-ch)
	}
	close(ch)
}

func consumerGoroutine() {
	ch := make(chan int)
	go func() {
		for v := range ch {
			if v > 3 {
				close(ch) // want "the sender panics when it sends after this close of `ch`"
				return
			}
		}
	}()
	for i := 0; i < 10; i++ {
		ch <- i
	}
}

func closesWithoutWait(n int) {
	ch := make(chan int, n)
	for i := 0; i < n; i++ {
		go func() { ch <- i }()
	}
	close(ch) // want "the sender panics when it sends after this close of `ch`"
	for v := range ch {
		fmt.Println(v)
	}
}

func wgInEach(n int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- i
			close(ch) // want "the second close of `ch` panics: each goroutine of the loop"
		}()
	}
	go func() { wg.Wait() }()
	for v := range ch {
		fmt.Println(v)
	}
}

type hub struct {
	events chan int
	quit   chan struct{}
}

func (h *hub) Stop()         { close(h.events) } // want strict "a send after this close panics: nothing orders the users of"
func (h *hub) Publish(v int) { h.events <- v }

// Look-alikes.

func coordinator(n int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- i
		}()
	}
	go func() {
		wg.Wait()
		close(ch)
	}()
	for v := range ch {
		fmt.Println(v)
	}
}

func done() {
	quit := make(chan struct{})
	go func() { <-quit }()
	close(quit)
}

func onced(n int) {
	ch := make(chan int)
	var once sync.Once
	for i := 0; i < n; i++ {
		go func() {
			once.Do(func() { close(ch) })
		}()
	}
	<-ch
}

func sender() {
	ch := make(chan int)
	go func() {
		for v := range ch {
			fmt.Println(v)
		}
	}()
	for i := range 3 {
		ch <- i
	}
	close(ch)
}

func waited(n int) {
	ch := make(chan int, n)
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() { defer wg.Done(); ch <- i }()
	}
	wg.Wait()
	close(ch)
	for v := range ch {
		fmt.Println(v)
	}
}

type queue struct{ in chan int }

func (q *queue) finish() {
	close(q.in)
}

func (q *queue) fill(items []int) {
	for _, item := range items {
		q.in <- item
	}
	q.finish()
}
