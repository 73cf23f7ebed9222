package a

import (
	"net/http"
	"os"
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

func (c *cache) throughOthers(url string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.fetch(url) // want "while this calls `fetch`, which waits for the network"
}

func (c *cache) fetch(url string) error {
	return c.fetchWithRetry(url, 3)
}

func (c *cache) fetchWithRetry(url string, times int) error {
	var err error
	for range times {
		var resp *http.Response
		if resp, err = c.client.Get(url); err == nil {
			return resp.Body.Close()
		}
	}
	return err
}

func (c *cache) pauses() {
	c.mu.Lock()
	backOff() // want "while this calls `backOff`, which sleeps"
	c.mu.Unlock()
}

func backOff() {
	time.Sleep(time.Second)
}

func (c *cache) selects(done chan bool, url string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case c.updates <- url: // want "while this waits in a `select`"
	case <-done:
	}
}

func (c *cache) drains() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for url := range c.updates { // want "while this receives from `c.updates`"
		c.status[url] = 0
	}
}

// What looks alike.

func (c *cache) throughWhatUnlocks(url string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.relock(url)
}

func (c *cache) relock(url string) {
	c.mu.Unlock()
	defer c.mu.Lock()
	c.updates <- url
}

func (c *cache) throughWhatStarts(url string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.announce(url)
}

func (c *cache) announce(url string) {
	go func() { c.updates <- url }()
	defer c.offer(url)
}

func (c *cache) offer(url string) {
	select {
	case c.updates <- url:
	default:
	}
}

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

// A lock that is there to serialise the access to a file.

type journal struct {
	mu   sync.Mutex
	path string
	data []byte
}

func (j *journal) add(line string) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.data = append(j.data, line...)
	return j.flush()
}

func (j *journal) flush() error {
	return os.WriteFile(j.path, j.data, 0o600)
}

func (c *cache) keeps(j *journal) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return j.flush() // want "while this calls `flush`, which waits for the disk"
}
