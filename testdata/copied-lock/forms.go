package cl

import (
	"fmt"
	"sync"
	s2 "sync"
	"sync/atomic"
)

type counter struct {
	mu sync.Mutex
	n  int
}

type emb struct {
	sync.Mutex
	m map[string]int
}

type nested struct {
	c counter
}

type deep struct{ embNested }
type embNested struct{ emb }

type arr struct{ locks [4]sync.Mutex }

type ptr struct{ mu *sync.Mutex }

type slice struct{ mus []sync.Mutex }

type named sync.Mutex

type box[T any] struct {
	mu  sync.RWMutex
	val T
}

func (c counter) Inc() { // want "value receiver `c` copies its lock at each call"
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

func (e emb) Get(k string) int { // want "value receiver `e` copies its lock at each call"
	e.Lock()
	defer e.Unlock()
	return e.m[k]
}

func (b box[T]) Get() T { return b.val } // want "value receiver `b` copies its lock at each call"

func (counter) String() string { return "" } // want "a value receiver `counter` copies its lock at each call"

func byValue(c counter)             { c.mu.Lock() } // want "value parameter `c` copies its lock at each call"
func muByValue(mu sync.Mutex)       { mu.Lock() }   // want "value parameter `mu` copies its lock at each call"
func rw(mu sync.RWMutex)            { mu.Lock() }   // want "value parameter `mu` copies its lock at each call"
func wg(wg sync.WaitGroup)          { wg.Done() }   // want "value parameter `wg` copies its lock at each call"
func once(o sync.Once)              { o.Do(nil) }   // want "value parameter `o` copies its lock at each call"
func cond(c sync.Cond)              { c.Signal() }  // want "value parameter `c` copies its lock at each call"
func pool(p sync.Pool)              { p.Get() }     // want "value parameter `p` copies its lock at each call"
func smap(m sync.Map)               { m.Clear() }   // want "value parameter `m` copies its lock at each call"
func at(a atomic.Int64)             { a.Load() }    // want "value parameter `a` copies its lock at each call"
func ab(a atomic.Bool)              { a.Load() }    // want "value parameter `a` copies its lock at each call"
func ap(a atomic.Pointer[int])      { a.Load() }    // want "value parameter `a` copies its lock at each call"
func av(a atomic.Value)             { a.Load() }    // want "value parameter `a` copies its lock at each call"
func alias(mu s2.Mutex)             { mu.Lock() }   // want "value parameter `mu` copies its lock at each call"
func array(a [3]sync.Mutex)         {}              // want "value parameter `a` copies its lock at each call"
func nest(n nested)                 {}              // want "value parameter `n` copies its lock at each call"
func deepF(d deep)                  {}              // want "value parameter `d` copies its lock at each call"
func nm(n named)                    {}              // want "value parameter `n` copies its lock at each call"
func unnamed(sync.Mutex)            {}              // want "a value parameter `sync.Mutex` copies its lock at each call"
func several(a, b counter)          {}              // want "value parameter `a` copies its lock at each call"
func generic(b box[int])            {}              // want "value parameter `b` copies its lock at each call"
func inline(x struct{ sync.Mutex }) {}              // want "value parameter `x` copies its lock at each call"

var lit = func(c counter) {} // want "value parameter `c` copies its lock at each call"

func assigns(p *counter, m map[string]counter, sl []counter, ar [2]counter) { // want "value parameter `ar` copies its lock at each call"
	c := *p           // want "assigning `*p` copies its lock"
	d := c            // want "assigning `c` copies its lock"
	var e = d         // want "assigning `d` copies its lock"
	var f counter = e // want "assigning `e` copies its lock"
	f = c             // want "assigning `c` copies its lock"
	x := sl[0]        // want "assigning `sl[0]` copies its lock"
	y := m["a"]       // want "assigning `m["a"]` copies its lock"
	z := ar[1]        // want "assigning `ar[1]` copies its lock"
	w := ar           // want "assigning `ar` copies its lock"
	g, h := c, 1      // want "assigning `c` copies its lock"
	_ = c
	fmt.Println(&f, &x, &y, &z, &w, &g, h)
	var n nested
	n.c = c   // want "assigning `c` copies its lock"
	cc := n.c // want "assigning `n.c` copies its lock"
	_ = &cc
	sl[1] = c  // want "assigning `c` copies its lock"
	m["b"] = c // want "assigning `c` copies its lock"
}

func ranges(sl []counter, m map[string]counter, ar [2]counter, ch chan counter) { // want "value parameter `ar` copies its lock at each call"
	for _, c := range sl { // want "ranging into `c` copies its lock"
		_ = &c
	}
	for k, c := range m { // want "ranging into `c` copies its lock"
		_, _ = k, &c
	}
	for _, c := range ar { // want "ranging into `c` copies its lock"
		_ = &c
	}
	for c := range ch { // want "ranging into `c` copies its lock"
		_ = &c
	}
	var c counter
	for _, c = range sl { // want "ranging into `c` copies its lock"
	}
	for i := range sl {
		sl[i].n++
	}
	_ = &c
	for _, c := range []*counter{} {
		_ = c
	}
}

func calls(c *counter, o counter) { // want "value parameter `o` copies its lock at each call"
	byValue(*c)     // want "passing `*c` copies its lock"
	byValue(o)      // want "passing `o` copies its lock"
	fmt.Println(*c) // want "passing `*c` copies its lock"
	fmt.Println(o)  // want "passing `o` copies its lock"
	fmt.Println(&o)
	var i any = o // want "assigning `o` copies its lock"
	_ = i
	i = any(o)                   // want "passing `o` copies its lock"
	sl := append([]counter{}, o) // want "passing `o` copies its lock"
	_ = sl
	go byValue(o)         // want "passing `o` copies its lock"
	defer byValue(o)      // want "passing `o` copies its lock"
	func(c counter) {}(o) // want "value parameter `c` copies its lock at each call" "passing `o` copies its lock"
	_ = len([]counter{})
	panic(o) // want "passing `o` copies its lock"
}

func composite(c counter) []counter { // want "value parameter `c` copies its lock at each call"
	_ = nested{c}                  // want "storing `c` copies its lock"
	_ = nested{c: c}               // want "storing `c` copies its lock"
	_ = &nested{c: c}              // want "storing `c` copies its lock"
	_ = []counter{c}               // want "storing `c` copies its lock"
	_ = map[string]counter{"a": c} // want "storing `c` copies its lock"
	_ = [1]counter{c}              // want "storing `c` copies its lock"
	return []counter{c}            // want "storing `c` copies its lock"
}

func ret(p *counter) counter {
	return *p // want "returning `*p` copies its lock"
}

func retVar() counter {
	var c counter
	return c // want "returning `c` copies its lock"
}

func retField(n *nested) counter { return n.c } // want "returning `n.c` copies its lock"

func sends(ch chan counter, c *counter) {
	ch <- *c
}

func closure() {
	var mu sync.Mutex
	f := func(m sync.Mutex) {} // want "value parameter `m` copies its lock at each call"
	f(mu)                      // want "passing `mu` copies its lock"
	var wgr sync.WaitGroup
	go func(w sync.WaitGroup) { // want "value parameter `w` copies its lock at each call"
		defer w.Done()
	}(wgr) // want "passing `wgr` copies its lock"
	wgr.Wait()
}

func methodValue() {
	var c counter
	f := c.Inc
	f()
	counter.Inc(c) // want "passing `c` copies its lock"
}

func swap(a, b *counter) {
	*a, *b = *b, *a // want "assigning `*b` copies its lock" "assigning `*a` copies its lock"
}

func asserts(i any) {
	c := i.(counter) // want "assigning `i.(counter)` copies its lock"
	_ = &c
	switch v := i.(type) {
	case counter:
		_ = &v
	}
}

type inter interface{ Do(c counter) }

type fn func(c counter)

func tp[T any](x T) { y := x; _ = y }

func insts() {
	var c counter
	tp(c) // want "passing `c` copies its lock"
}

// Look-alikes.

func fresh() counter           { return counter{} }
func newC() *counter           { return &counter{} }
func usePtr(c *counter)        {}
func res() (c counter)         { return }
func viaPtr(p ptr)             { q := p; _ = q }
func viaSlice(s slice)         { q := s; _ = q }
func chans(ch chan sync.Mutex) {}

func okAssign() {
	c := counter{}
	var d counter
	e := fresh()
	p := &c
	q := p
	d = counter{}
	*p = counter{}
	_, _, _, _ = &d, &e, q, &c
	var mu sync.Mutex
	mu = sync.Mutex{}
	mu.Lock()
	a := [2]counter{}
	for range a {
	}
	l := sync.NewCond(&mu)
	_ = l
	_ = c
	_ = *p
}

type spin struct{ v uint32 }

func (s *spin) Lock()   {}
func (s *spin) Unlock() {}

type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

type pinned struct {
	_ noCopy
	n int
}

type valueLocker struct{ mu *sync.Mutex }

func (v valueLocker) Lock()   { v.mu.Lock() }
func (v valueLocker) Unlock() { v.mu.Unlock() }

func custom(s spin)       {} // want "value parameter `s` copies its lock at each call"
func pin(p pinned)        {} // want "value parameter `p` copies its lock at each call"
func byVal(v valueLocker) {}

func commaOk(i any, m map[string]counter, ch chan counter) {
	c, ok := i.(counter) // want "assigning `i.(counter)` copies its lock"
	d, ok2 := m["a"]     // want "assigning `m["a"]` copies its lock"
	e, ok3 := <-ch       // want "assigning `<-ch` copies its lock"
	f := <-ch            // want "assigning `<-ch` copies its lock"
	_, ok4 := m["a"]
	_, _, _, _, _, _, _, _ = &c, ok, &d, ok2, &e, ok3, &f, ok4
	g := new(f) // want "passing `f` copies its lock"
	_ = g
}
