package fixture

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"time"
)

func blank(ctx context.Context) context.Context {
	ctx, _ = context.WithCancel(ctx) // want "discarded"
	return ctx
}

func early(ctx context.Context, id int) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want "`cancel` is not called on every path"
	if id < 0 {
		return errors.New("negative")
	}
	defer cancel()
	return ctx.Err()
}

func conditional(ctx context.Context, short bool) error {
	ctx, cancel := context.WithCancel(ctx) // want "`cancel` is not called on every path"
	if short {
		defer cancel()
	}
	return ctx.Err()
}

func stop() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt) // want "`stop` is not called on every path"
	if ctx.Err() != nil {
		stop()
	}
}

func cause(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx) // want "`cancel` is not called on every path"
	if ctx.Err() == nil {
		return nil
	}
	cancel(nil)
	return nil
}

func overwritten(ctx context.Context) {
	_, cancel := context.WithCancel(ctx) // want "`cancel` is overwritten before it is called"
	_, cancel = context.WithCancel(ctx)
	cancel()
}

func derive(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithCancel(ctx)
}

func wrapper(ctx context.Context, id int) error {
	ctx, cancel := derive(ctx) // want "`cancel` is not called on every path"
	if id < 0 {
		return nil
	}
	cancel()
	return ctx.Err()
}

func deferred(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return ctx.Err()
}

func deferredLiteral(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		cancel()
	}()
	return ctx.Err()
}

func returned(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, cancel
}

type worker struct{ cancel context.CancelFunc }

func stored(ctx context.Context, w *worker) {
	ctx, cancel := context.WithCancel(ctx)
	w.cancel = cancel
	_ = ctx
}

func field(ctx context.Context, w *worker) context.Context {
	ctx, w.cancel = context.WithCancel(ctx)
	return ctx
}

func passed(ctx context.Context, keep func(func())) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	keep(cancel)
	return ctx
}

func captured(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, func() { cancel() }
}

func panics(ctx context.Context, id int) error {
	ctx, cancel := context.WithCancel(ctx)
	if id < 0 {
		panic("negative")
	}
	cancel()
	return ctx.Err()
}

func exits(ctx context.Context, id int) error {
	ctx, cancel := context.WithCancel(ctx)
	if id < 0 {
		os.Exit(1)
	}
	defer cancel()
	return ctx.Err()
}

func correlated(ctx context.Context, timeout time.Duration) error {
	var cancel context.CancelFunc
	if timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, timeout)
	}
	if cancel != nil {
		defer cancel()
	}
	return ctx.Err()
}

func withError(ctx context.Context, open func(context.Context) (context.Context, context.CancelFunc, error)) error {
	ctx, cancel, err := open(ctx)
	if err != nil {
		return err
	}
	defer cancel()
	return ctx.Err()
}

func (w *worker) restart(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, w.cancel = context.WithCancel(ctx)
	return ctx, w.cancel
}

func restarts(ctx context.Context, w *worker) {
	w.restart(ctx)
}
