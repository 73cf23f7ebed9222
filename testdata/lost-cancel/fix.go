package fixture

import (
	"context"
	"os"
	"os/signal"
	"time"
)

func unused(parent context.Context) error {
	ctx, cancel := context.WithTimeout(parent, time.Second) // want "`cancel` is not called on every path"
	_ = cancel
	return ctx.Err()
}

func cause(parent context.Context) error {
	ctx, cancel := context.WithCancelCause(parent) // want "`cancel` is not called on every path"
	if ctx.Err() != nil {
		return nil
	}
	cancel(nil)
	return nil
}

func some(parent context.Context, fast bool) {
	ctx, stop := signal.NotifyContext(parent, os.Interrupt) // want "`stop` is not called on every path"
	if fast {
		return
	}
	<-ctx.Done()
	stop()
}

func blank(parent context.Context) error {
	ctx, _ := context.WithTimeout(parent, time.Second) // want "discarded"
	return ctx.Err()
}

func blankTwice(parent context.Context, cancel func()) error {
	ctx, _ := context.WithTimeout(parent, time.Second) // want "discarded"
	cancel()
	return ctx.Err()
}

func perTurn(parent context.Context) {
	for range 3 {
		ctx, _ := context.WithTimeout(parent, time.Second) // want "discarded"
		_ = ctx
	}
}
