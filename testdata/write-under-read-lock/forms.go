// More writes under a read lock, and what only looks like one.

package fixture

import (
	"sync"
)

type S struct {
	mu  sync.Mutex
	rw  sync.RWMutex
	pm  *sync.Mutex
	m   map[string]int
	n   int
	ch  chan int
	mus [4]sync.Mutex
	mm  map[string]*sync.Mutex
	wg  sync.WaitGroup
	c   *sync.Cond
}

type E struct {
	sync.Mutex
	n int
}

type ER struct {
	*sync.RWMutex
	n int
	m map[string]int
}

type Box[T any] struct {
	mu sync.Mutex
	v  T
}

func (s *S) p1() {
	s.rw.RLock()
	defer s.rw.RUnlock()
	s.m["a"] = 1 // want "`s.m` is written under a read lock: a data race"
}

func (s *S) p2() {
	s.rw.RLock()
	s.n++ // want "`s.n` is written under a read lock: a data race"
	s.rw.RUnlock()
}

func (s *S) p3() {
	s.rw.RLock()
	delete(s.m, "a") // want "`s.m` is written under a read lock: a data race"
	s.rw.RUnlock()
}

func (s *S) p4() {
	s.rw.RLock()
	s.rw.Unlock() // want "`s.rw.Unlock` after `RLock` is a fatal error"
}

func (s *S) p5() {
	s.rw.Lock()
	s.rw.RUnlock() // want "`s.rw.RUnlock` after `Lock` is a fatal error"
}

func (s *S) p6() {
	s.rw.RLock()
	defer s.rw.Unlock() // want "`s.rw.Unlock` after `RLock` is a fatal error"
}

func (s *S) set(k string) { s.m[k] = 1 }

func (s *S) p7() {
	s.rw.RLock()
	defer s.rw.RUnlock()
	s.set("a") // want "`set` writes what `s.rw` guards, which is locked for reading"
}

func (s *S) p8() {
	s.rw.RLock()
	defer s.rw.RUnlock()
	if s.m == nil {
		s.m = map[string]int{} // want "`s.m` is written under a read lock: a data race"
	}
}

func (e *ER) p9() {
	e.RLock()
	defer e.RUnlock()
	e.n = 4 // want "`e.n` is written under a read lock: a data race"
}

func setN(s *S, n int) { s.n = n }

func (s *S) p10() {
	s.rw.RLock()
	defer s.rw.RUnlock()
	setN(s, 3) // want "`setN` writes what `s.rw` guards, which is locked for reading"
}

func (s *S) p11() {
	s.rw.RLock()
	defer s.rw.RUnlock()
	func() {
		s.n = 4 // want "`s.n` is written under a read lock: a data race"
	}()
}

func (s *S) p12() {
	s.rw.RLock()
	n := s.n
	s.rw.RUnlock()
	s.rw.Lock()
	s.n = n + 1
	s.rw.Unlock()
}

func (s *S) p13() {
	s.rw.RLock()
	defer s.rw.RUnlock()
	x := s.m
	x["a"] = 1 // want "`x` is written under a read lock: a data race"
}

func (s *S) p15() {
	s.rw.RLock()
	defer s.rw.RUnlock()
	clear(s.m) // want "`s.m` is written under a read lock: a data race"
}

var grw sync.RWMutex
var gm = map[string]int{}

func p16() {
	grw.RLock()
	gm["x"]++ // want "`gm` is written under a read lock: a data race"
	grw.RUnlock()
}

type A struct{ mu sync.Mutex }
type B struct{ mu sync.Mutex }

type two struct{ x, y sync.Mutex }

type three struct{ x, y sync.Mutex }
