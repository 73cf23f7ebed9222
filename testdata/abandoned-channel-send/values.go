// Channels in fields of values, and what methods do with them.

package fixture

import (
	"context"
	"time"
)

type lookup struct {
	res chan string
	key string
}

func (l *lookup) run() { l.res <- "v:" + l.key }

func find(ctx context.Context, key string) (string, error) {
	l := &lookup{res: make(chan string), key: key}
	go l.run() // want "this goroutine leaks"
	select {
	case v := <-l.res:
		return v, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Room for the one result.
func findWithRoom(ctx context.Context, key string) (string, error) {
	l := &lookup{res: make(chan string, 1), key: key}
	go l.run()
	select {
	case v := <-l.res:
		return v, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func newLookup(key string) *lookup {
	return &lookup{res: make(chan string), key: key}
}

func built(limit time.Duration) string {
	l := newLookup("k")
	go l.run() // want "this goroutine leaks"
	select {
	case v := <-l.res:
		return v
	case <-time.After(limit):
		return ""
	}
}

type registry struct{ all []*lookup }

// Others have it too.
func (r *registry) kept(ctx context.Context, key string) error {
	l := &other{res: make(chan string), key: key}
	r.add(l)
	go l.run()
	select {
	case <-l.res:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *registry) add(l *other) { drains = append(drains, l) }

var drains []*other

type other struct {
	res chan string
	key string
}

func (o *other) run() { o.res <- o.key }

type op struct{ done chan error }

func (o *op) start() {
	go func() { o.done <- nil }() // want "this goroutine leaks"
}

func (o *op) wait() error { return <-o.done }

// A method starts it, a method waits for it.
func waited() error {
	o := &op{done: make(chan error)}
	o.start()
	return o.wait()
}

func giveUp(ctx context.Context) error {
	o := &op{done: make(chan error)}
	o.start()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return o.wait()
}

type page struct{ n int }

func fetch(n int) (page, error) { return page{n}, nil }

// Nobody looks at the errors.
func all(ns []int) (found []page) {
	pages := make(chan page)
	errs := make(chan error)
	for _, n := range ns {
		go func() {
			p, err := fetch(n)
			if err != nil {
				errs <- err // want "this goroutine leaks: nobody receives from `errs`"
				return
			}
			pages <- p
		}()
	}
	for range ns {
		found = append(found, <-pages)
	}
	return found
}

type numbers struct{ out chan int }

func (g *numbers) produce(n int) {
	for i := 0; i < n; i++ {
		g.out <- i
	}
	close(g.out)
}

// Closed: the sender has ended.
func drainAll(n int) (sum int) {
	g := &numbers{out: make(chan int)}
	go g.produce(n)
	first, ok := <-g.out
	if !ok {
		return 0
	}
	for v := range g.out {
		sum += v
	}
	return sum + first
}

func (g *numbers) squares(n int) {
	for i := 0; i < n; i++ {
		g.out <- i * i
	}
	close(g.out)
}

func firstOf(n int) int {
	g := &numbers{out: make(chan int)}
	go g.squares(n) // want "the senders leak: `g.out` is not received from to the end on some path"
	first, ok := <-g.out
	if !ok {
		return 0
	}
	return first
}
