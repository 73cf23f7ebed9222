package a

import "sync"

func update(mu *sync.Mutex, ok func() bool) {
	mu.Lock()
	defer mu.Unlock()
	if !ok() {
		mu.Unlock() // want "fatal error: `mu` is unlocked here and again by the defer"
		return
	}
}

func twice(mu *sync.Mutex, a bool) {
	mu.Lock()
	if a {
		mu.Unlock()
	}
	mu.Unlock() // want "fatal error: `mu` is unlocked twice"
}

type box struct {
	mu sync.Mutex
	n  int
}

func (b *box) both() {
	b.mu.Lock()
	b.n++
	b.mu.Unlock()
	b.mu.Unlock() // want "fatal error: `b.mu` is unlocked twice"
}

// What looks alike.

func branches(mu *sync.Mutex, a bool) {
	mu.Lock()
	if a {
		mu.Unlock()
		return
	}
	mu.Unlock()
}

func again(mu *sync.Mutex, f func()) {
	mu.Lock()
	defer mu.Unlock()
	mu.Unlock()
	f()
	mu.Lock()
}

// The lock is held by the caller.
func (b *box) waitLocked(f func()) {
	b.mu.Unlock()
	f()
	b.mu.Lock()
}

func (b *box) lock() { b.mu.Lock() }

func (b *box) relocks() {
	b.mu.Lock()
	b.mu.Unlock()
	b.lock()
	b.mu.Unlock()
}

func (b *box) loop(f func() bool) {
	for f() {
		b.mu.Lock()
		b.n++
		b.mu.Unlock()
	}
}

func (b *box) sameCondition(locked bool) {
	if locked {
		b.mu.Unlock()
	}
	if !locked {
		b.mu.Unlock()
	}
}

func two(a, b *sync.Mutex) {
	a.Lock()
	b.Lock()
	b.Unlock()
	a.Unlock()
}

func tries(mu *sync.Mutex) {
	mu.Lock()
	mu.Unlock()
	if mu.TryLock() {
		mu.Unlock()
	}
}

func each(boxes []*box) {
	for _, b := range boxes {
		b.mu.Lock()
		b.mu.Unlock()
	}
}
