package a

import (
	"sync"
	"sync/atomic"
)

type cache struct {
	mu    sync.RWMutex
	stats sync.Mutex
	hits  map[string]int
	size  int
	count atomic.Int64
}

func (c *cache) hit(key string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	c.hits[key]++ // want "`c.hits` is written under a read lock"
}

func (c *cache) grow() {
	c.mu.RLock()
	c.size = 1 // want "`c.size` is written under a read lock"
	c.mu.RUnlock()
}

func (c *cache) drop(key string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	delete(c.hits, key) // want "`c.hits` is written under a read lock"
}

func (c *cache) mispaired() int {
	c.mu.RLock()
	defer c.mu.Unlock() // want "after `RLock` is a fatal error"
	return c.size
}

// What looks alike.

func (c *cache) set(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hits[key]++
}

func (c *cache) get(key string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	n := c.hits[key]
	n++
	return n
}

func (c *cache) upgrade(key string) {
	c.mu.RLock()
	_, ok := c.hits[key]
	c.mu.RUnlock()
	if !ok {
		c.mu.Lock()
		c.hits[key] = 1
		c.mu.Unlock()
	}
}

func (c *cache) own(key string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	c.count.Add(1)
}

func (c *cache) otherLock() {
	c.mu.RLock()
	defer c.mu.RUnlock()
	c.stats.Lock()
	c.size++
	c.stats.Unlock()
}

func (c *cache) local() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	total := 0
	for _, n := range c.hits {
		total += n
	}
	return total
}

func (c *cache) another(d *cache) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	d.size = c.size
}

func (c *cache) after() {
	c.mu.RLock()
	c.mu.RUnlock()
	c.size = 1
}
