// More counts that differ, and what only looks like one.

package fixture

import (
	"errors"
	"sync"
)

func work()        {}
func workE() error { return errors.New("x") }

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

func w7(n int) {
	var wg sync.WaitGroup
	wg.Add(1) // want "`wg` panics or ends early: one is added, the loop starts many"
	for i := 0; i < n; i++ {
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func w8(xs []int) {
	var wg sync.WaitGroup
	for range xs {
		wg.Add(len(xs)) // want "`wg.Wait` hangs: each turn adds the length of the whole loop"
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func w9(xs []int) {
	var wg sync.WaitGroup
	wg.Add(len(xs)) // want "`wg.Wait` hangs: some turns of the loop start no goroutine"
	for _, x := range xs {
		if x > 3 {
			continue
		}
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func w9b(xs []int) {
	var wg sync.WaitGroup
	wg.Add(len(xs)) // want "`wg.Wait` hangs: some turns of the loop start no goroutine"
	for _, x := range xs {
		if x > 3 {
			break
		}
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func w9c(xs []int) {
	var wg sync.WaitGroup
	wg.Add(len(xs))
	for _, x := range xs {
		if x > 3 {
			wg.Done()
			continue
		}
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func w9d(xs []int) error {
	var wg sync.WaitGroup
	wg.Add(len(xs))
	for _, x := range xs {
		if x > 3 {
			return errors.New("x")
		}
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
	return nil
}

func w10(n int) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1) // want "`wg.Wait` hangs: nobody calls `wg.Done`"
		go func() {
			work()
		}()
	}
	wg.Wait()
}

func w11(n int) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1) // want "nobody waits for `wg`: the goroutines may not have finished"
		go func() {
			defer wg.Done()
			work()
		}()
	}
}

func w12() {
	var wg sync.WaitGroup
	wg.Add(2) // want "`wg.Wait` hangs: 2 added, 1 of them done"
	go func() {
		defer wg.Done()
	}()
	wg.Wait()
}

func w13() {
	var wg sync.WaitGroup
	wg.Add(1) // want "`wg` panics or ends early: 1 added, 2 calls of `Done`"
	go func() {
		defer wg.Done()
	}()
	go func() {
		defer wg.Done()
	}()
	wg.Wait()
}

func w14() {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
	}()
	go func() {
		defer wg.Done()
	}()
	wg.Wait()
}

func w15(n int) {
	var wg sync.WaitGroup
	wg.Add(3) // want "`wg` panics or ends early: 3 added, 4 calls of `Done`"
	for i := 0; i < 4; i++ {
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func w15b(n int) {
	var wg sync.WaitGroup
	wg.Add(4)
	for i := 0; i < 4; i++ {
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func w15c(n int) {
	var wg sync.WaitGroup
	wg.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func w15d(n int) {
	var wg sync.WaitGroup
	wg.Add(n) // want "`wg.Wait` ends early, or panics: the loop starts more than `n`"
	for i := 0; i <= n; i++ {
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func w15e(n int) {
	var wg sync.WaitGroup
	wg.Add(n) // want "`wg.Wait` hangs: the loop starts fewer than `n`"
	for i := 1; i < n; i++ {
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func w15f() {
	const workers = 4
	var wg sync.WaitGroup
	wg.Add(workers)
	for range workers {
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func w16(xs []int) {
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Add(1) // want "`wg.Wait` hangs: some turns of the loop start no goroutine"
		if x > 3 {
			continue
		}
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func w17(xs []int) {
	var wg sync.WaitGroup
	for range xs {
		wg.Go(func() {
			defer wg.Done() // want "`wg` panics: `wg.Go` counts by itself, and this is one `Done` too many"
			work()
		})
	}
	wg.Wait()
}

func w18(xs []int) {
	var wg sync.WaitGroup
	for range xs {
		wg.Add(1) // want "`wg.Wait` hangs: nobody calls `wg.Done`"
		wg.Go(func() {
			work()
		})
	}
	wg.Wait()
}

func w19(xs []int) {
	wg := &sync.WaitGroup{}
	for range xs {
		wg.Add(1) // want "nobody waits for `wg`: the goroutines may not have finished"
		go func() {
			defer wg.Done()
			work()
		}()
	}
}

func w20(xs []int) {
	var wg sync.WaitGroup
	for range xs {
		wg.Add(1) // want "`wg` panics or ends early: 1 added, 2 calls of `Done`"
		go func() {
			defer wg.Done()
			work()
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

type srv struct {
	wg sync.WaitGroup
}

func w26() {
	var wg sync.WaitGroup
	wg.Add(1) // want "`wg.Wait` hangs: nobody calls `wg.Done`"
	wg.Wait()
}

func w29() {
	var wg sync.WaitGroup
	wg.Go(func() {
		defer wg.Done() // want "`wg` panics: `wg.Go` counts by itself, and this is one `Done` too many"
		work()
	})
	wg.Wait()
}

func w30() {
	var wg sync.WaitGroup
	wg.Add(1)
	wg.Go(func() {
		work()
		wg.Done()
	})
	wg.Wait()
}
