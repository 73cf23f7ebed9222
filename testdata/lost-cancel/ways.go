package fixture

import (
	"context"
	c "context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"testing"
	"time"
)

func shadowed(ctx context.Context, wait bool) error {
	var cancel context.CancelFunc
	if wait {
		ctx, cancel := context.WithTimeout(ctx, time.Second) // want "`cancel` is not called"
		fmt.Println(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		cancel()
	}
	if cancel != nil {
		cancel()
	}
	return nil
}

func onlyWhenSet(ctx context.Context, wait bool) {
	var cancel context.CancelFunc
	if wait {
		ctx, cancel = context.WithTimeout(ctx, time.Second)
	}
	fmt.Println(ctx)
	if cancel != nil {
		cancel()
	}
}

func onlySometimes(ctx context.Context, wait bool) {
	var cancel context.CancelFunc
	if wait {
		ctx, cancel = context.WithTimeout(ctx, time.Second) // want "`cancel` is not called"
	}
	if ctx.Err() == nil && cancel != nil {
		cancel()
	}
}

func renamed(ctx c.Context) {
	_, stop := c.WithCancel(ctx) // want "`stop` is not called"
	_ = stop
}

func notified(ctx context.Context) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt) // want "`stop` is not called"
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Second):
	}
	stop()
	return nil
}

func causes(ctx context.Context, failed bool) error {
	ctx, cancel := context.WithCancelCause(ctx) // want "`cancel` is not called"
	if failed {
		cancel(errors.New("failed"))
		return context.Cause(ctx)
	}
	return nil
}

func deadline(ctx context.Context) context.Context {
	ctx, _ = context.WithDeadlineCause(ctx, time.Now(), nil) // want "the cancel function"
	return ctx
}

func returnsContext(ctx context.Context) context.Context {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want "`cancel` is not called"
	go func() {
		<-ctx.Done()
		fmt.Println(ctx.Err())
	}()
	_ = cancel
	return ctx
}

func inGoroutine(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		<-ctx.Done()
	}()
}

func afterFunc(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	time.AfterFunc(time.Second, cancel)
	<-ctx.Done()
}

func inClosure(ctx context.Context) func() {
	ctx, cancel := context.WithCancel(ctx)
	return func() {
		cancel()
		<-ctx.Done()
	}
}

func closureNeverCalls(ctx context.Context) func() {
	ctx, cancel := context.WithCancel(ctx) // want "`cancel` is not called"
	return func() {
		_ = cancel == nil
		<-ctx.Done()
	}
}

type worker struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newWorker(ctx context.Context) *worker {
	w := &worker{}
	w.ctx, w.cancel = context.WithCancel(ctx)
	return w
}

func newWorkerChecked(ctx context.Context, ok bool) (*worker, error) {
	w := &worker{}
	w.ctx, w.cancel = context.WithCancel(ctx) // want "`w.cancel` is not called"
	if !ok {
		return nil, errors.New("not ok")
	}
	return w, nil
}

func newWorkerStopped(ctx context.Context, ok bool) (*worker, error) {
	w := &worker{}
	w.ctx, w.cancel = context.WithCancel(ctx)
	if !ok {
		w.stop()
		return nil, errors.New("not ok")
	}
	return w, nil
}

func (w *worker) stop() { w.cancel() }

func newWorkerRunning(ctx context.Context) error {
	w := &worker{}
	w.ctx, w.cancel = context.WithCancel(ctx)
	go w.run()
	return nil
}

func (w *worker) run() { <-w.ctx.Done() }

func (w *worker) start(ctx context.Context) {
	w.ctx, w.cancel = context.WithCancel(ctx)
}

func literal(ctx context.Context) *worker {
	ctx, cancel := context.WithCancel(ctx)
	return &worker{ctx: ctx, cancel: cancel}
}

func derive(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	return ctx, func() {
		fmt.Println("done")
		cancel()
	}
}

func derived(ctx context.Context) error {
	ctx, cancel := derive(ctx) // want "`cancel` is not called"
	if err := ctx.Err(); err != nil {
		return err
	}
	cancel()
	return nil
}

func derivedBlank(ctx context.Context) error {
	ctx, _ = derive(ctx) // want "the cancel function"
	return ctx.Err()
}

func testContext(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	return ctx
}

func both(ctx context.Context) {
	ctx, cancel1 := context.WithCancel(ctx)
	defer cancel1()
	ctx, cancel2 := context.WithTimeout(ctx, time.Second) // want "`cancel2` is not called"
	_, _ = ctx, cancel2
}

func reused(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx) // want "`cancel` is overwritten before it is called"
	ctx, cancel = context.WithTimeout(ctx, time.Second)
	defer cancel()
	<-ctx.Done()
}

func perTurn(ctx context.Context, urls []string) {
	for range urls {
		ctx, cancel := context.WithTimeout(ctx, time.Second) // want "`cancel` is lost at each turn"
		if ctx.Err() != nil {
			continue
		}
		cancel()
	}
}

func perTurnLiteral(ctx context.Context, urls []string) {
	for range urls {
		func() {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			<-ctx.Done()
		}()
	}
}

func jumps(ctx context.Context) {
	n := 0
again:
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want "`cancel` is lost at each turn"
	if n++; ctx.Err() != nil && n < 3 {
		goto again
	}
	cancel()
}

func stops(all []context.CancelFunc) {
	for _, stop := range all {
		stop()
	}
}

func collected(ctx context.Context, n int) {
	var all []context.CancelFunc
	for range n {
		_, cancel := context.WithCancel(ctx)
		all = append(all, cancel)
	}
	stops(all)
}

func once(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	var stop sync.Once
	defer stop.Do(cancel)
	<-ctx.Done()
}

func passed(ctx context.Context, run func(context.Context, context.CancelFunc)) {
	ctx, cancel := context.WithCancel(ctx)
	run(ctx, cancel)
}

func named(ctx context.Context) (out context.Context, cancel context.CancelFunc) {
	out, cancel = context.WithCancel(ctx)
	return
}

func namedLost(ctx context.Context) (out context.Context, err error) {
	out, cancel := context.WithCancel(ctx) // want "`cancel` is not called"
	if out.Err() != nil {
		cancel()
		return nil, out.Err()
	}
	return out, nil
}

func panics(ctx context.Context, ok bool) {
	ctx, cancel := context.WithCancel(ctx)
	if !ok {
		panic("not ok")
	}
	defer cancel()
	<-ctx.Done()
}

func declared(ctx context.Context) {
	var ctx2, cancel = context.WithCancel(ctx) // want "`cancel` is not called"
	_, _ = ctx2, cancel
}

type cancelFunc = context.CancelFunc

func aliased(ctx context.Context) {
	var cancel cancelFunc
	_, cancel = context.WithCancel(ctx) // want "`cancel` is not called"
	_ = cancel
}

func switched(ctx context.Context, kind int) {
	ctx, cancel := context.WithCancel(ctx) // want "`cancel` is not called"
	switch kind {
	case 0:
		cancel()
	case 1:
		fallthrough
	case 2:
		fmt.Println(ctx)
	default:
		cancel()
	}
}
