// More receives that nobody sends to, and what only looks like one.

package fixture

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
)

func work() int           { return 1 }
func workE() (int, error) { return 1, nil }

type box struct {
	c    chan int
	done chan struct{}
}

var gc = make(chan int)

func r1() int {
	c := make(chan int)
	go func() {
		v, err := workE()
		if err != nil {
			return
		}
		c <- v
	}()
	return <-c // want "this receive hangs: the goroutine may end without sending to `c`"
}

func r2(t *testing.T) int {
	c := make(chan int)
	go func() {
		v, err := workE()
		if err != nil {
			t.Fatal(err)
		}
		c <- v
	}()
	return <-c // want "this receive hangs: the goroutine may end without sending to `c`"
}

func r3() int {
	c := make(chan int)
	go func() {
		v, err := workE()
		if err != nil {
			runtime.Goexit()
		}
		c <- v
	}()
	return <-c // want "this receive hangs: the goroutine may end without sending to `c`"
}

func r4(t *testing.T) int {
	c := make(chan int)
	go func() {
		defer close(c)
		v, err := workE()
		if err != nil {
			t.Fatal(err)
		}
		c <- v
	}()
	return <-c
}

func r5() int {
	c := make(chan int)
	go func() {
		v, err := workE()
		switch {
		case err != nil:
			fmt.Println(err)
		case v > 3:
			c <- v
		default:
			c <- 0
		}
	}()
	return <-c // want "this receive hangs: the goroutine may end without sending to `c`"
}

func r6() int {
	c := make(chan int)
	go func() {
		v, err := workE()
		if err != nil {
			close(c)
			return
		}
		c <- v
	}()
	return <-c
}

func r7() int {
	c := make(chan int)
	go func() {
		for i := 0; i < 3; i++ {
			if v := work(); v > 3 {
				c <- v
				return
			}
		}
	}()
	return <-c // want "this receive hangs: the goroutine may end without sending to `c`"
}

func produce(c chan int) {
	v, err := workE()
	if err != nil {
		return
	}
	c <- v
}

func r8() int {
	c := make(chan int)
	go produce(c)
	return <-c // want "this receive hangs: the goroutine may end without sending to `c`"
}

func r10() int {
	c := make(chan int)
	var wg sync.WaitGroup
	wg.Go(func() {
		v, err := workE()
		if err != nil {
			return
		}
		c <- v
	})
	return <-c // want "this receive hangs: the goroutine may end without sending to `c`"
}

func r11() (int, int) {
	c := make(chan int)
	go func() {
		c <- 1
	}()
	return <-c, <-c // want "this receive hangs: `c` is received from 2 times and sent to 1"
}

func r12() int {
	c := make(chan int)
	go func() {
		c <- 1
	}()
	s := 0
	for i := 0; i < 2; i++ {
		s += <-c // want "this receive hangs: `c` is received from 2 times and sent to 1"
	}
	return s
}

func r13() {
	done := make(chan struct{})
	go func() {
		if _, err := workE(); err != nil {
			fmt.Println(err)
			return
		}
		close(done)
	}()
	<-done // want "this receive hangs: the goroutine may end without sending to `done`"
}

func r15() {
	done := make(chan bool)
	go func() {
		defer func() {
			recover()
			done <- true
		}()
		work()
	}()
	<-done
}

func r16(x int) {
	done := make(chan bool)
	go func() {
		if x > 3 {
			panic("x")
		}
		done <- true
	}()
	<-done
}

func r17() {
	done := make(chan bool)
	f := func() {
		if work() > 3 {
			return
		}
		done <- true
	}
	go f()
	<-done // want "this receive hangs: the goroutine may end without sending to `done`"
}

func r18() (int, error) {
	c := make(chan int)
	e := make(chan error, 1)
	go func() {
		v, err := workE()
		if err != nil {
			e <- err
			return
		}
		c <- v
	}()
	v := <-c      // want "this receive hangs: the goroutine may end without sending to `c`"
	return v, <-e // want "this receive hangs: the goroutine may end without sending to `e`"
}

func r19() int {
	c := make(chan int, 1)
	go func() {
		v, err := workE()
		if err != nil {
			fmt.Println(err)
		} else {
			c <- v
		}
	}()
	v, ok := <-c // want "this receive hangs: the goroutine may end without sending to `c`"
	_ = ok
	return v
}

func r20(ctx context.Context) int {
	c := make(chan int)
	go func() {
		select {
		case <-ctx.Done():
			return
		case c <- 1:
		}
	}()
	return <-c // want "this receive hangs: the goroutine may end without sending to `c`"
}

func r22() int {
	c := make(chan int)
	go func() {
		v, err := workE()
		if err != nil {
			c <- -1
		}
		if err == nil {
			c <- v
		}
	}()
	return <-c
}

func r23() int {
	c := make(chan int)
	go func() {
		defer func() { c <- 1 }()
		if work() > 1 {
			return
		}
	}()
	return <-c
}

func r24() int {
	c := make(chan int)
	go func() {
		if work() > 1 {
			return
		}
		defer close(c)
	}()
	return <-c // want "this receive hangs: the goroutine may end without sending to `c`"
}
