// Locks of elements.

package fixture

import "sync"

type shard struct {
	mu sync.RWMutex
	m  map[string][]byte
}

type store struct {
	shards []*shard
}

func (s *store) index(k string) int { return len(k) % len(s.shards) }

func (s *store) swap(k string, v []byte) []byte {
	i := s.index(k)
	s.shards[i].mu.Lock() // want "`s.shards[i].mu` stays locked on some path"
	old := s.shards[i].m[k]
	if len(v) == 0 {
		delete(s.shards[i].m, k)
		return old
	}
	s.shards[i].m[k] = v
	s.shards[i].mu.Unlock()
	return old
}

func (s *store) get(k string) []byte {
	i := s.index(k)
	s.shards[i].mu.RLock()
	defer s.shards[i].mu.RUnlock()
	if k == "" {
		return nil
	}
	return s.shards[i].m[k]
}

// Locked by one loop, unlocked by another.
func (s *store) frozen(do func()) {
	for i := range s.shards {
		s.shards[i].mu.Lock()
	}
	do()
	for j := range s.shards {
		s.shards[j].mu.Unlock()
	}
}

func (s *store) clean() {
	for i := range s.shards {
		s.shards[i].mu.Lock()
		if len(s.shards[i].m) == 0 {
			s.shards[i].mu.Unlock()
			continue
		}
		clear(s.shards[i].m)
		s.shards[i].mu.Unlock()
	}
}
