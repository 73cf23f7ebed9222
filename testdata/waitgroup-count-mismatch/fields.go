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

type steps struct {
	wg   sync.WaitGroup
	over bool
}

func (s *steps) check(i int) error { return nil }

func (s *steps) giveBack() { s.wg.Done() }

func (s *steps) start(n int) error {
	for i := 0; i < n; i++ {
		s.wg.Add(1) // want "`s.wg.Wait` hangs: this function may return before it starts the goroutine"
		if err := s.check(i); err != nil {
			return err
		}
		go func() {
			defer s.wg.Done()
		}()
	}
	s.wg.Wait()
	return nil
}

// Given back, by itself or by a method.
func (s *steps) startSafely(n int) error {
	for i := 0; i < n; i++ {
		s.wg.Add(1)
		if err := s.check(i); err != nil {
			s.wg.Done()
			return err
		}
		if s.over {
			s.giveBack()
			return nil
		}
		go func() {
			defer s.wg.Done()
		}()
	}
	return nil
}
