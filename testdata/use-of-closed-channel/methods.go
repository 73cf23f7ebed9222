// Channels that methods of their owner close.

package fixture

import "sync"

type conn struct {
	done chan struct{}
	out  chan int
	err  error
}

func (c *conn) Close() error {
	close(c.done)
	return c.err
}

func (c *conn) serve(n int) {
	defer c.Close()
	if n == 2 {
		c.Close() // want "`c.done` is closed twice: the deferred close panics"
	}
}

func (c *conn) finish() { close(c.out) }

func (c *conn) drain() {
	c.finish()
	c.out <- 1 // want "this send panics: `c.out` is closed on some path"
}

func twice(c *conn) {
	c.Close()
	c.Close() // want "this close panics: `c.done` is closed already on some path"
}

// Two values.
func both(a, b *conn) {
	a.Close()
	b.Close()
}

func each(all []*conn) {
	for _, c := range all {
		c.Close()
	}
}

type guarded struct {
	once sync.Once
	done chan struct{}
	quit chan struct{}
	open bool
}

func (g *guarded) Close() { g.once.Do(func() { close(g.done) }) }

func (g *guarded) stop() {
	if !g.open {
		return
	}
	g.open = false
	close(g.quit)
}

func (g *guarded) reset() {
	close(g.done)
	g.done = make(chan struct{})
}

func (g *guarded) run() {
	defer g.Close()
	defer g.stop()
	g.stop()
	g.reset()
	g.reset()
	g.Close()
}
