package a

import (
	"sync"
	"sync/atomic"
)

func gather(jobs []func() int) (results []int) {
	out := make(chan int, len(jobs))
	for _, job := range jobs {
		go func() {
			out <- job()
			close(out) // want "the second close of `out` panics"
		}()
	}
	for r := range out {
		results = append(results, r)
	}
	return results
}

func firstBad(next func() (int, bool)) {
	ch := make(chan int)
	go func() {
		for {
			v, ok := next()
			if !ok {
				return
			}
			ch <- v
		}
	}()
	for v := range ch {
		if v < 0 {
			close(ch) // want "the sender panics"
			return
		}
	}
}

// What looks alike.

func coordinator(jobs []func() int) (results []int) {
	out := make(chan int, len(jobs))
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out <- job()
		}()
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	for r := range out {
		results = append(results, r)
	}
	return results
}

func last(jobs []func() int) {
	out := make(chan int, len(jobs))
	var left atomic.Int32
	left.Store(int32(len(jobs)))
	for _, job := range jobs {
		go func() {
			out <- job()
			if left.Add(-1) == 0 {
				close(out)
			}
		}()
	}
	for range out {
	}
}

func once(jobs []func() int) {
	done := make(chan struct{})
	var once sync.Once
	for _, job := range jobs {
		go func() {
			job()
			once.Do(func() { close(done) })
		}()
	}
	<-done
}

func counted(jobs []func() int) (total int) {
	out := make(chan int)
	for _, job := range jobs {
		go func() { out <- job() }()
	}
	for range jobs {
		total += <-out
	}
	close(out)
	return total
}

func ownEach(jobs []func() int) {
	for _, job := range jobs {
		out := make(chan int, 1)
		go func() {
			defer close(out)
			out <- job()
		}()
		<-out
	}
}

func stops(job func(<-chan struct{})) {
	done := make(chan struct{})
	go job(done)
	close(done)
}
