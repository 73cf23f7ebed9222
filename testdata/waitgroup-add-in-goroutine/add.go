package fixture

import "sync"

func first(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		go func() {
			wg.Add(1) // want "`wg.Add` runs inside the goroutine"
			defer wg.Done()
			job()
		}()
	}
	wg.Wait()
}

func later(job func(), log func(string)) {
	var wg sync.WaitGroup
	go func() {
		log("starting")
		wg.Add(1) // want "`wg.Add` runs inside the goroutine"
		defer wg.Done()
		job()
	}()
	wg.Wait()
}

func afterGo(job func()) {
	wg := &sync.WaitGroup{}
	go func() {
		defer wg.Done()
		job()
	}()
	wg.Add(1) // want "`wg.Add` comes after the goroutine"
	wg.Wait()
}

func before(jobs []func()) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			job()
		}()
	}
	wg.Wait()
}

func counted(job func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		wg.Add(1)
		go func() {
			defer wg.Done()
			job()
		}()
	}()
	wg.Wait()
}

func own(job func()) {
	go func() {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			job()
		}()
		wg.Wait()
	}()
}

func ordered(job func()) {
	var wg sync.WaitGroup
	started := make(chan struct{})
	go func() {
		wg.Add(1)
		close(started)
		defer wg.Done()
		job()
	}()
	<-started
	wg.Wait()
}

func twoRounds(a, b func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		a()
	}()
	wg.Add(1)
	go func() {
		defer wg.Done()
		b()
	}()
	wg.Wait()
}

type other struct{}

func (other) Add(int) {}
func (other) Done()   {}
func (other) Wait()   {}

func notWaitGroup() {
	var wg other
	go func() {
		wg.Add(1)
		defer wg.Done()
	}()
	wg.Wait()
}
