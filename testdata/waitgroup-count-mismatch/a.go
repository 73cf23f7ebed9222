package a

import "sync"

func runAll(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(len(jobs)) // want "each turn adds the length"
		go func() {
			defer wg.Done()
			job()
		}()
	}
	wg.Wait()
}

func addsOne(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(1) // want "one is added, the loop starts many"
	for _, job := range jobs {
		go func() {
			defer wg.Done()
			job()
		}()
	}
	wg.Wait()
}

func skips(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(len(jobs)) // want "some turns of the loop start no goroutine"
	for _, job := range jobs {
		if job == nil {
			continue
		}
		go func() {
			defer wg.Done()
			job()
		}()
	}
	wg.Wait()
}

func forgets(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1) // want "nobody waits for `wg`"
		go func() {
			defer wg.Done()
			job()
		}()
	}
}

// What looks alike.

func before(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(len(jobs))
	for _, job := range jobs {
		go func() {
			defer wg.Done()
			job()
		}()
	}
	wg.Wait()
}

func compensates(jobs []func()) {
	var wg sync.WaitGroup
	wg.Add(len(jobs))
	for _, job := range jobs {
		if job == nil {
			wg.Done()
			continue
		}
		go func() {
			defer wg.Done()
			job()
		}()
	}
	wg.Wait()
}

func passed(jobs []func(*sync.WaitGroup)) {
	var wg sync.WaitGroup
	wg.Add(1)
	for _, job := range jobs {
		go job(&wg)
	}
	wg.Wait()
}

func single(job func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for range 3 {
			job()
		}
	}()
	wg.Wait()
}

func waitedElsewhere(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			job()
		}()
	}
	go func() { wg.Wait() }()
}
