package wa

import (
	"sync"
	sy "sync"
)

func work() {}

type s struct {
	wg sync.WaitGroup
}

func first(items []int) {
	var wg sync.WaitGroup
	for range items {
		go func() {
			wg.Add(1) // want "`wg.Add` runs inside the goroutine: `Wait` may return first"
			defer wg.Done()
			work()
		}()
	}
	wg.Wait()
}

func later(items []int) {
	var wg sync.WaitGroup
	for range items {
		go func() {
			work()
			wg.Add(1) // want "`wg.Add` runs inside the goroutine: `Wait` may return first"
			work()
			wg.Done()
		}()
	}
	wg.Wait()
}

func single() {
	wg := &sync.WaitGroup{}
	go func() {
		wg.Add(1) // want "`wg.Add` runs inside the goroutine: `Wait` may return first"
		work()
		wg.Done()
	}()
	wg.Wait()
}

func newWg() {
	wg := new(sync.WaitGroup)
	go func() {
		wg.Add(1) // want "`wg.Add` runs inside the goroutine: `Wait` may return first"
		defer wg.Done()
	}()
	wg.Wait()
}

func (x *s) field() {
	go func() {
		x.wg.Add(1) // want "`x.wg.Add` runs inside the goroutine: `Wait` may return"
		defer x.wg.Done()
	}()
	x.wg.Wait()
}

func arg() {
	var wg sync.WaitGroup
	go func(wg *sync.WaitGroup) {
		wg.Add(1) // want "`wg.Add` runs inside the goroutine: `Wait` may return first"
		defer wg.Done()
	}(&wg)
	wg.Wait()
}

func worker(wg *sync.WaitGroup) {
	wg.Add(1) // want "`wg.Add` runs inside the goroutine: `Wait` may return first"
	defer wg.Done()
	work()
}

func named() {
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		go worker(&wg)
	}
	wg.Wait()
}

func (x *s) run() {
	x.wg.Add(1) // want "`x.wg.Add` runs inside the goroutine: `Wait` may return"
	defer x.wg.Done()
}

func (x *s) method() {
	go x.run()
	x.wg.Wait()
}

func aliasImport() {
	var wg sy.WaitGroup
	go func() {
		wg.Add(1) // want "`wg.Add` runs inside the goroutine: `Wait` may return first"
		defer wg.Done()
	}()
	wg.Wait()
}

func after() {
	var wg sync.WaitGroup
	go func() {
		defer wg.Done()
		work()
	}()
	wg.Add(1) // want "`wg.Add` comes after the goroutine that it counts"
	wg.Wait()
}

func afterLoop(items []int) {
	var wg sync.WaitGroup
	for range items {
		go func() {
			defer wg.Done()
			work()
		}()
		wg.Add(1) // want "`wg.Add` comes after the goroutine that it counts"
	}
	wg.Wait()
}

func afterLater() {
	var wg sync.WaitGroup
	go func() {
		defer wg.Done()
		work()
	}()
	work()
	wg.Add(1) // want "`wg.Add` comes after the goroutine that it counts"
	wg.Wait()
}

func afterNamed() {
	var wg sync.WaitGroup
	go done(&wg)
	wg.Add(1) // want "`wg.Add` comes after the goroutine that it counts"
	wg.Wait()
}

func done(wg *sync.WaitGroup) { defer wg.Done() }

func two(n int) {
	var wg sync.WaitGroup
	go func() {
		wg.Add(n) // want "`wg.Add` runs inside the goroutine: `Wait` may return first"
		for i := 0; i < n; i++ {
			go func() { defer wg.Done() }()
		}
	}()
	wg.Wait()
}

func inIf(b bool) {
	var wg sync.WaitGroup
	go func() {
		if b {
			wg.Add(1)
			defer wg.Done()
		}
	}()
	wg.Wait()
}

func deferredWait() {
	var wg sync.WaitGroup
	defer wg.Wait()
	go func() {
		wg.Add(1) // want "`wg.Add` runs inside the goroutine: `Wait` may return first"
		defer wg.Done()
	}()
}

func waitInGoroutine() chan struct{} {
	var wg sync.WaitGroup
	ch := make(chan struct{})
	go func() {
		wg.Add(1) // want "`wg.Add` runs inside the goroutine: `Wait` may return first"
		defer wg.Done()
	}()
	go func() {
		wg.Wait()
		close(ch)
	}()
	return ch
}

var gwg sync.WaitGroup

func global() {
	go func() {
		gwg.Add(1) // want "`gwg.Add` runs inside the goroutine: `Wait` may return first"
		defer gwg.Done()
	}()
	gwg.Wait()
}

type emb struct {
	sync.WaitGroup
}

func (e *emb) embedded() {
	go func() {
		e.Add(1) // want "`e.Add` runs inside the goroutine: `Wait` may return first"
		defer e.Done()
	}()
	e.Wait()
}

func literalVar() {
	var wg sync.WaitGroup
	w := func() {
		wg.Add(1) // want "`wg.Add` runs inside the goroutine: `Wait` may return first"
		defer wg.Done()
	}
	go w()
	wg.Wait()
}

// Look-alikes.

func good(items []int) {
	var wg sync.WaitGroup
	for range items {
		wg.Add(1)
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func counted() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		wg.Add(1)
		go func() {
			defer wg.Done()
		}()
	}()
	wg.Wait()
}

func own() {
	go func() {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() { defer wg.Done() }()
		wg.Wait()
	}()
}

func ordered() {
	var wg sync.WaitGroup
	ready := make(chan struct{})
	go func() {
		wg.Add(1)
		close(ready)
		work()
		wg.Done()
	}()
	<-ready
	wg.Wait()
}

func goMethod() {
	var wg sync.WaitGroup
	wg.Go(func() { work() })
	wg.Wait()
}
