package lod

import "sync"

type acct struct {
	mu  sync.Mutex
	rw  sync.RWMutex
	bal int
	sub inner
	p   *inner
}

type inner struct {
	mu sync.Mutex
	n  int
}

type emb struct {
	sync.Mutex
	n int
}

func (a *acct) twice() {
	a.mu.Lock()
	a.mu.Lock() // want default "deadlock: this locks `a.mu`, which is held here"
	a.mu.Unlock()
	a.mu.Unlock()
}

func (a *acct) Balance() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.bal
}

func (a *acct) Add(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.Balance() > 0 { // want default "deadlock: `Balance` locks `a.mu`, which is held here"
		a.bal += n
	}
}

func (a *acct) level2() { a.level1() }
func (a *acct) level1() { a.Balance() }
func (a *acct) Deep() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.level2() // want default "deadlock: `level2` locks `a.mu`, which is held here"
}

func (a *acct) upgrade() {
	a.rw.RLock()
	a.rw.Lock() // want default "deadlock: this locks `a.rw`, which is read-locked here"
	a.bal++
	a.rw.Unlock()
	a.rw.RUnlock()
}

func (a *acct) readAgain() {
	a.rw.RLock()
	defer a.rw.RUnlock()
	a.rw.RLock() // want default "may deadlock: this locks `a.rw` for reading a second time"
	a.rw.RUnlock()
}

func (a *acct) RBalance() int {
	a.rw.RLock()
	defer a.rw.RUnlock()
	return a.bal
}

func (a *acct) readVia() int {
	a.rw.RLock()
	defer a.rw.RUnlock()
	return a.RBalance() // want default "may deadlock: `RBalance` locks `a.rw` for reading a second"
}

func (a *acct) writeVia() int {
	a.rw.Lock()
	defer a.rw.Unlock()
	return a.RBalance() // want default "deadlock: `RBalance` locks `a.rw`, which is held here"
}

func (e *emb) Get() int {
	e.Lock()
	defer e.Unlock()
	return e.n
}

func (e *emb) Inc() {
	e.Lock()
	defer e.Unlock()
	e.n = e.Get() + 1 // want default "deadlock: `Get` locks `e`, which is held here"
}

var gmu sync.Mutex
var gn int

func gget() int {
	gmu.Lock()
	defer gmu.Unlock()
	return gn
}

func ginc() {
	gmu.Lock()
	defer gmu.Unlock()
	gn = gget() + 1 // want default "deadlock: `gget` locks `gmu`, which is held here"
}

func helper(a *acct) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.bal
}

func (a *acct) viaFunc() {
	a.mu.Lock()
	defer a.mu.Unlock()
	helper(a) // want default "deadlock: `helper` locks `a.mu`, which is held here"
}

func free(a *acct) {
	a.mu.Lock()
	helper(a) // want default "deadlock: `helper` locks `a.mu`, which is held here"
	a.mu.Unlock()
}

func (a *acct) inLoop(n int) {
	for i := 0; i < n; i++ {
		a.mu.Lock() // want default "deadlock: the next turn of the loop locks `a.mu` again"
		a.bal++
	}
	a.mu.Unlock()
}

func (a *acct) deferInLoop(n int) {
	for i := 0; i < n; i++ {
		a.mu.Lock() // want default "deadlock: the next turn of the loop locks `a.mu` again"
		defer a.mu.Unlock()
		a.bal++
	}
}

func (a *acct) condLock(b bool) {
	a.mu.Lock()
	if b {
		a.mu.Lock() // want default "deadlock: this locks `a.mu`, which is held here"
		a.bal++
		a.mu.Unlock()
	}
	a.mu.Unlock()
}

func local() {
	var mu sync.Mutex
	mu.Lock()
	mu.Lock() // want default "deadlock: this locks `mu`, which is held here"
}

func closure(a *acct) {
	a.mu.Lock()
	defer a.mu.Unlock()
	func() {
		a.mu.Lock() // want default "deadlock: this locks `a.mu`, which is held here"
		defer a.mu.Unlock()
		a.bal++
	}()
}

func closureVar(a *acct) {
	get := func() int {
		a.mu.Lock()
		defer a.mu.Unlock()
		return a.bal
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	get() // want default "deadlock: `get` locks `a.mu`, which is held here"
}

func (a *acct) nestedField() {
	a.sub.mu.Lock()
	defer a.sub.mu.Unlock()
	a.sub.get() // want default "deadlock: `get` locks `a.sub.mu`, which is held here"
	a.p.get()
}

func (i *inner) get() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.n
}

type gen[T any] struct {
	mu sync.Mutex
	v  T
}

func (g *gen[T]) Get() T {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.v
}

func (g *gen[T]) Swap(v T) T {
	g.mu.Lock()
	defer g.mu.Unlock()
	old := g.Get() // want default "deadlock: `Get` locks `g.mu`, which is held here"
	g.v = v
	return old
}

// order
type A struct{ mu sync.Mutex }
type B struct{ mu sync.Mutex }

func ab(a *A, b *B) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
}

func ba(a *A, b *B) {
	b.mu.Lock()
	defer b.mu.Unlock()
	a.mu.Lock() // want "may deadlock: `a.mu` and `b.mu` are locked in the other"
	defer a.mu.Unlock()
}

type two struct{ m1, m2 sync.Mutex }

func (t *two) one() {
	t.m1.Lock()
	t.m2.Lock()
	t.m2.Unlock()
	t.m1.Unlock()
}

func (t *two) other() {
	t.m2.Lock()
	t.m1.Lock() // want "may deadlock: `t.m1` and `t.m2` are locked in the other"
	t.m1.Unlock()
	t.m2.Unlock()
}

type X struct {
	mu sync.Mutex
	y  *Y
}
type Y struct {
	mu sync.Mutex
	x  *X
}

func (x *X) touch() {
	x.mu.Lock()
	defer x.mu.Unlock()
}

func (y *Y) touch() {
	y.mu.Lock()
	defer y.mu.Unlock()
}

func (x *X) run() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.y.touch()
}

func (y *Y) run() {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.x.touch() // want "may deadlock: `x.mu` and `y.mu` are locked in the other"
}

func locals() {
	var m1, m2 sync.Mutex
	go func() {
		m1.Lock()
		m2.Lock()
		m2.Unlock()
		m1.Unlock()
	}()
	m2.Lock()
	m1.Lock() // want "may deadlock: `m1` and `m2` are locked in the other order"
	m1.Unlock()
	m2.Unlock()
}

var p1, p2 sync.Mutex

func f1() {
	p1.Lock()
	defer p1.Unlock()
	f2()
}

func f2() {
	p2.Lock()
	defer p2.Unlock()
}

func f3() {
	p2.Lock()
	defer p2.Unlock()
	p1.Lock() // want "may deadlock: `p1` and `p2` are locked in the other order"
	p1.Unlock()
}

type acc struct {
	mu sync.Mutex
	n  int
}

func transfer(from, to *acc, n int) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.mu.Lock()
	defer to.mu.Unlock()
	from.n -= n
	to.n += n
}

// Look-alikes.

func (a *acct) released() {
	a.mu.Lock()
	a.bal++
	a.mu.Unlock()
	a.mu.Lock()
	a.bal--
	a.mu.Unlock()
	a.Balance()
}

func (a *acct) try() {
	a.mu.Lock()
	if a.mu.TryLock() {
		a.mu.Unlock()
	}
	a.mu.Unlock()
}

func (a *acct) inGo() {
	a.mu.Lock()
	defer a.mu.Unlock()
	go a.Balance()
}

func otherInstance(a, b *acct) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b.Balance()
}

func (a *acct) branches(b bool) {
	if b {
		a.mu.Lock()
	} else {
		a.mu.Lock()
	}
	a.mu.Unlock()
}

// A value that was just built is locked by nobody else.
type pool struct {
	mu     sync.Mutex
	values map[string]*value
}

type value struct {
	mu  sync.Mutex
	err error
}

func (p *pool) load(key string, construct func() error) {
	p.mu.Lock()
	v := &value{}
	v.mu.Lock()
	defer v.mu.Unlock()
	p.values[key] = v
	p.mu.Unlock()
	if v.err = construct(); v.err != nil {
		p.mu.Lock()
		delete(p.values, key)
		p.mu.Unlock()
	}
}
