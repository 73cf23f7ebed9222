package fixture

import (
	"sync"
	"sync/atomic"
)

type guarded struct {
	mu sync.Mutex
	n  int
}

type nested struct {
	inner [2]guarded
}

type counter struct{ n atomic.Int64 }

func (g guarded) get() int { return g.n } // want "copies its lock"

func param(g guarded) int { return g.n } // want "copies its lock"

func group(wg sync.WaitGroup) { wg.Wait() } // want "copies its lock"

func assign(p *guarded) {
	g := *p // want "copies its lock"
	_ = g.n
}

func variable(p *nested) {
	var n nested = *p // want "copies its lock"
	_ = n.inner
}

func element(all []guarded) guarded {
	return all[0] // want "copies its lock"
}

func ranged(all []guarded) (total int) {
	for _, g := range all { // want "copies its lock"
		total += g.n
	}
	return total
}

func literal(p *guarded) []guarded {
	return []guarded{*p} // want "copies its lock"
}

func boxed(p *counter) any {
	return *p // want "copies its lock"
}

func argument(p *counter, show func(any)) {
	show(*p) // want "copies its lock"
}

func atomics(p *counter) {
	c := *p // want "copies its lock"
	_ = &c
}

func fresh() *guarded {
	g := guarded{n: 1}
	return &g
}

func zero() guarded {
	return guarded{}
}

func called() {
	g := zero()
	_ = &g
}

func pointers(all []*guarded) {
	for _, g := range all {
		g.mu.Lock()
		g.mu.Unlock()
	}
}

func index(all []guarded) {
	for i := range all {
		all[i].n++
	}
}

func blank(p *guarded) {
	_ = *p
}

func pointerTo(p *guarded) *guarded { q := p; return q }

func size(all [4]guarded) int { return 4 } // want "copies its lock"

func length(p *nested) int { return len(p.inner) }

type plain struct{ mu *sync.Mutex }

func holdsPointer(p plain) plain { return p }
