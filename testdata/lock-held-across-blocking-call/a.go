package a

import (
	"net/http"
	"sync"
	"time"
)

type cache struct {
	mu      sync.Mutex
	writeMu sync.Mutex
	client  *http.Client
	status  map[string]int
	updates chan string
}

func (c *cache) refresh(url string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	resp, err := c.client.Get(url) // want "everyone waits for `c.mu` while this waits for the network"
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	c.status[url] = resp.StatusCode
	return nil
}

func (c *cache) sleeps() {
	c.mu.Lock()
	time.Sleep(time.Second) // want "while this sleeps"
	c.mu.Unlock()
}

func (c *cache) sends(url string) {
	c.mu.Lock()
	c.updates <- url // want "while this sends on `c.updates`"
	c.mu.Unlock()
}

func (c *cache) each(visit func(string)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for url := range c.status {
		visit(url) // want "while this runs the caller's `visit`"
	}
}

// What looks alike.

func (c *cache) first(url string) error {
	resp, err := c.client.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.status[url] = resp.StatusCode
	return nil
}

func (c *cache) tries(url string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case c.updates <- url:
	default:
	}
}

func (c *cache) serialised() {
	c.writeMu.Lock()
	defer c.writeMu.Unlock()
	time.Sleep(time.Second)
}

func (c *cache) starts() {
	c.mu.Lock()
	defer c.mu.Unlock()
	go func() {
		time.Sleep(time.Second)
	}()
}

func (c *cache) unlocked() {
	c.mu.Lock()
	c.status = nil
	c.mu.Unlock()
	time.Sleep(time.Second)
}
