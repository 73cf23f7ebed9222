package fixes

import "sync"

func all(jobs []func() error) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			if job() != nil {
				return
			}
			wg.Done() // want default "`wg.Wait` may hang: this goroutine can end without `Done`"
		}()
	}
	wg.Wait()
}

func last(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			job()
			wg.Done() // want "`wg.Wait` hangs when this goroutine panics and recovers before `Done`"
		}()
	}
	wg.Wait()
}
