package uou

import "sync"

type s struct {
	mu sync.Mutex
	rw sync.RWMutex
	n  int
}

func (x *s) twice() {
	x.mu.Lock()
	x.mu.Unlock()
	x.mu.Unlock() // want "fatal error: `x.mu` is unlocked twice on some path"
}

func (x *s) deferTwice() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.n++
	x.mu.Unlock() // want "fatal error: `x.mu` is unlocked here and again by the defer"
}

func (x *s) branch(b bool) int {
	x.mu.Lock()
	if b {
		x.mu.Unlock()
	}
	x.mu.Unlock() // want "fatal error: `x.mu` is unlocked twice on some path"
	return 0
}

func (x *s) early(b bool) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	if b {
		x.mu.Unlock() // want "fatal error: `x.mu` is unlocked here and again by the defer"
		return 0
	}
	return x.n
}

func (x *s) readTwice() {
	x.rw.RLock()
	x.rw.RUnlock()
	x.rw.RUnlock() // want "fatal error: `x.rw` is unlocked twice on some path"
}

func (x *s) readDefer() {
	x.rw.RLock()
	defer x.rw.RUnlock()
	x.rw.RUnlock() // want "fatal error: `x.rw` is unlocked here and again by the defer"
}

func (x *s) rwTwice() {
	x.rw.Lock()
	x.rw.Unlock()
	x.rw.Unlock() // want "fatal error: `x.rw` is unlocked twice on some path"
}

func local() {
	var mu sync.Mutex
	mu.Unlock() // want "fatal error: `mu` is unlocked before anything locks it"
}

func localAfter() {
	var mu sync.Mutex
	mu.Lock()
	mu.Unlock()
	mu.Unlock() // want "fatal error: `mu` is unlocked twice on some path"
}

func localLit() {
	mu := sync.Mutex{}
	mu.Unlock() // want "fatal error: `mu` is unlocked before anything locks it"
}

func localPtr() {
	mu := &sync.Mutex{}
	mu.Unlock() // want "fatal error: `mu` is unlocked before anything locks it"
}

func newPtr() {
	mu := new(sync.Mutex)
	mu.Unlock() // want "fatal error: `mu` is unlocked before anything locks it"
}

func (x *s) loop(k int) {
	x.mu.Lock()
	for i := 0; i < k; i++ {
		x.n++
		x.mu.Unlock() // want "fatal error: the next turn of the loop unlocks `x.mu` again"
	}
}

func (x *s) loopBody(items []int) {
	for range items {
		x.mu.Lock()
		x.n++
		if x.n > 3 {
			x.mu.Unlock()
		}
		x.mu.Unlock() // want "fatal error: `x.mu` is unlocked twice on some path"
	}
}

type e struct {
	sync.Mutex
	n int
}

func (x *e) twice() {
	x.Lock()
	x.Unlock()
	x.Unlock() // want "fatal error: `x` is unlocked twice on some path"
}

var g sync.Mutex

func global() {
	g.Lock()
	defer g.Unlock()
	g.Unlock() // want "fatal error: `g` is unlocked here and again by the defer"
}

func twoDefers() {
	g.Lock()
	defer g.Unlock()
	defer g.Unlock() // want "fatal error: `g` is unlocked twice on some path"
}

func deferLit(b bool) {
	g.Lock()
	defer func() { g.Unlock() }()
	if b {
		g.Unlock() // want "fatal error: `g` is unlocked here and again by the defer"
	}
}

func goroutine() {
	var mu sync.Mutex
	go func() {
		mu.Lock()
		mu.Unlock()
		mu.Unlock() // want "fatal error: `mu` is unlocked twice on some path"
	}()
}

func sw(k int) {
	g.Lock()
	switch k {
	case 1:
		g.Unlock()
	}
	g.Unlock() // want "fatal error: `g` is unlocked twice on some path"
}

func (x *s) helper() {
	x.mu.Lock()
	x.end()
	x.mu.Unlock() // want "fatal error: `x.mu` is unlocked twice on some path"
}

func (x *s) end() { x.mu.Unlock() }

// Look-alikes.

func (x *s) locked() { x.mu.Unlock() }

func (x *s) yields() {
	x.mu.Unlock()
	x.n++
	x.mu.Lock()
}

func (x *s) relock() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.mu.Unlock()
	x.n++
	x.mu.Lock()
}

func (x *s) disjoint(b bool) {
	x.mu.Lock()
	if b {
		x.mu.Unlock()
		return
	}
	x.mu.Unlock()
}

func (x *s) flag(b bool) {
	x.mu.Lock()
	locked := true
	if b {
		x.mu.Unlock()
		locked = false
	}
	if locked {
		x.mu.Unlock()
	}
}
