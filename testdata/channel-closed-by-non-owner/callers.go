package cco

import "sync"

// The caller's lock orders them.
type hub struct {
	mu        sync.RWMutex
	listeners []*listener
}

type listener struct {
	events chan int
}

func (l *listener) add(event int) {
	l.events <- event
}

func (h *hub) tell(event int) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, l := range h.listeners {
		l.add(event)
	}
}

func (h *hub) stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range h.listeners {
		close(l.events)
	}
	h.listeners = nil
}

// One caller does not lock.
type board struct {
	mu      sync.Mutex
	posters []*poster
}

type poster struct {
	notes chan string
}

func (p *poster) post(note string) { p.notes <- note }

func (b *board) pin(note string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.posters {
		p.post(note)
	}
}

func shout(p *poster) { p.post("all") }

func (b *board) clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.posters {
		close(p.notes) // want strict "a send after this close panics"
	}
}
