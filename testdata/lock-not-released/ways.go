package lnr

import (
	"errors"
	"fmt"
	"log"
	"os"
	"sync"
)

type store struct {
	mu   sync.Mutex
	rw   sync.RWMutex
	m    map[string]int
	pmu  *sync.Mutex
	l    sync.Locker
	done bool
}

type plain2 struct {
	mu sync.Mutex
	rw sync.RWMutex
	m  map[string]int
}

type plain struct {
	mu sync.Mutex
	rw sync.RWMutex
	m  map[string]int
}

type emb struct {
	sync.RWMutex
	m map[string]int
}

func check() error { return nil }

func (s *store) early(k string) error {
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits"
	if _, ok := s.m[k]; !ok {
		return errors.New("x")
	}
	s.m[k]++
	s.mu.Unlock()
	return nil
}

func (s *store) read(k string) (int, error) {
	s.rw.RLock() // want "`s.rw` stays locked on some path: everyone after it waits"
	v, ok := s.m[k]
	if !ok {
		return 0, errors.New("x")
	}
	s.rw.RUnlock()
	return v, nil
}

func (e *emb) get(k string) int {
	e.Lock() // want "`e` stays locked on some path: everyone after it waits for"
	if v, ok := e.m[k]; ok {
		return v
	}
	e.Unlock()
	return 0
}

func (e *emb) rget(k string) int {
	e.RLock() // want "`e` stays locked on some path: everyone after it waits for"
	if v, ok := e.m[k]; ok {
		return v
	}
	e.RUnlock()
	return 0
}

var gmu sync.Mutex
var counter int

func global() int {
	gmu.Lock() // want "`gmu` stays locked on some path: everyone after it waits"
	if counter > 3 {
		return counter
	}
	counter++
	gmu.Unlock()
	return counter
}

func local(n int) {
	var mu sync.Mutex
	mu.Lock() // want "`mu` stays locked on some path: everyone after it waits for"
	if n > 2 {
		return
	}
	mu.Unlock()
}

func (s *store) sw(k int) int {
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits"
	switch k {
	case 1:
		s.mu.Unlock()
		return 1
	case 2:
		return 2
	}
	s.mu.Unlock()
	return 0
}

func (s *store) loopContinue(ks []string) {
	for _, k := range ks {
		s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits"
		if s.m[k] == 0 {
			continue
		}
		s.m[k]++
		s.mu.Unlock()
	}
}

func (s *store) loopBreak() {
	for {
		s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits"
		if s.done {
			break
		}
		s.mu.Unlock()
		break
	}
}

func (s *plain) never() {
	s.mu.Lock() // want "`s.mu` is never unlocked here: everyone after it waits for"
	s.m["a"] = 1
}

func neverGlobal() {
	gmu.Lock() // want "`gmu` is never unlocked here: everyone after it waits for"
	counter++
}

func neverLocal() {
	var mu sync.Mutex
	mu.Lock() // want "`mu` is never unlocked here: everyone after it waits for"
	counter++
}

func (s *plain) neverReturn() int {
	s.rw.RLock() // want "`s.rw` is never unlocked here: everyone after it waits for"
	return s.m["a"]
}

func (s *store) ptr() error {
	s.pmu.Lock() // want "`s.pmu` stays locked on some path: everyone after it waits"
	if err := check(); err != nil {
		return err
	}
	s.pmu.Unlock()
	return nil
}

func (s *store) iface() error {
	s.l.Lock() // want "`s.l` stays locked on some path: everyone after it waits"
	if err := check(); err != nil {
		return err
	}
	s.l.Unlock()
	return nil
}

func param(mu *sync.Mutex) error {
	mu.Lock() // want "`mu` stays locked on some path: everyone after it waits for"
	if err := check(); err != nil {
		return err
	}
	mu.Unlock()
	return nil
}

func (s *store) goroutine() {
	go func() {
		s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits"
		if err := check(); err != nil {
			return
		}
		s.mu.Unlock()
	}()
}

func (s *plain2) mixup() {
	s.mu.Lock() // want "`s.mu` is never unlocked here: everyone after it waits for"
	s.m["a"] = 1
	s.rw.Unlock()
}

func (s *store) deferLock() {
	s.mu.Lock()
	defer s.mu.Lock() // want "deadlock: `s.mu` is locked again when the function returns"
	s.m["a"] = 1
}

func (s *store) sel(c chan int) int {
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits"
	select {
	case v := <-c:
		return v
	default:
		s.mu.Unlock()
	}
	return 0
}

func (s *store) try() error {
	if !s.mu.TryLock() {
		return errors.New("busy")
	}
	if err := check(); err != nil {
		return err
	}
	s.mu.Unlock()
	return nil
}

func (s *store) gotoOut() {
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits"
	if s.done {
		goto out
	}
	s.mu.Unlock()
out:
	fmt.Println("x")
}

func (s *store) cond(b bool) {
	if b {
		s.mu.Lock()
	}
	s.m["a"] = 1
	if !b {
		s.mu.Unlock()
	}
}

type gen[T any] struct {
	mu sync.Mutex
	v  T
	ok bool
}

func (g *gen[T]) get() (T, bool) {
	g.mu.Lock() // want "`g.mu` stays locked on some path: everyone after it waits"
	if !g.ok {
		var zero T
		return zero, false
	}
	v := g.v
	g.mu.Unlock()
	return v, true
}

// strict
func (s *store) manual(f func() int) {
	s.mu.Lock() // want strict "`s.mu` stays locked when a call before its unlock panics"
	s.m["a"] = f()
	s.mu.Unlock()
}

func (s *store) manualIndex(k []string) {
	s.mu.Lock()
	s.m["a"] = 1
	s.mu.Unlock()
}

// Look-alikes.

func (s *store) good() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return check()
}

func (s *store) deferLit() error {
	s.mu.Lock()
	defer func() {
		s.mu.Unlock()
	}()
	return check()
}

func (s *store) all(b bool) int {
	s.mu.Lock()
	if b {
		s.mu.Unlock()
		return 1
	}
	s.mu.Unlock()
	return 2
}

func (s *store) fatal() {
	s.mu.Lock()
	if s.done {
		log.Fatal("x")
	}
	if s.m == nil {
		os.Exit(1)
	}
	s.mu.Unlock()
}

func (s *store) lockAll()   { s.mu.Lock() }
func (s *store) unlockAll() { s.mu.Unlock() }

// acquire returns with the lock held.
func (s *store) acquire() { s.mu.Lock() }

func (s *store) release() { s.mu.Unlock() }

func (s *store) begin() func() {
	s.mu.Lock()
	return s.mu.Unlock
}

func (s *store) begin2() func() {
	s.mu.Lock()
	return func() { s.mu.Unlock() }
}

func (s *store) condBoth(b bool) {
	if b {
		s.mu.Lock()
	}
	s.m["a"] = 1
	if b {
		s.mu.Unlock()
	}
}

func (s *store) viaHelper() {
	s.mu.Lock()
	s.finish()
}

func (s *store) finish() {
	s.done = true
	s.mu.Unlock()
}

// What is deferred runs after the unlock.
func (s *store) unref(done func()) {
	s.mu.Lock()
	s.m["a"]--
	if s.m["a"] == 0 {
		defer done()
	}
	s.mu.Unlock()
}
