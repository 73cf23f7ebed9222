// WaitGroups that are fields.

package fixture

import "sync"

type pool struct {
	wg    sync.WaitGroup
	tasks chan int
}

func (p *pool) worker() {
	for range p.tasks {
	}
}

func (p *pool) start(n int) {
	for i := 0; i < n; i++ {
		p.wg.Add(1) // want "`wg.Wait` hangs: nobody calls `wg.Done`"
		go p.worker()
	}
}

func (p *pool) stop() {
	close(p.tasks)
	p.wg.Wait()
}

type counted struct {
	running sync.WaitGroup
	given   sync.WaitGroup
	down    sync.WaitGroup
}

func (c *counted) start() {
	c.running.Add(1)
	c.given.Add(1)
	c.down.Add(1)
	go c.run()
	go help(&c.given)
	c.running.Wait()
	c.given.Wait()
	c.down.Add(-1)
	c.down.Wait()
}

func (c *counted) run() { defer c.running.Done() }

func help(wg *sync.WaitGroup) { wg.Done() }
