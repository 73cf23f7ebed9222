// Results that come through fields.

package fixture

import (
	"errors"
	"fmt"
	"time"
)

type op struct {
	done chan error
	n    int
}

func (o *op) exec() {
	if o.n < 0 {
		fmt.Println("negative")
		return
	}
	o.done <- nil
}

func run(n int) error {
	o := &op{done: make(chan error), n: n}
	go o.exec()
	return <-o.done // want "this receive hangs"
}

type sure struct {
	done chan error
	n    int
}

func (s *sure) exec() {
	if s.n < 0 {
		s.done <- errors.New("negative")
		return
	}
	s.done <- nil
}

func runSure(n int) error {
	s := &sure{done: make(chan error), n: n}
	go s.exec()
	return <-s.done
}

type ticker struct {
	stop chan struct{}
	out  chan time.Time
}

func newTicker() *ticker {
	t := &ticker{stop: make(chan struct{}), out: make(chan time.Time)}
	go t.loop()
	return t
}

func (t *ticker) loop() {
	for {
		select {
		case <-t.stop:
			return
		case t.out <- time.Now():
		}
	}
}

// What sends again and again ends when it is told to.
func now() time.Time {
	t := newTicker()
	defer close(t.stop)
	return <-t.out
}
