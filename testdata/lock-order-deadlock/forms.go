// More ways to wait for oneself, and what only looks like one.

package fixture

import (
	"os"
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

func cond() bool { return os.Getpid() > 3 }

type Box[T any] struct {
	mu sync.Mutex
	v  T
}

var grw sync.RWMutex
var gm = map[string]int{}

func (s *S) lockSet(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k] = 1
}

func (s *S) q1() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lockSet("a") // want default "deadlock: `lockSet` locks `s.mu`, which is held here"
}

func (s *S) q2() {
	s.rw.RLock()
	s.rw.Lock() // want default "deadlock: this locks `s.rw`, which is read-locked here"
	s.rw.Unlock()
	s.rw.RUnlock()
}

func (s *S) q3() {
	s.rw.RLock()
	defer s.rw.RUnlock()
	s.q3b() // want default "may deadlock: `q3b` locks `s.rw` for reading a second time"
}

func (s *S) q3b() {
	s.rw.RLock()
	defer s.rw.RUnlock()
}

func (s *S) q3c() {
	s.rw.Lock()
	defer s.rw.Unlock()
	s.q3b() // want default "deadlock: `q3b` locks `s.rw`, which is held here"
}

func (s *S) q4() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.q4b() // want default "deadlock: `q4b` locks `s.mu`, which is held here"
}

func (s *S) q4b() { s.lockSet("b") }

func (s *S) q5() {
	s.mu.Lock()
	s.mu.Unlock()
	s.lockSet("a")
}

func (s *S) q6() {
	s.mu.Lock()
	defer s.mu.Unlock()
	go s.lockSet("a")
}

func (s *S) q7() {
	s.mu.Lock()
	defer s.mu.Unlock()
	func() {
		s.mu.Lock() // want default "deadlock: this locks `s.mu`, which is held here"
		defer s.mu.Unlock()
	}()
}

func (s *S) q8() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.mu.TryLock() {
		s.mu.Unlock()
	}
}

func (s *S) q9(o *S) {
	s.mu.Lock()
	o.mu.Lock()
	o.mu.Unlock()
	s.mu.Unlock()
}

func (s *S) q10() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cond() {
		s.lockSet("a") // want default "deadlock: `lockSet` locks `s.mu`, which is held here"
	}
}

func (e *E) q11() {
	e.Lock()
	defer e.Unlock()
	e.q11b() // want default "deadlock: `q11b` locks `e`, which is held here"
}

func (e *E) q11b() {
	e.Lock()
	e.n++
	e.Unlock()
}

func (s *S) condLock() {
	if cond() {
		s.mu.Lock()
		defer s.mu.Unlock()
	}
	s.n++
}

func (s *S) q12() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.condLock() // want default "deadlock: `condLock` locks `s.mu`, which is held here"
}

func (s *S) q13() {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.lockSet("x") // want default "deadlock: `lockSet` locks `s.mu`, which is held here"
}

type A struct{ mu sync.Mutex }
type B struct{ mu sync.Mutex }

func ab(a *A, b *B) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
}

func ba(a *A, b *B) {
	b.mu.Lock()
	defer b.mu.Unlock()
	a.mu.Lock() // want "may deadlock: `a.mu` and `b.mu` are locked in the other order elsewher"
	defer a.mu.Unlock()
}

type two struct{ x, y sync.Mutex }

func (t *two) xy() {
	t.x.Lock()
	t.y.Lock()
	t.y.Unlock()
	t.x.Unlock()
}

func (t *two) yx() {
	t.y.Lock()
	t.x.Lock() // want "may deadlock: `t.x` and `t.y` are locked in the other order elsewhere"
	t.x.Unlock()
	t.y.Unlock()
}

type three struct{ x, y sync.Mutex }

func (t *three) ly() { t.y.Lock(); t.y.Unlock() }
func (t *three) lx() { t.x.Lock(); t.x.Unlock() }
func (t *three) xy() {
	t.x.Lock()
	t.ly()
	t.x.Unlock()
}

func (t *three) yx() {
	t.y.Lock()
	t.lx() // want "may deadlock: `t.x` and `t.y` are locked in the other order elsewhere"
	t.y.Unlock()
}
