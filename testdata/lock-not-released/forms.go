// More ways out with the lock held, and what only looks like one.

package fixture

import (
	"errors"
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

func (s *S) l1() error {
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits for ever"
	if cond() {
		return errors.New("x")
	}
	s.mu.Unlock()
	return nil
}

func (s *S) l4() {
	mu := &s.mu
	mu.Lock() // want "`mu` stays locked on some path: everyone after it waits for ever"
	if cond() {
		return
	}
	mu.Unlock()
}

func (s *S) l5() {
	unlock := func() { s.mu.Unlock() }
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits for ever"
	if cond() {
		return
	}
	unlock()
}

func (s *S) l5b() {
	unlock := func() { s.mu.Unlock() }
	s.mu.Lock()
	if cond() {
		unlock()
		return
	}
	unlock()
}

func (s *S) release() { s.mu.Unlock() }

func (s *S) l6() {
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits for ever"
	if cond() {
		return
	}
	s.release()
}

func (s *S) l6b() {
	s.mu.Lock()
	if cond() {
		s.release()
		return
	}
	s.release()
}

func unlockIt(mu *sync.Mutex) { mu.Unlock() }

func (s *S) l7() {
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits for ever"
	if cond() {
		return
	}
	unlockIt(&s.mu)
}

func (s *S) l7b() {
	s.mu.Lock()
	defer unlockIt(&s.mu)
}

func lockIt(mu *sync.Mutex) func() {
	mu.Lock()
	return mu.Unlock
}

func (s *S) l8() {
	defer lockIt(&s.mu)()
	s.n++
}

func (s *S) locked() func() {
	s.mu.Lock()
	return func() { s.mu.Unlock() }
}

func (s *S) l9() {
	unlock := s.locked()
	if cond() {
		return
	}
	unlock()
}

func (e *E) l10() {
	e.Lock() // want "`e` stays locked on some path: everyone after it waits for ever"
	if cond() {
		return
	}
	e.Unlock()
}

func (e *ER) l11() {
	e.RLock() // want "`e` stays locked on some path: everyone after it waits for ever"
	if cond() {
		return
	}
	e.RUnlock()
}

func (s *S) l12b() {
	if !s.mu.TryLock() {
		return
	}
	defer s.mu.Unlock()
	s.n++
}

func (s *S) l13(ks []int) {
outer:
	for _, k := range ks {
		s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits for ever"
		for i := 0; i < k; i++ {
			if cond() {
				continue outer
			}
		}
		s.mu.Unlock()
	}
}

func (s *S) l14() {
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits for ever"
	if cond() {
		goto end
	}
	s.mu.Unlock()
end:
	s.n = 1
}

func (s *S) l15() {
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits for ever"
	select {
	case v := <-s.ch:
		s.n = v
		s.mu.Unlock()
	case <-time.After(1):
	}
}

func (s *S) l16() (err error) {
	s.mu.Lock()
	defer func() {
		if err != nil {
			s.mu.Unlock()
		}
	}()
	err = work()
	return
}

func (s *S) l17() {
	s.mu.Lock()
	f := s.mu.Unlock
	defer f()
	s.n++
}

func (s *S) l18() {
	s.mu.Lock()
	defer func() {
		s.mu.Unlock()
	}()
	s.n++
}

func (s *S) l19(fn func()) {
	s.mu.Lock() // want strict "`s.mu` stays locked when a call before its unlock panics"
	fn()
	s.mu.Unlock()
}

func (s *S) l20() {
	go func() {
		s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits for ever"
		if cond() {
			return
		}
		s.mu.Unlock()
	}()
}

func (s *S) l21() {
	s.rw.RLock() // want "`s.rw` stays locked on some path: everyone after it waits for ever"
	v, ok := s.m["a"]
	if !ok {
		return
	}
	s.rw.RUnlock()
	s.rw.Lock()
	s.m["a"] = v
	s.rw.Unlock()
}

func l22(mu sync.Locker) {
	mu.Lock() // want "`mu` stays locked on some path: everyone after it waits for ever"
	if cond() {
		return
	}
	mu.Unlock()
}

type Box[T any] struct {
	mu sync.Mutex
	v  T
}

func (b *Box[T]) l23() {
	b.mu.Lock() // want "`b.mu` stays locked on some path: everyone after it waits for ever"
	if cond() {
		return
	}
	b.mu.Unlock()
}

func (s *S) l24() {
	s.mu.Lock() // want strict "`s.mu` stays locked when a call before its unlock panics"
	if cond() {
		panic("x")
	}
	s.mu.Unlock()
}

func (s *S) l25() {
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits for ever"
	for {
		if cond() {
			break
		}
		if s.n > 3 {
			return
		}
	}
	s.mu.Unlock()
}

func (s *S) l26() int {
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits for ever"
	if cond() {
		defer s.mu.Unlock()
	}
	return s.n
}

func (s *S) l28() {
	s.mu.Lock()
	defer s.mu.Lock() // want "deadlock: `s.mu` is locked again when the function returns"
}

func (s *S) l29() {
	s.pm.Lock() // want "`s.pm` stays locked on some path: everyone after it waits for ever"
	if cond() {
		return
	}
	s.pm.Unlock()
}

func (s *S) l30() {
	switch {
	case cond():
		s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits for ever"
		if s.n > 3 {
			return
		}
		s.mu.Unlock()
	}
}

var grw sync.RWMutex
var gm = map[string]int{}

type A struct{ mu sync.Mutex }
type B struct{ mu sync.Mutex }

type two struct{ x, y sync.Mutex }

type three struct{ x, y sync.Mutex }
