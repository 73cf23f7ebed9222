package a

import (
	"context"
	"sync"
)

func sum(values []int) (total int) {
	ch := make(chan int)
	go func() {
		for _, v := range values {
			ch <- v
		}
	}()
	for v := range ch { // want "this loop never ends: nobody closes `ch`"
		total += v
	}
	return total
}

func buffered(values []int) (total int) {
	ch := make(chan int, 100)
	for _, v := range values {
		ch <- v
	}
	for v := range ch { // want "this loop never ends: nobody closes `ch`"
		total += v
	}
	return total
}

func many(values []int, f func(int) int) (total int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, v := range values {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- f(v)
		}()
	}
	go wg.Wait()
	for v := range ch { // want "this loop never ends: nobody closes `ch`"
		total += v
	}
	return total
}

func lines(read func() (string, error)) <-chan string {
	out := make(chan string) // want "loops over `out` hang"
	go func() {
		for {
			line, err := read()
			if err != nil {
				return
			}
			if line == "" {
				break
			}
			out <- line
		}
		close(out)
	}()
	return out
}

func numbers(n int) <-chan int {
	out := make(chan int) // want "loops over `out` never end"
	go func() {
		for i := 0; i < n; i++ {
			out <- i
		}
	}()
	return out
}

func useNumbers() (total int) {
	for v := range numbers(3) {
		total += v
	}
	return total
}

// What looks alike.

func closes(values []int) (total int) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for _, v := range values {
			ch <- v
		}
	}()
	for v := range ch {
		total += v
	}
	return total
}

func coordinator(values []int, f func(int) int) (total int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, v := range values {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- f(v)
		}()
	}
	go func() {
		wg.Wait()
		close(ch)
	}()
	for v := range ch {
		total += v
	}
	return total
}

func endless(next func() int, use func(int)) {
	ch := make(chan int)
	go func() {
		for {
			ch <- next()
		}
	}()
	for v := range ch {
		use(v)
	}
}

func counted(values []int, use func(int)) {
	ch := make(chan int)
	for _, v := range values {
		go func() { ch <- v }()
	}
	seen := 0
	for v := range ch {
		use(v)
		if seen++; seen == len(values) {
			break
		}
	}
}

func passed(fill func(chan<- int)) (total int) {
	ch := make(chan int)
	go fill(ch)
	for v := range ch {
		total += v
	}
	return total
}

func oneShot(f func() int) <-chan int {
	out := make(chan int, 1)
	go func() { out <- f() }()
	return out
}

func useOneShot() int { return <-oneShot(func() int { return 1 }) }

func stops(ctx context.Context, read func() string) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		for {
			select {
			case out <- read():
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func forwards(in <-chan int) <-chan int {
	out := make(chan int)
	go func() {
		for v := range in {
			out <- v
		}
		close(out)
	}()
	return out
}

func panics(read func() (string, error)) <-chan string {
	out := make(chan string)
	go func() {
		line, err := read()
		if err != nil {
			panic(err)
		}
		out <- line
		close(out)
	}()
	return out
}
