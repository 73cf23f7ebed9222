// Methods that are started several times for one value.

package fixture

import "sync"

type batch struct {
	results chan int
	wg      sync.WaitGroup
	once    sync.Once
}

func (b *batch) worker(id int) {
	defer b.wg.Done()
	defer close(b.results) // want "the second close of `b.results` panics"
	b.results <- id
}

func (b *batch) run(n int) {
	for i := 0; i < n; i++ {
		b.wg.Add(1)
		go b.worker(i)
	}
}

type single struct {
	results chan int
	wg      sync.WaitGroup
	once    sync.Once
}

func (s *single) produce(id int) {
	defer close(s.results)
	s.results <- id
}

func (s *single) finish() { s.once.Do(func() { close(s.results) }) }

// Once for each value, once in all, and after all the others.
func (s *single) run(all []*single) {
	for i, each := range all {
		go each.produce(i)
	}
	go s.produce(1)
}

func (s *single) closer() {
	s.wg.Wait()
	close(s.results)
}

func (s *single) all(n int) {
	for i := 0; i < n; i++ {
		s.results = make(chan int)
		go s.produce(i)
		go s.finish()
	}
}
