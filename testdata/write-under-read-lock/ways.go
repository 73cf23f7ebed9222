package wrl

import (
	"sync"
	"sync/atomic"
)

type c struct {
	mu    sync.RWMutex
	m     map[string]int
	n     int
	list  []int
	last  string
	hits  atomic.Int64
	inner struct{ k int }
	p     *int
	nest  map[string]map[string]int
	arr   [4]int
}

type e struct {
	sync.RWMutex
	m map[string]int
}

func (x *c) mapWrite(k string) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.m[k] = 1 // want "`x.m` is written under a read lock: a data race"
}

func (x *c) mapInc(k string) {
	x.mu.RLock()
	x.m[k]++ // want "`x.m` is written under a read lock: a data race"
	x.mu.RUnlock()
}

func (x *c) field() {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.n++ // want "`x.n` is written under a read lock: a data race"
}

func (x *c) assign(s string) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.last = s // want "`x.last` is written under a read lock: a data race"
}

func (x *c) app(v int) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.list = append(x.list, v) // want "`x.list` is written under a read lock: a data race"
}

func (x *c) del(k string) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	delete(x.m, k) // want "`x.m` is written under a read lock: a data race"
}

func (x *c) clr() {
	x.mu.RLock()
	defer x.mu.RUnlock()
	clear(x.m) // want "`x.m` is written under a read lock: a data race"
}

func (x *c) opAssign(k string) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.n += 2 // want "`x.n` is written under a read lock: a data race"
}

func (x *c) lazily(k string) int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if v, ok := x.m[k]; ok {
		return v
	}
	x.m[k] = 3 // want "`x.m` is written under a read lock: a data race"
	return 3
}

func (x *c) nested(k string) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.nest[k]["a"] = 1 // want "`x.nest` is written under a read lock: a data race"
}

func (x *c) innerField() {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.inner.k = 1 // want "`x.inner.k` is written under a read lock: a data race"
}

func (x *c) elem() {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.list[0] = 1 // want "`x.list` is written under a read lock: a data race"
	x.arr[1] = 2
}

func (x *e) put(k string) {
	x.RLock()
	defer x.RUnlock()
	x.m[k] = 1 // want "`x.m` is written under a read lock: a data race"
}

var gmu sync.RWMutex
var gm = map[string]int{}

func put(k string) {
	gmu.RLock()
	defer gmu.RUnlock()
	gm[k] = 1 // want "`gm` is written under a read lock: a data race"
}

func (x *c) mispair() {
	x.mu.RLock()
	x.n = 1       // want "`x.n` is written under a read lock: a data race"
	x.mu.Unlock() // want "`x.mu.Unlock` after `RLock` is a fatal error"
}

func (x *c) mispair2() int {
	x.mu.RLock()
	defer x.mu.Unlock() // want "`x.mu.Unlock` after `RLock` is a fatal error"
	return x.n
}

func (x *c) mispair3() {
	x.mu.Lock()
	defer x.mu.RUnlock() // want "`x.mu.RUnlock` after `Lock` is a fatal error"
	x.n++
}

func (x *e) mispair4() {
	x.RLock()
	defer x.Unlock() // want "`x.Unlock` after `RLock` is a fatal error"
}

func (x *c) viaHelper(k string) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.setLocked(k) // want "`setLocked` writes what `x.mu` guards, which is locked for reading"
}

func (x *c) setLocked(k string) { x.m[k] = 1 }

func (x *c) inLit(ks []string) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	func() {
		x.n++ // want "`x.n` is written under a read lock: a data race"
	}()
}

func local() {
	var mu sync.RWMutex
	n := 0
	for i := 0; i < 3; i++ {
		go func() {
			mu.RLock()
			n++ // want "`n` is written under a read lock: a data race"
			mu.RUnlock()
		}()
	}
	_ = n
}

// Look-alikes.

func (x *c) atom() {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.hits.Add(1)
}

func (x *c) locals() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	n := x.n
	n++
	return n
}

func (x *c) relock(k string) {
	x.mu.RLock()
	_, ok := x.m[k]
	x.mu.RUnlock()
	if !ok {
		x.mu.Lock()
		x.m[k] = 1
		x.mu.Unlock()
	}
}

func (x *c) copyOut() map[string]int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	out := make(map[string]int)
	for k, v := range x.m {
		out[k] = v
	}
	return out
}
