package old

import "context"

func work(ctx context.Context) error { return ctx.Err() }

// Below Go 1.21 there is no other way to detach.
func outlives(ctx context.Context) {
	go func() {
		_ = work(context.Background())
	}()
	go work(context.Background())
	_ = work(context.Background()) // want "`context.Background` ignores `ctx`"
}
