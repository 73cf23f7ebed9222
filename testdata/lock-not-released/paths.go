package fixture

import (
	"errors"
	"os"
	"sync"
)

type store struct {
	mu   sync.Mutex
	rw   sync.RWMutex
	data map[string]string
}

func (s *store) rename(from, to string) error {
	s.mu.Lock() // want "`s.mu` stays locked"
	value, ok := s.data[from]
	if !ok {
		return errors.New("not found")
	}
	s.data[to] = value
	s.mu.Unlock()
	return nil
}

func (s *store) read(key string) (string, bool) {
	s.rw.RLock() // want "`s.rw` stays locked"
	value, ok := s.data[key]
	if !ok {
		return "", false
	}
	s.rw.RUnlock()
	return value, true
}

func local(mu *sync.Mutex, work func() bool) {
	mu.Lock() // want "`mu` stays locked"
	if work() {
		return
	}
	mu.Unlock()
}

func (s *store) deferred(key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if key == "" {
		return ""
	}
	return s.data[key]
}

func (s *store) explicit(key string) string {
	s.mu.Lock()
	if key == "" {
		s.mu.Unlock()
		return ""
	}
	value := s.data[key]
	s.mu.Unlock()
	return value
}

func (s *store) lockAll() {
	s.mu.Lock()
	s.rw.Lock()
}

func (s *store) begin() {
	s.mu.Lock()
}

func (s *store) end() {
	s.mu.Unlock()
}

func (s *store) fatal(key string) {
	s.mu.Lock()
	if key == "" {
		os.Exit(1)
	}
	s.mu.Unlock()
}

func (s *store) tryWork(work func()) {
	if !s.mu.TryLock() {
		return
	}
	work()
	s.mu.Unlock()
}

func (s *store) conditional(guard bool, work func()) {
	if guard {
		s.mu.Lock()
	}
	work()
	if guard {
		s.mu.Unlock()
	}
}

func (s *store) relock(work func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.data) > 0 {
		s.mu.Unlock()
		work()
		s.mu.Lock()
	}
}

func (s *store) calledLocked(work func()) error {
	s.mu.Unlock()
	work()
	s.mu.Lock()
	if len(s.data) > 3 {
		s.mu.Unlock()
		work()
		s.mu.Lock()
	}
	return nil
}

func (s *store) handsOver(ok bool) {
	s.mu.Lock()
	if !ok {
		s.mu.Unlock()
		return
	}
	go s.workAndUnlock()
}

func (s *store) workAndUnlock() { s.mu.Unlock() }
