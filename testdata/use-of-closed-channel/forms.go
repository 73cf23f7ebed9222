// More ways to panic on a closed channel, and what only looks like one.

package fixture

import ()

func u1() {
	c := make(chan int, 1)
	close(c)
	c <- 1 // want "this send panics: `c` is closed on some path"
}

func u2() {
	c := make(chan int)
	close(c)
	close(c) // want "this close panics: `c` is closed already on some path"
}

func u3() {
	c := make(chan int)
	defer close(c)
	close(c) // want "`c` is closed twice: the deferred close panics"
}

func u4(c chan int) {
	close(c)
	select {
	case c <- 1: // want "this send panics: `c` is closed on some path"
	default:
	}
}

func u5(c chan int, n int) {
	for i := 0; i < n; i++ {
		close(c) // want "this close panics: `c` is closed already on some path"
	}
}

func u6(c chan int, n int) {
	if n > 3 {
		close(c)
	}
	c <- 1 // want "this send panics: `c` is closed on some path"
}

func u7(c chan int, n int) {
	if n > 3 {
		close(c)
		return
	}
	c <- 1
}

func u8(c chan int) {
	close(c)
	c = make(chan int, 1)
	c <- 1
}

type box struct {
	c    chan int
	done chan struct{}
}

func (b *box) u9() {
	close(b.c)
	b.c <- 1 // want "this send panics: `b.c` is closed on some path"
}

func (b *box) u10() {
	close(b.done)
	close(b.done) // want "this close panics: `b.done` is closed already on some path"
}

func (b *box) u11() {
	close(b.c)
	close(b.done)
}

func u12(c chan int) {
	defer close(c)
	defer func() { // want "`c` is closed twice: two calls are deferred"
		close(c)
	}()
}

func u14(c chan int) {
	defer close(c)
	c <- 1
}

func closeIt(c chan int) { close(c) }
func sendIt(c chan int)  { c <- 1 }

func u15(c chan int) {
	closeIt(c)
	c <- 1 // want "this send panics: `c` is closed on some path"
}

func u16(c chan int) {
	close(c)
	sendIt(c) // want "this send panics: `c` is closed on some path"
}

func u18(cs []chan int) {
	for _, c := range cs {
		close(c)
	}
}

func u20(c chan int, n int) {
	switch n {
	case 1:
		close(c)
		fallthrough
	case 2:
		close(c) // want "this close panics: `c` is closed already on some path"
	}
}

func u22(c chan int, ok bool) {
	if ok {
		close(c)
	}
	if !ok {
		close(c)
	}
}

func u23(c chan int) {
	close(c)
	v, ok := <-c
	_, _ = v, ok
	for range c {
	}
}

func u24(c chan int) {
	go func() {
		close(c)
		c <- 1 // want "this send panics: `c` is closed on some path"
	}()
}

func u25(c chan int) {
	func() {
		close(c)
	}()
	close(c) // want "this close panics: `c` is closed already on some path"
}

func u27(c chan int, n int) {
outer:
	for {
		for i := 0; i < n; i++ {
			if i == 3 {
				close(c)
				break outer
			}
		}
	}
	c <- 2 // want "this send panics: `c` is closed on some path"
}

func u28(c chan int, n int) {
	for {
		select {
		case v := <-c:
			_ = v
		default:
			close(c)
			return
		}
	}
}

var gc = make(chan int)

func u29() {
	close(gc)
	gc <- 1 // want "this send panics: `gc` is closed on some path"
}

func u30(c chan int, err error) error {
	defer close(c)
	if err != nil {
		close(c) // want "`c` is closed twice: the deferred close panics"
		return err
	}
	return nil
}

func u31[T any](c chan T, v T) {
	close(c)
	c <- v // want "this send panics: `c` is closed on some path"
}

func differentCases(c chan int, n int) {
	if n == 1 {
		close(c)
	}
	switch n {
	case 2, 3:
		close(c)
	}
	if n == 4 {
		c <- 1
	}
}

func sameCase(c chan int, n int) {
	if n == 1 {
		close(c)
	}
	switch n {
	case 1:
		c <- 1 // want "this send panics: `c` is closed on some path"
	}
}

func changedCase(c chan int, n int) {
	if n == 1 {
		close(c)
		n++
	}
	if n == 2 {
		c <- 1 // want "this send panics: `c` is closed on some path"
	}
}
