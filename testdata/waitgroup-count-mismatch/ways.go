package wc

import (
	"fmt"
	"sync"
)

func work(int) {}

func lenInLoop(xs []int) {
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Add(len(xs)) // want "`wg.Wait` hangs: each turn adds the length of the whole loop"
		go func() {
			defer wg.Done()
			work(x)
		}()
	}
	wg.Wait()
}

func oneOutside(xs []int) {
	var wg sync.WaitGroup
	wg.Add(1) // want "`wg` panics or ends early: one is added, the loop starts"
	for _, x := range xs {
		go func() {
			defer wg.Done()
			work(x)
		}()
	}
	wg.Wait()
}

func oneOutsideFor(n int) {
	var wg sync.WaitGroup
	wg.Add(1) // want "`wg` panics or ends early: one is added, the loop starts"
	for i := 0; i < n; i++ {
		go func(i int) {
			defer wg.Done()
			work(i)
		}(i)
	}
	wg.Wait()
}

func named(n int) {
	var wg sync.WaitGroup
	wg.Add(1) // want "`wg` panics or ends early: one is added, the loop starts"
	for i := 0; i < n; i++ {
		go worker(&wg, i)
	}
	wg.Wait()
}

func worker(wg *sync.WaitGroup, i int) {
	defer wg.Done()
	work(i)
}

func skip(xs []int) {
	var wg sync.WaitGroup
	wg.Add(len(xs)) // want "`wg.Wait` hangs: some turns of the loop start no goroutine"
	for _, x := range xs {
		if x == 0 {
			continue
		}
		go func() {
			defer wg.Done()
			work(x)
		}()
	}
	wg.Wait()
}

func early(xs []int) {
	var wg sync.WaitGroup
	wg.Add(len(xs)) // want "`wg.Wait` hangs: some turns of the loop start no goroutine"
	for _, x := range xs {
		if x == 0 {
			break
		}
		go func() {
			defer wg.Done()
			work(x)
		}()
	}
	wg.Wait()
}

func cond(xs []int) {
	var wg sync.WaitGroup
	wg.Add(len(xs)) // want "`wg.Wait` hangs: some turns of the loop start no goroutine"
	for _, x := range xs {
		if x > 0 {
			go func() {
				defer wg.Done()
				work(x)
			}()
		}
	}
	wg.Wait()
}

func constant() {
	var wg sync.WaitGroup
	wg.Add(2) // want "`wg` panics or ends early: 2 added, 3 calls of `Done`"
	for i := 0; i < 3; i++ {
		go func() {
			defer wg.Done()
			work(i)
		}()
	}
	wg.Wait()
}

func constantRange() {
	var wg sync.WaitGroup
	wg.Add(5) // want "`wg.Wait` hangs: 5 added, 4 of them done"
	for i := range 4 {
		go func() {
			defer wg.Done()
			work(i)
		}()
	}
	wg.Wait()
}

func tooFew() {
	var wg sync.WaitGroup
	wg.Add(1) // want "`wg` panics or ends early: 1 added, 2 calls of `Done`"
	go func() {
		defer wg.Done()
		work(1)
	}()
	go func() {
		defer wg.Done()
		work(2)
	}()
	wg.Wait()
}

func tooMany() {
	var wg sync.WaitGroup
	wg.Add(2) // want "`wg.Wait` hangs: 2 added, 1 of them done"
	go func() {
		defer wg.Done()
		work(1)
	}()
	wg.Wait()
}

func noDone() {
	var wg sync.WaitGroup
	wg.Add(1) // want "`wg.Wait` hangs: nobody calls `wg.Done`"
	go func() {
		work(1)
	}()
	wg.Wait()
}

func noDoneLoop(xs []int) {
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Add(1) // want "`wg.Wait` hangs: nobody calls `wg.Done`"
		go func() {
			work(x)
		}()
	}
	wg.Wait()
}

func neverWaited(xs []int) {
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Add(1) // want "nobody waits for `wg`: the goroutines may not have finished"
		go func() {
			defer wg.Done()
			work(x)
		}()
	}
	fmt.Println("done")
}

func twice(xs []int) {
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Add(2) // want "`wg.Wait` hangs: 2 added, 1 of them done"
		go func() {
			defer wg.Done()
			work(x)
		}()
	}
	wg.Wait()
}

func doneTwice(b bool) {
	var wg sync.WaitGroup
	wg.Add(1) // want "`wg` panics or ends early: 1 added, 2 calls of `Done`"
	go func() {
		defer wg.Done()
		work(1)
		wg.Done()
	}()
	wg.Wait()
}

func waitInside(xs []int) {
	var wg sync.WaitGroup
	wg.Add(len(xs))
	for _, x := range xs {
		go func() {
			defer wg.Done()
			work(x)
		}()
		wg.Wait() // want "`wg.Wait` hangs in the first turn: the others are not"
	}
}

func addLenOther(xs, ys []int) {
	var wg sync.WaitGroup
	wg.Add(len(xs))
	for _, y := range ys {
		go func() {
			defer wg.Done()
			work(y)
		}()
	}
	wg.Wait()
}

func skipAfterAdd(xs []int) {
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Add(1) // want "`wg.Wait` hangs: some turns of the loop start no goroutine"
		if x == 0 {
			continue
		}
		go func() {
			defer wg.Done()
			work(x)
		}()
	}
	wg.Wait()
}

func returnAfterAdd(x int) error {
	var wg sync.WaitGroup
	wg.Add(1)
	if x == 0 {
		return nil
	}
	go func() {
		defer wg.Done()
		work(x)
	}()
	wg.Wait()
	return nil
}

func errorAfterAdd(xs []int) {
	wg := sync.WaitGroup{}
	for i := range xs {
		wg.Add(1) // want "`wg.Wait` hangs: some turns of the loop start no goroutine"
		v, err := fmt.Sscan("1", &i)
		if err != nil {
			continue
		}
		go func() {
			defer wg.Done()
			work(v)
		}()
	}
	wg.Wait()
}

func pointer(n int) {
	wg := &sync.WaitGroup{}
	wg.Add(1) // want "`wg` panics or ends early: one is added, the loop starts"
	for i := 0; i < n; i++ {
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

// Look-alikes.

func good(xs []int) {
	var wg sync.WaitGroup
	wg.Add(len(xs))
	for _, x := range xs {
		go func() {
			defer wg.Done()
			work(x)
		}()
	}
	wg.Wait()
}

func good2() {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { defer wg.Done(); work(1) }()
	go func() { defer wg.Done(); work(2) }()
	wg.Wait()
}

func good3() {
	var wg sync.WaitGroup
	wg.Add(3)
	for i := 0; i < 3; i++ {
		go func() { defer wg.Done(); work(i) }()
	}
	wg.Wait()
}

func escapes(f func(*sync.WaitGroup)) {
	var wg sync.WaitGroup
	wg.Add(1)
	f(&wg)
}

func doneInSkip(xs []int) {
	var wg sync.WaitGroup
	wg.Add(len(xs))
	for _, x := range xs {
		if x == 0 {
			wg.Done()
			continue
		}
		go func() { defer wg.Done(); work(x) }()
	}
	wg.Wait()
}

func batches(xs []int) {
	var wg sync.WaitGroup
	for i := 0; i < len(xs); i += 2 {
		wg.Add(2)
		go func() { defer wg.Done(); work(xs[i]) }()
		go func() { defer wg.Done(); work(xs[i+1]) }()
		wg.Wait()
	}
}
