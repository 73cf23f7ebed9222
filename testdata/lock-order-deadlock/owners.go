// Locks of elements, callbacks, circles of three.

package fixture

import "sync"

type bucket struct {
	mu    sync.Mutex
	items []int
}

type table struct {
	buckets [16]bucket
}

func (t *table) size(i int) int {
	t.buckets[i].mu.Lock()
	defer t.buckets[i].mu.Unlock()
	return len(t.buckets[i].items)
}

func (t *table) add(i, v int) {
	t.buckets[i].mu.Lock()
	defer t.buckets[i].mu.Unlock()
	if t.size(i) < 10 { // want default "deadlock: `size` locks `t.buckets[i].mu`, which is held here"
		t.buckets[i].items = append(t.buckets[i].items, v)
	}
}

// Another element.
func (t *table) next(i int) int {
	t.buckets[i].mu.Lock()
	defer t.buckets[i].mu.Unlock()
	return t.size(i + 1)
}

// Another element in each turn.
func (t *table) all() {
	for i := range t.buckets {
		t.buckets[i].mu.Lock()
		defer t.buckets[i].mu.Unlock()
	}
}

func (t *table) move(from, to int) {
	t.buckets[from].mu.Lock()
	t.buckets[to].mu.Lock()
	t.buckets[to].items = t.buckets[from].items
	t.buckets[to].mu.Unlock()
	t.buckets[from].mu.Unlock()
}

type bus struct {
	mu   sync.Mutex
	subs map[string]int
}

func (b *bus) each(fn func(string)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for name := range b.subs {
		fn(name)
	}
}

func (b *bus) names() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return nil
}

func (b *bus) later(fn func(string)) {
	b.mu.Lock()
	b.subs = nil
	b.mu.Unlock()
	fn("all")
}

func (b *bus) drop(name string) {
	b.mu.Lock() // want default "deadlock: `b.mu` is locked here, and held where this is called"
	defer b.mu.Unlock()
	delete(b.subs, name)
}

func (b *bus) clear() { b.each(b.drop) }

func (b *bus) count() (n int) {
	b.each(func(string) {
		b.mu.Lock() // want default "deadlock: `b.mu` is locked here, and held where this is called"
		n++
		b.mu.Unlock()
	})
	return n
}

// After the unlock, of another one, and in a goroutine of its own.
func (b *bus) fine(other *bus) {
	b.later(func(string) {
		b.mu.Lock()
		defer b.mu.Unlock()
	})
	b.each(func(string) { other.names() })
	b.each(func(name string) { go b.names() })
}

type engine struct {
	index, wal, meta sync.Mutex
	n                int
}

func (e *engine) write() {
	e.index.Lock()
	e.wal.Lock()
	e.n++
	e.wal.Unlock()
	e.index.Unlock()
}

func (e *engine) flush() {
	e.wal.Lock()
	e.meta.Lock()
	e.n = 0
	e.meta.Unlock()
	e.wal.Unlock()
}

func (e *engine) compact() {
	e.meta.Lock()
	e.index.Lock() // want strict "may deadlock: `e.meta`, `e.index` and `e.wal` are locked in a circle"
	e.n--
	e.index.Unlock()
	e.meta.Unlock()
}

type guard struct {
	l sync.Locker
	n int
}

func (g *guard) bump() int {
	g.l.Lock()
	defer g.l.Unlock()
	g.n++
	return g.n
}

func (g *guard) reset() {
	g.l.Lock()
	defer g.l.Unlock()
	if g.bump() > 3 { // want default "deadlock: `bump` locks `g.l`, which is held here"
		g.n = 0
	}
}

func (g *guard) twice() int {
	g.l.Lock()
	g.n = 0
	g.l.Unlock()
	return g.bump()
}
