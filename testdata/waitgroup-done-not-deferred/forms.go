// More goroutines that may end without Done, and what only looks like one.

package fixture

import (
	"errors"
	"log"
	"sync"
	"testing"
)

func work()        {}
func workE() error { return errors.New("x") }

func w1(n int) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			if err := workE(); err != nil {
				return
			}
			wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
		}()
	}
	wg.Wait()
}

func w2(n int) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			work()
			wg.Done() // want "`wg.Wait` hangs when this goroutine panics and recovers before `Done`"
		}()
	}
	wg.Wait()
}

func w3(n int) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			work()
		}()
	}
	wg.Wait()
}

func runner(wg *sync.WaitGroup, x int) {
	if x > 3 {
		return
	}
	wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
}

func w4() {
	var wg sync.WaitGroup
	wg.Add(1)
	go runner(&wg, 3)
	wg.Wait()
}

func w5(n int) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			switch i {
			case 1:
				wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
			case 2:
				return
			default:
				wg.Done()
			}
		}()
	}
	wg.Wait()
}

func w6(n int) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			if i > 3 {
				wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
			}
		}()
	}
	wg.Wait()
}

func w21(xs []int) {
	var wg sync.WaitGroup
	for range xs {
		wg.Add(1)
		go func() {
			if err := workE(); err != nil {
				log.Println(err)
				wg.Done() // want "`wg.Wait` hangs when this goroutine panics and recovers before `Done`"
			}
			wg.Done()
		}()
	}
	wg.Wait()
}

func w22() {
	wg := sync.WaitGroup{}
	wg.Add(1)
	go func() {
		wg.Done()
	}()
	wg.Wait()
}

func w23() {
	wg := sync.WaitGroup{}
	wg.Add(1)
	go func() {
		defer func() {
			work()
			wg.Done()
		}()
		work()
	}()
	wg.Wait()
}

func w24(xs []int) {
	wg := sync.WaitGroup{}
	for _, x := range xs {
		wg.Add(1)
		go func() {
			for x > 3 {
				if workE() != nil {
					return
				}
				x--
			}
			wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
		}()
	}
	wg.Wait()
}

func w25(xs []int) {
	wg := sync.WaitGroup{}
	f := func(x int) {
		if x > 3 {
			return
		}
		wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
	}
	for _, x := range xs {
		wg.Add(1)
		go f(x)
	}
	wg.Wait()
}

type srv struct {
	wg sync.WaitGroup
}

func (s *srv) loop() {
	if workE() != nil {
		return
	}
	s.wg.Done() // want default "`s.wg.Wait` may hang: this goroutine can end without `Done`"
}

func (s *srv) start() {
	s.wg.Add(1)
	go s.loop()
}

func w28(t *testing.T) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if err := workE(); err != nil {
			t.Fatal(err)
		}
		wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
	}()
	wg.Wait()
}
