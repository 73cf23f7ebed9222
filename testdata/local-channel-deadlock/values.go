// Channels in fields, and goroutines that are waited for before anybody receives.

package fixture

import (
	"fmt"
	"sync"
)

type queue struct {
	items chan int
}

func newQueue() *queue {
	return &queue{items: make(chan int)}
}

func (q *queue) fill() {
	for i := 0; i < 3; i++ {
		q.items <- i
	}
}

func alone() {
	q := newQueue()
	q.fill() // want "this send on `q.items` blocks for ever: no other goroutine has the channel"
	fmt.Println(<-q.items)
}

// Another goroutine receives.
func drained() {
	q := newQueue()
	go func() {
		for i := range q.items {
			fmt.Println(i)
		}
	}()
	q.fill()
	close(q.items)
}

type logger struct {
	lines chan string
	quit  chan struct{}
	late  chan string
	off   chan int
	name  string
}

func newLogger(name string) *logger {
	l := &logger{name: name, quit: make(chan struct{})}
	l.late = make(chan string)
	return l
}

func (l *logger) run() {
	for s := range l.lines { // want "this range over `l.lines` blocks for ever: the channel is nil"
		fmt.Println(l.name, s)
	}
	<-l.quit
	fmt.Println(<-l.late)
	// A nil channel switches its case off.
	select {
	case <-l.off:
	case <-l.quit:
	}
}

func gather(ids []int) (all []string) {
	var wg sync.WaitGroup
	out := make(chan string)
	for _, id := range ids {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out <- fmt.Sprint(id) // want "this send on `out` blocks for ever: `Wait` comes before the receive"
		}()
	}
	wg.Wait()
	close(out)
	for s := range out {
		all = append(all, s)
	}
	return all
}

// Waited for in a goroutine of its own.
func gathered(ids []int) (all []string) {
	var wg sync.WaitGroup
	out := make(chan string)
	for _, id := range ids {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out <- fmt.Sprint(id)
		}()
	}
	go func() { wg.Wait(); close(out) }()
	for s := range out {
		all = append(all, s)
	}
	return all
}

// The receives come first.
func counted(ids []int) (all []string) {
	var wg sync.WaitGroup
	out := make(chan string)
	for _, id := range ids {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out <- fmt.Sprint(id)
		}()
	}
	for range ids {
		all = append(all, <-out)
	}
	wg.Wait()
	return all
}

func worker(id int, out chan<- int, wg *sync.WaitGroup) {
	defer wg.Done()
	out <- id
}

func given(n int) int {
	var wg sync.WaitGroup
	out := make(chan int)
	wg.Add(1)
	go worker(n, out, &wg) // want "this send on `out` blocks for ever: `Wait` comes before the receive"
	wg.Wait()
	return <-out
}

func grouped(n int) int {
	var wg sync.WaitGroup
	out := make(chan int)
	wg.Go(func() {
		out <- n // want "this send on `out` blocks for ever: `Wait` comes before the receive"
	})
	wg.Wait()
	return <-out
}

type hooked struct {
	hook chan struct{}
	n    int
}

func newHooked() *hooked { return &hooked{} }

// Set by tests.
func (h *hooked) step() {
	h.n++
	if h.hook != nil {
		<-h.hook
	}
}

// Nothing here makes one.
type message struct {
	ack chan struct{}
}

func (m *message) done() { m.ack <- struct{}{} }
