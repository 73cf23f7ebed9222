package wd

import (
	"errors"
	"fmt"
	"sync"
)

func check() error { return nil }
func risky()       {}

func early(wg *sync.WaitGroup) {
	go func() {
		if err := check(); err != nil {
			return
		}
		wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
	}()
}

func local() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if err := check(); err != nil {
			fmt.Println(err)
			return
		}
		wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
	}()
	wg.Wait()
}

func sw(k int) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		switch k {
		case 1:
			return
		case 2:
			risky()
		}
		wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
	}()
	wg.Wait()
}

func branch(ok bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if ok {
			wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
		}
	}()
	wg.Wait()
}

func worker(wg *sync.WaitGroup, n int) {
	if n == 0 {
		return
	}
	fmt.Println(n)
	wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
}

func named() {
	var wg sync.WaitGroup
	wg.Add(1)
	go worker(&wg, 1)
	wg.Wait()
}

func arg() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func(wg *sync.WaitGroup) {
		if check() != nil {
			return
		}
		wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
	}(&wg)
	wg.Wait()
}

func loop(items []int) {
	var wg sync.WaitGroup
	for _, it := range items {
		wg.Add(1)
		go func() {
			if it == 0 {
				return
			}
			risky()
			wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
		}()
	}
	wg.Wait()
}

func deferAfterReturn() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if check() != nil {
			return
		}
		defer wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
		risky()
	}()
	wg.Wait()
}

func panics() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		risky()
		wg.Done() // want "`wg.Wait` hangs when this goroutine panics and recovers"
	}()
	wg.Wait()
}

type s struct{ wg sync.WaitGroup }

func (x *s) run() {
	x.wg.Add(1)
	go func() {
		if check() != nil {
			return
		}
		x.wg.Done() // want default "`x.wg.Wait` may hang: this goroutine can end without `Done`"
	}()
}

func (x *s) loop() {
	if errors.Is(check(), nil) {
		return
	}
	x.wg.Done() // want default "`x.wg.Wait` may hang: this goroutine can end without `Done`"
}

func (x *s) start() {
	x.wg.Add(1)
	go x.loop()
}

func bothBranches(b bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if b {
			risky()
			wg.Done() // want "`wg.Wait` hangs when this goroutine panics and recovers"
			return
		}
		wg.Done()
	}()
	wg.Wait()
}

// Look-alikes.

func good() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		if check() != nil {
			return
		}
		risky()
	}()
	wg.Wait()
}

func plain() {
	var wg sync.WaitGroup
	n := 0
	wg.Add(1)
	go func() {
		n++
		wg.Done()
	}()
	wg.Wait()
}

func deferLit() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer func() { wg.Done() }()
		risky()
	}()
	wg.Wait()
}

func goFn() {
	var wg sync.WaitGroup
	wg.Go(func() {
		if check() != nil {
			return
		}
		risky()
	})
	wg.Wait()
}
