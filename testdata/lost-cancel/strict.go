package fixture

import (
	"context"
	"time"
)

func plain(parent context.Context) error {
	ctx, cancel := context.WithTimeout(parent, time.Second) // want strict "`cancel` is called but not deferred"
	err := ctx.Err()
	cancel()
	return err
}

func everyPath(parent context.Context, fast bool) error {
	ctx, cancel := context.WithCancel(parent) // want strict "`cancel` is called but not deferred"
	if fast {
		cancel()
		return nil
	}
	err := ctx.Err()
	cancel()
	return err
}

func cause(parent context.Context) error {
	ctx, cancel := context.WithCancelCause(parent) // want strict "`cancel` is called but not deferred"
	err := ctx.Err()
	cancel(err)
	return err
}

func perTurn(parent context.Context) {
	for range 3 {
		ctx, cancel := context.WithTimeout(parent, time.Second)
		_ = ctx.Err()
		cancel()
	}
}

func deferred(parent context.Context) error {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	err := ctx.Err()
	cancel()
	return err
}

func handed(parent context.Context) context.Context {
	ctx, cancel := context.WithCancel(parent)
	time.AfterFunc(time.Second, cancel)
	return ctx
}

func atOnce(parent context.Context, use func(context.Context)) {
	ctx, cancel := context.WithCancel(parent)
	cancel()
	use(ctx)
}
