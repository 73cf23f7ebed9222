// Channels in fields that workers range over.

package fixture

import (
	"fmt"
	"sync"
)

type dispatcher struct {
	jobs chan int
	wg   sync.WaitGroup
}

func (d *dispatcher) worker() {
	defer d.wg.Done()
	for j := range d.jobs {
		fmt.Println(j)
	}
}

func (d *dispatcher) run(n int) {
	d.jobs = make(chan int)
	for i := 0; i < 3; i++ {
		d.wg.Add(1)
		go d.worker() // want "this loop never ends: nobody closes `d.jobs`"
	}
	for i := 0; i < n; i++ {
		d.jobs <- i
	}
	d.wg.Wait()
}

type closing struct {
	jobs chan int
	wg   sync.WaitGroup
}

func (c *closing) worker() {
	defer c.wg.Done()
	for j := range c.jobs {
		fmt.Println(j)
	}
}

// Closed by a method of it.
func (c *closing) run(n int) {
	c.jobs = make(chan int)
	c.wg.Add(1)
	go c.worker()
	for i := 0; i < n; i++ {
		c.jobs <- i
	}
	c.finish()
	c.wg.Wait()
}

func (c *closing) finish() { close(c.jobs) }

type shared struct {
	jobs chan int
}

func (s *shared) worker() {
	for j := range s.jobs {
		fmt.Println(j)
	}
}

// Whoever has it may close it.
func (s *shared) run(n int) {
	s.jobs = make(chan int)
	go s.worker()
	for i := 0; i < n; i++ {
		s.jobs <- i
	}
}

func (s *shared) Close() { close(s.jobs) }
