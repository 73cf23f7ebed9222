package fixes

import (
	"errors"
	"sync"
)

type store struct {
	mu    sync.Mutex
	items map[string]int
}

func (s *store) take(key string) (int, error) {
	s.mu.Lock() // want "`s.mu` stays locked on some path: everyone after it waits for ever"
	n, ok := s.items[key]
	if !ok {
		return 0, errors.New("missing")
	}
	delete(s.items, key)
	s.mu.Unlock()
	return n, nil
}

func (s *store) each(do func(string)) {
	s.mu.Lock() // want strict "`s.mu` stays locked when a call before its unlock panics"
	for key := range s.items {
		do(key)
	}
	s.mu.Unlock()
}

func (s *store) size() int {
	s.mu.Lock()
	defer s.mu.Lock() // want "deadlock: `s.mu` is locked again when the function returns"
	return len(s.items)
}
