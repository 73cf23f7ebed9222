package fixture

import (
	"context"
	"time"
)

func work(ctx context.Context) error { return ctx.Err() }

func after(parent context.Context) error {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	err := work(ctx)
	cancel()
	if err != nil {
		return err
	}
	return work(ctx) // want "`ctx` is cancelled already"
}

func deferred(parent context.Context) error {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	return work(ctx)
}

func asked(parent context.Context) error {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	cancel()
	return ctx.Err()
}

func branch(parent context.Context, stop bool) error {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	if stop {
		cancel()
	}
	defer cancel()
	return work(ctx)
}

func loop(parent context.Context) {
	for range 3 {
		ctx, cancel := context.WithTimeout(parent, time.Second)
		_ = work(ctx)
		cancel()
	}
}

func atOnce(parent context.Context) error {
	ctx, cancel := context.WithCancel(parent)
	cancel()
	return work(ctx)
}

type idKey struct{}

func id(ctx context.Context) string {
	text, _ := ctx.Value(idKey{}).(string)
	return text
}

// What it does with the context is read values, through another function.
func named(ctx context.Context, what string) string { return what + id(ctx) }

func unused(_ context.Context) int { return 1 }

func valuesOutliveTheEnd(parent context.Context) (string, int) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	_ = do(ctx)
	cancel()
	return named(ctx, "request "), unused(ctx)
}
