package fixes

import "sync"

func all(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Go(func() {
			defer wg.Done() // want "`wg` panics: `wg.Go` counts by itself, and this is one `Done` too many"
			job()
		})
	}
	wg.Wait()
}
