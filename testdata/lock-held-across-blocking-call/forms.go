// More waits with the lock held, and what only looks like one.

package fixture

import (
	"net/http"
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

func cond() bool  { return os.Getpid() > 3 }
func work() error { return nil }

type Box[T any] struct {
	mu sync.Mutex
	v  T
}

var grw sync.RWMutex
var gm = map[string]int{}

type A struct{ mu sync.Mutex }
type B struct{ mu sync.Mutex }

type two struct{ x, y sync.Mutex }

type three struct{ x, y sync.Mutex }

func (s *S) b1() {
	s.mu.Lock()
	defer s.mu.Unlock()
	time.Sleep(time.Second) // want "everyone waits for `s.mu` while this sleeps"
}

func (s *S) b2() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ch <- 1 // want "everyone waits for `s.mu` while this sends on `s.ch`"
}

func (s *S) b3() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n = <-s.ch // want "everyone waits for `s.mu` while this receives from `s.ch`"
}

func (s *S) b4() {
	s.mu.Lock()
	defer s.mu.Unlock()
	http.Get("x") // want "everyone waits for `s.mu` while this waits for the network"
}

func (s *S) slow() { time.Sleep(3) }

func (s *S) b5() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slow() // want "everyone waits for `s.mu` while this calls `slow`, which sleeps"
}

func (s *S) b6() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wg.Wait() // want "everyone waits for `s.mu` while this waits for goroutines"
}

func (s *S) b7() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.ch <- 1:
	default:
	}
}

func (s *S) b8() {
	s.mu.Lock()
	s.n++
	s.mu.Unlock()
	time.Sleep(3)
}

func (s *S) b9() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.b9a() // want "everyone waits for `s.mu` while this calls `b9a`, which waits for a ch"
}

func (s *S) b9a() { s.b9b() }
func (s *S) b9b() { <-s.ch }

func (s *S) b10() {
	s.rw.RLock()
	defer s.rw.RUnlock()
	os.ReadFile("x") // want "everyone waits for `s.rw` while this reads a file"
}

func (s *S) b11() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for v := range s.ch { // want "everyone waits for `s.mu` while this receives from `s.ch`"
		s.n += v
	}
}

func (s *S) b12() {
	s.mu.Lock()
	defer s.mu.Unlock()
	go func() {
		time.Sleep(3)
	}()
}

func (s *S) b13() {
	s.c.L.Lock()
	s.c.Wait()
	s.c.L.Unlock()
}

func (s *S) b14(cb func(int)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	cb(3) // want "everyone waits for `s.mu` while this runs the caller's `cb`"
}

func (s *S) b15() {
	s.mu.Lock()
	defer s.mu.Unlock()
	func() {
		time.Sleep(1) // want "everyone waits for `s.mu` while this sleeps"
	}()
}

func (s *S) b16(d *http.Client, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d.Do(r) // want "everyone waits for `s.mu` while this waits for the network"
}

func (s *S) b17() {
	s.mu.Lock()
	if cond() {
		s.mu.Unlock()
		time.Sleep(1)
		return
	}
	time.Sleep(2) // want "everyone waits for `s.mu` while this sleeps"
	s.mu.Unlock()
}
