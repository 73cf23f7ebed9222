// Sends to others' channels that a loop or a lookup found.

package fixture

import "sync"

type room struct {
	sync.RWMutex
	members map[string]chan string
}

func (r *room) say(msg string) {
	r.RLock()
	defer r.RUnlock()
	for _, m := range r.members {
		m <- msg // want "everyone waits for `r` while this sends on `m`"
	}
}

func (r *room) tell(name, msg string) {
	r.Lock()
	defer r.Unlock()
	m := r.members[name]
	m <- msg // want "everyone waits for `r` while this sends on `m`"
}

// Just made, with room; and given up where nobody is ready.
func (r *room) enter(name string) {
	r.Lock()
	defer r.Unlock()
	m := make(chan string, 1)
	m <- "hello"
	r.members[name] = m
	for _, m := range r.members {
		select {
		case m <- name:
		default:
		}
	}
}
