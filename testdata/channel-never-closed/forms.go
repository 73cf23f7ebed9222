// More loops over channels that nobody closes, and what only looks like one.

package fixture

import (
	"context"
	"sync"
)

func workE() (int, error) { return 1, nil }

func v1() int {
	c := make(chan int)
	go func() {
		for i := 0; i < 3; i++ {
			c <- i
		}
	}()
	s := 0
	for v := range c { // want "this loop never ends: nobody closes `c`"
		s += v
	}
	return s
}

func v2() <-chan int {
	c := make(chan int) // want "loops over `c` never end: nobody closes it"
	go func() {
		for i := 0; i < 3; i++ {
			c <- i
		}
	}()
	return c
}

func useV2() {
	for range v2() {
	}
}

func v3(fail bool) <-chan int {
	c := make(chan int) // want "loops over `c` hang: the sender may end without closing it"
	go func() {
		for i := 0; i < 3; i++ {
			if fail {
				return
			}
			c <- i
		}
		close(c)
	}()
	return c
}

func useV3() {
	for range v3(true) {
	}
}

func v4() int {
	c := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c <- i
		}()
	}
	go func() {
		wg.Wait()
	}()
	s := 0
	for v := range c { // want "this loop never ends: nobody closes `c`"
		s += v
	}
	return s
}

func v5() int {
	c := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Go(func() {
			c <- i
		})
	}
	go func() {
		wg.Wait()
		close(c)
	}()
	s := 0
	for v := range c {
		s += v
	}
	return s
}

func v5b() int {
	c := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Go(func() {
			c <- i
		})
	}
	wg.Wait()
	s := 0
	for v := range c { // want "this loop never ends: nobody closes `c`"
		s += v
	}
	return s
}

func feed(c chan<- int) {
	for i := 0; i < 3; i++ {
		c <- i
	}
}

func feedClose(c chan<- int) {
	defer close(c)
	for i := 0; i < 3; i++ {
		c <- i
	}
}

func v6() int {
	c := make(chan int)
	go feed(c)
	s := 0
	for v := range c { // want "this loop never ends: nobody closes `c`"
		s += v
	}
	return s
}

func v6b() int {
	c := make(chan int)
	go feedClose(c)
	s := 0
	for v := range c {
		s += v
	}
	return s
}

func drain(c <-chan int) {
	for v := range c {
		_ = v
	}
}

func v7() {
	jobs := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range jobs { // want "this loop never ends: nobody closes `jobs`"
				_ = j
			}
		}()
	}
	for i := 0; i < 10; i++ {
		jobs <- i
	}
	wg.Wait()
}

func v8() {
	jobs := make(chan int)
	go drain(jobs) // want "this loop never ends: nobody closes `jobs`"
	for i := 0; i < 10; i++ {
		jobs <- i
	}
}

func v9() {
	jobs := make(chan int, 10)
	go func() {
		for j := range jobs {
			_ = j
		}
	}()
	for i := 0; i < 10; i++ {
		jobs <- i
	}
	close(jobs)
}

func v10(ctx context.Context) <-chan int {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := 0; ; i++ {
			select {
			case c <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return c
}

func v11(ctx context.Context) <-chan int {
	c := make(chan int) // want "loops over `c` never end: nobody closes it"
	go func() {
		for i := 0; ; i++ {
			select {
			case c <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return c
}

func useV11() {
	for range v11(context.TODO()) {
	}
}

func v13() error {
	c := make(chan int)
	go func() {
		_, err := workE()
		if err != nil {
			return
		}
		c <- 1
		close(c)
	}()
	for v := range c { // want "this loop may never end: the sender may end without closing `c`"
		_ = v
	}
	return nil
}

func v15() {
	c := make(chan int)
	go func() {
		for {
			v, ok := <-c
			if !ok {
				return
			}
			_ = v
		}
	}()
	c <- 1
}

func merge(cs ...<-chan int) <-chan int {
	out := make(chan int)
	var wg sync.WaitGroup
	for _, c := range cs {
		wg.Add(1)
		go func(c <-chan int) {
			defer wg.Done()
			for v := range c {
				out <- v
			}
		}(c)
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	return out
}

func mergeBad(cs ...<-chan int) <-chan int {
	out := make(chan int) // want "loops over `out` never end: nobody closes it"
	for _, c := range cs {
		go func(c <-chan int) {
			for v := range c {
				out <- v
			}
		}(c)
	}
	return out
}

func useMerge() {
	for range mergeBad(v10(nil)) {
	}
}

type hub struct {
	c    chan int
	done chan struct{}
	mu   sync.Mutex
	stop bool
}

func (h *hub) Send(v int) { h.c <- v }
func (h *hub) Close()     { close(h.c) }

type hub2 struct {
	c  chan int
	mu sync.Mutex
	cl bool
}

func (h *hub2) Send(v int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.cl {
		h.c <- v
	}
}
func (h *hub2) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cl = true
	close(h.c)
}

type hub3 struct {
	c    chan int
	done chan struct{}
}

func (h *hub3) Send(v int) {
	select {
	case h.c <- v:
	case <-h.done:
	}
}
func (h *hub3) Close() { close(h.done) }
