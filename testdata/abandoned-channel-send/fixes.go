package fixes

import (
	"context"
	"time"
)

func within(ctx context.Context, ask func() int) (int, error) {
	answer := make(chan int)
	go func() {
		answer <- ask() // want "this goroutine leaks: `answer` is not received from on some path"
	}()
	select {
	case n := <-answer:
		return n, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// Without a fix: how much room is enough is not known.
func first(asks []func() int) int {
	answers := make(chan int)
	for _, ask := range asks {
		go func() {
			answers <- ask() // want "all goroutines but one leak: `answers` is received from only once"
		}()
	}
	select {
	case n := <-answers:
		return n
	case <-time.After(time.Second):
		return 0
	}
}
