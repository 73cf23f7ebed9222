package helpers

import "sync"

// A goroutine that is counted itself counts one more, which a helper starts.
func spread(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for _, job := range jobs {
			wg.Add(1)
			launch(&wg, job)
		}
	}()
	wg.Wait()
}

func launch(wg *sync.WaitGroup, job func()) {
	go func() {
		defer wg.Done()
		job()
	}()
}

// The helper starts nothing.
func alone(job func()) {
	var wg sync.WaitGroup
	go func() {
		wg.Add(1) // want "`wg.Add` runs inside the goroutine: `Wait` may return first"
		defer wg.Done()
		run(job)
	}()
	wg.Wait()
}

func run(job func()) { job() }
