package a

import "sync"

type account struct {
	mu      sync.Mutex
	rw      sync.RWMutex
	log     sync.Mutex
	balance int
}

func (a *account) Balance() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.balance
}

func (a *account) Withdraw(n int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.Balance() < n { // want default "deadlock: `Balance` locks `a.mu`, which is held here"
		return false
	}
	a.balance -= n
	return true
}

func (a *account) twice() {
	a.mu.Lock()
	a.mu.Lock() // want default "deadlock: this locks `a.mu`, which is held here"
	a.mu.Unlock()
}

func (a *account) upgrade() {
	a.rw.RLock()
	a.rw.Lock() // want default "which is read-locked here"
	a.rw.Unlock()
	a.rw.RUnlock()
}

func (a *account) repeated() {
	a.rw.RLock()
	defer a.rw.RUnlock()
	a.rw.RLock() // want default "may deadlock"
	a.rw.RUnlock()
}

func (a *account) one() {
	a.mu.Lock()
	a.log.Lock()
	a.log.Unlock()
	a.mu.Unlock()
}

func (a *account) other() {
	a.log.Lock()
	a.mu.Lock() // want "are locked in the other order elsewhere"
	a.mu.Unlock()
	a.log.Unlock()
}

// What looks alike.

func (a *account) released() int {
	a.mu.Lock()
	a.balance++
	a.mu.Unlock()
	return a.Balance()
}

func (a *account) locked() int { return a.balance }

func (a *account) helper() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.locked()
}

func transfer(from, to *account) {
	from.mu.Lock()
	to.mu.Lock()
	to.mu.Unlock()
	from.mu.Unlock()
}

func (a *account) started() {
	a.mu.Lock()
	defer a.mu.Unlock()
	go a.Balance()
}

func (a *account) tries() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.mu.TryLock() {
		a.mu.Unlock()
	}
}

func (a *account) maybe(lock bool) int {
	if lock {
		a.mu.Lock()
		defer a.mu.Unlock()
	}
	return a.balance
}

func (a *account) callsMaybe() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.maybe(false)
}

func (a *account) otherInstance(b *account) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return b.Balance()
}
