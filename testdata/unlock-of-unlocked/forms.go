// More unlocks too many, and what only looks like one.

package fixture

import (
	"os"
	"sync"
	"time"
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

func cond() bool      { return os.Getpid() > 3 }
func (s *S) release() { s.mu.Unlock() }

func unlockIt(mu *sync.Mutex) { mu.Unlock() }

type Box[T any] struct {
	mu sync.Mutex
	v  T
}

func (s *S) k1() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mu.Unlock() // want "fatal error: `s.mu` is unlocked here and again by the defer"
}

func (s *S) k2() {
	s.mu.Lock()
	s.mu.Unlock()
	s.mu.Unlock() // want "fatal error: `s.mu` is unlocked twice on some path"
}

func (s *S) k3() {
	s.mu.Lock()
	if cond() {
		s.mu.Unlock()
	}
	s.mu.Unlock() // want "fatal error: `s.mu` is unlocked twice on some path"
}

func (s *S) k4() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cond() {
		s.mu.Unlock() // want "fatal error: `s.mu` is unlocked here and again by the defer"
		return
	}
}

func (s *S) k5() {
	s.mu.Lock()
	s.release()
	s.mu.Unlock() // want "fatal error: `s.mu` is unlocked twice on some path"
}

func k6() {
	var mu sync.Mutex
	mu.Unlock() // want "fatal error: `mu` is unlocked before anything locks it"
}

func (s *S) k7() {
	s.rw.RLock()
	s.rw.RUnlock()
	s.rw.RUnlock() // want "fatal error: `s.rw` is unlocked twice on some path"
}

func (s *S) k8(n int) {
	s.mu.Lock()
	for i := 0; i < n; i++ {
		s.mu.Unlock() // want "fatal error: the next turn of the loop unlocks `s.mu` again"
	}
}

func (s *S) k9() {
	s.mu.Lock()
	defer func() {
		s.mu.Unlock()
	}()
	s.mu.Unlock() // want "fatal error: `s.mu` is unlocked here and again by the defer"
}

func (s *S) k10() {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.mu.Unlock() // want "fatal error: `s.mu` is unlocked twice on some path"
}

func (s *S) k11() {
	s.mu.Unlock()
	time.Sleep(1)
	s.mu.Lock()
}

func (s *S) k12() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mu.Unlock()
	time.Sleep(1)
	s.mu.Lock()
}

func (s *S) k14(i int) {
	s.mus[0].Lock()
	s.mus[i].Lock()
	s.mus[0].Unlock()
	s.mus[i].Unlock()
}

func (s *S) k15() {
	s.mu.Lock()
	unlockIt(&s.mu)
	s.mu.Unlock() // want "fatal error: `s.mu` is unlocked twice on some path"
}

var grw sync.RWMutex
var gm = map[string]int{}

type A struct{ mu sync.Mutex }
type B struct{ mu sync.Mutex }

type two struct{ x, y sync.Mutex }

type three struct{ x, y sync.Mutex }
