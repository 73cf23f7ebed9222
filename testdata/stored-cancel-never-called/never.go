package fixture

import "context"

type worker struct {
	cancel context.CancelFunc // want "nothing calls `worker.cancel`"
}

func start(ctx context.Context, run func(context.Context)) *worker {
	ctx, cancel := context.WithCancel(ctx)
	go run(ctx)
	return &worker{cancel: cancel}
}

type closer struct {
	cancel context.CancelFunc
}

func open(ctx context.Context) *closer {
	_, cancel := context.WithCancel(ctx)
	c := &closer{}
	c.cancel = cancel
	return c
}

func (c *closer) Close() { c.cancel() }

type Exported struct {
	Cancel context.CancelFunc
}

func export(ctx context.Context) Exported {
	_, cancel := context.WithCancel(ctx)
	return Exported{Cancel: cancel}
}

type handed struct{ stop context.CancelFunc }

func (h handed) stopper() func() { return h.stop }

func hand(ctx context.Context) handed {
	_, cancel := context.WithCancel(ctx)
	return handed{stop: cancel}
}
