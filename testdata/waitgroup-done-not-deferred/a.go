package a

import "sync"

func fetchAll(urls []string, fetch func(string) error) {
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Add(1)
		go func() {
			if err := fetch(url); err != nil {
				return
			}
			wg.Done() // want default "`wg.Wait` may hang"
		}()
	}
	wg.Wait()
}

func strict(urls []string, fetch func(string)) {
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Add(1)
		go func() {
			fetch(url)
			wg.Done() // want "`wg.Wait` hangs when this goroutine panics"
		}()
	}
	wg.Wait()
}

// What looks alike.

func deferred(urls []string, fetch func(string) error) {
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := fetch(url); err != nil {
				return
			}
		}()
	}
	wg.Wait()
}

func sends(values []int) {
	var wg sync.WaitGroup
	ch := make(chan int, len(values))
	for _, v := range values {
		wg.Add(1)
		go func() {
			ch <- v
			wg.Done()
		}()
	}
	wg.Wait()
}

func perItem(jobs chan func()) {
	var wg sync.WaitGroup
	go func() {
		for job := range jobs {
			job()
			wg.Done()
		}
	}()
	wg.Wait()
}

func notStarted(wg *sync.WaitGroup, f func() error) {
	if f() != nil {
		return
	}
	wg.Done()
}

func inDeferred(wg *sync.WaitGroup, f func() error) {
	go func() {
		defer func() {
			wg.Done()
		}()
		if f() != nil {
			return
		}
	}()
}

type loop struct{ block chan struct{} }

func (l *loop) stop() {}
func (l *loop) run()  {}

// Only the first part is waited for.
func replace(old, next []*loop) {
	var wg sync.WaitGroup
	for i := range old {
		wg.Add(1)
		go func() {
			old[i].stop()
			wg.Done()
			next[i].run()
		}()
		wg.Add(1)
		go func() {
			old[i].stop()
			wg.Done()
			<-next[i].block
		}()
	}
	wg.Wait()
}
