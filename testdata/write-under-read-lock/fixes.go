package fixes

import "sync"

type cache struct {
	mu    sync.RWMutex
	items map[string]int
	hits  int
}

func (c *cache) get(key string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	c.hits++ // want "`c.hits` is written under a read lock: a data race"
	return c.items[key]
}

func (c *cache) size() int {
	c.mu.RLock()
	n := len(c.items)
	c.mu.Unlock() // want "`c.mu.Unlock` after `RLock` is a fatal error"
	return n
}

func (c *cache) hit() { c.hits++ }

func (c *cache) has(key string) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	_, ok := c.items[key]
	c.hit() // want "`hit` writes what `c.mu` guards, which is locked for reading"
	return ok
}
