package fixture

import "context"

// By its type, stored by assignment.
type first struct {
	ctx    context.Context
	cancel context.CancelFunc // want "nothing calls `first.cancel`"
}

func (f *first) start(ctx context.Context) { f.ctx, f.cancel = context.WithCancel(ctx) }

// In a literal with and without keys.
type second struct {
	cancel context.CancelFunc // want "nothing calls `second.cancel`"
}

func newSecond(ctx context.Context) (*second, context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	return &second{cancel: cancel}, ctx
}

type third struct {
	ctx    context.Context
	cancel context.CancelFunc // want "nothing calls `third.cancel`"
}

func newThird(ctx context.Context) third {
	ctx, cancel := context.WithCancel(ctx)
	return third{ctx, cancel}
}

// A plain function that holds one.
type fourth struct {
	stop func() // want "nothing calls `fourth.stop`"
}

func newFourth(ctx context.Context) (*fourth, context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	f := &fourth{}
	f.stop = cancel
	return f, ctx
}

type fifth struct {
	cancel context.CancelCauseFunc // want "nothing calls `fifth.cancel`"
}

func (f *fifth) start(ctx context.Context) context.Context {
	ctx, f.cancel = context.WithCancelCause(ctx)
	return ctx
}

// An owner that is dropped.
type worker struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newWorker(ctx context.Context) *worker {
	w := &worker{}
	w.ctx, w.cancel = context.WithCancel(ctx)
	return w
}

func (w *worker) run() {}

func (w *worker) Stop() { w.cancel() }

func drops(ctx context.Context) {
	newWorker(ctx)     // want "nobody calls `Stop` of this `worker`"
	_ = newWorker(ctx) // want "nobody calls `Stop` of this `worker`"
}

func forgets(ctx context.Context) {
	w := newWorker(ctx) // want "nobody calls `Stop` of this `worker`"
	w.run()
}

func stops(ctx context.Context) {
	w := newWorker(ctx)
	defer w.Stop()
	w.run()
}

func handsOn(ctx context.Context) *worker {
	w := newWorker(ctx)
	w.run()
	return w
}

// Look-alikes.
type called struct{ cancel context.CancelFunc }

func (c *called) start(ctx context.Context) { _, c.cancel = context.WithCancel(ctx) }

func (c *called) Close() {
	if c.cancel != nil {
		c.cancel()
	}
}

type handed struct{ cancel context.CancelFunc }

func (h *handed) start(ctx context.Context) { _, h.cancel = context.WithCancel(ctx) }

func (h *handed) canceller() context.CancelFunc { return h.cancel }

type Exported struct{ Cancel context.CancelFunc }

func (e *Exported) start(ctx context.Context) { _, e.Cancel = context.WithCancel(ctx) }

type hooks struct{ done func() }

func newHooks(done func()) *hooks { return &hooks{done: done} }
