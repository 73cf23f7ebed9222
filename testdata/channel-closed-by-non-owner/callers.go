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

// The worker closes when it is asked to, by one who holds the senders' lock.
type journal struct {
	mu     sync.Mutex
	closed bool
	jobs   chan func()
	stops  chan chan struct{}
}

func (j *journal) run() {
loop:
	for {
		select {
		case job := <-j.jobs:
			job()
		case done := <-j.stops:
			close(j.jobs)
			defer close(done)
			break loop
		}
	}
	for job := range j.jobs {
		job()
	}
}

func (j *journal) write(line string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return
	}
	j.append(line)
}

func (j *journal) append(line string) {
	if len(line) > 80 {
		j.turn()
	}
}

func (j *journal) turn() { j.jobs <- func() {} }

func (j *journal) close() {
	j.mu.Lock()
	defer j.mu.Unlock()
	done := make(chan struct{})
	j.stops <- done
	<-done
	j.closed = true
}

// Nobody asks for a lock here.
type diary struct {
	jobs  chan func()
	stops chan chan struct{}
}

func (d *diary) run() {
	for {
		select {
		case job := <-d.jobs:
			job()
		case <-d.stops:
			close(d.jobs) // want strict "a send after this close panics"
			return
		}
	}
}

func (d *diary) write() { d.jobs <- func() {} }

func (d *diary) close() {
	done := make(chan struct{})
	d.stops <- done
}
