package a

import (
	"context"
	"errors"
	"time"
)

func query(ctx context.Context, slow func() string) (string, error) {
	result := make(chan string)
	go func() {
		result <- slow() // want "this goroutine leaks: `result` is not received from on some path"
	}()
	select {
	case value := <-result:
		return value, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func timeout(slow func() int) int {
	ch := make(chan int)
	go func() {
		v := slow()
		ch <- v // want "this goroutine leaks"
	}()
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Second):
	}
	return 0
}

func early(slow func() int, check func() error) (int, error) {
	ch := make(chan int)
	go func() {
		ch <- slow() // want "this goroutine leaks"
	}()
	if err := check(); err != nil {
		return 0, err
	}
	return <-ch, nil
}

func fastest(urls []string, get func(string) string) string {
	ch := make(chan string)
	for _, url := range urls {
		go func() {
			ch <- get(url) // want "all goroutines but one leak"
		}()
	}
	return <-ch
}

func forgotten(slow func() int) {
	ch := make(chan int)
	go func() {
		ch <- slow() // want "nobody receives from `ch`"
	}()
}

// What looks alike.

func roomy(ctx context.Context, slow func() string) (string, error) {
	result := make(chan string, 1)
	go func() {
		result <- slow()
	}()
	select {
	case value := <-result:
		return value, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func givesUp(ctx context.Context, slow func() string) (string, error) {
	result := make(chan string)
	go func() {
		select {
		case result <- slow():
		case <-ctx.Done():
		}
	}()
	select {
	case value := <-result:
		return value, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func waits(slow func() int) int {
	ch := make(chan int)
	go func() { ch <- slow() }()
	return <-ch
}

func drains(ctx context.Context, slow func() int) error {
	ch := make(chan int)
	go func() { ch <- slow() }()
	select {
	case <-ch:
		return nil
	case <-ctx.Done():
		<-ch
		return ctx.Err()
	}
}

func deferredDrain(slow func() int, check func() error) error {
	ch := make(chan int)
	go func() { ch <- slow() }()
	defer func() { <-ch }()
	return check()
}

func earlyBefore(slow func() int, check func() error) (int, error) {
	ch := make(chan int)
	if err := check(); err != nil {
		return 0, err
	}
	go func() { ch <- slow() }()
	return <-ch, nil
}

func escapes(slow func() int, keep func(chan int), check func() error) error {
	ch := make(chan int)
	keep(ch)
	go func() { ch <- slow() }()
	if err := check(); err != nil {
		return err
	}
	<-ch
	return nil
}

func handsOut(slow func() int) <-chan int {
	ch := make(chan int)
	go func() { ch <- slow() }()
	return ch
}

func elsewhere(slow func() int, check func() error) error {
	ch := make(chan int)
	go func() { ch <- slow() }()
	go func() { <-ch }()
	return check()
}

func collects(urls []string, get func(string) string) (all []string) {
	ch := make(chan string)
	for _, url := range urls {
		go func() { ch <- get(url) }()
	}
	for range urls {
		all = append(all, <-ch)
	}
	return all
}

func ranges(values []int) (total int) {
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

func panics(slow func() int, bad bool) int {
	ch := make(chan int)
	go func() { ch <- slow() }()
	if bad {
		panic(errors.New("bad"))
	}
	return <-ch
}

func sameTurn(urls []string, get func(string) string) {
	for _, url := range urls {
		ch := make(chan string)
		go func() { ch <- get(url) }()
		<-ch
	}
}
