package fixture

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"time"
)

func do(ctx context.Context) error { return ctx.Err() }

func straight(parent context.Context) error {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	if err := do(ctx); err != nil {
		cancel()
		return err
	}
	cancel()
	return do(ctx) // want "`ctx` is cancelled already"
}

func branches(parent context.Context, fast bool) error {
	ctx, cancel := context.WithCancel(parent)
	_ = do(ctx)
	if fast {
		cancel()
	} else {
		cancel()
	}
	return do(ctx) // want "`ctx` is cancelled already"
}

func sameName(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	_ = do(ctx)
	cancel()
	return do(ctx) // want "`ctx` is cancelled already"
}

func request(parent context.Context, client *http.Client) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	_ = do(ctx)
	cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", "http://example.org", nil) // want "`ctx` is cancelled already"
	if err != nil {
		return nil, err
	}
	return client.Do(req)
}

func stopped() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	_ = do(ctx)
	stop()
	return do(ctx) // want "`ctx` is cancelled already"
}

func derivedAgain(parent context.Context) {
	ctx, cancel := context.WithCancel(parent)
	_ = do(ctx)
	cancel()
	child, stop := context.WithTimeout(ctx, time.Second) // want "`ctx` is cancelled already"
	defer stop()
	_ = do(child)
}

func cause(parent context.Context) error {
	ctx, cancel := context.WithCancelCause(parent)
	_ = do(ctx)
	cancel(nil)
	return do(ctx) // want "`ctx` is cancelled already"
}

func perTurn(parent context.Context) {
	for range 3 {
		ctx, cancel := context.WithTimeout(parent, time.Second)
		_ = do(ctx)
		cancel()
		_ = do(ctx) // want "`ctx` is cancelled already"
	}
}

// Look-alikes.
func some(parent context.Context, fast bool) error {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	_ = do(ctx)
	if fast {
		cancel()
	}
	return do(ctx)
}

func asked(parent context.Context) error {
	ctx, cancel := context.WithCancel(parent)
	_ = do(ctx)
	cancel()
	fmt.Println(ctx.Err(), context.Cause(ctx), ctx.Value("x"))
	return ctx.Err()
}

func renewed(parent context.Context) error {
	ctx, cancel := context.WithCancel(parent)
	_ = do(ctx)
	cancel()
	ctx, cancel = context.WithCancel(parent)
	defer cancel()
	return do(ctx)
}

func deferred(parent context.Context) error {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	return do(ctx)
}

func turns(parent context.Context) {
	for range 3 {
		ctx, cancel := context.WithCancel(parent)
		_ = do(ctx)
		cancel()
	}
}

func meant(parent context.Context) error {
	ctx, cancel := context.WithCancel(parent)
	cancel()
	return do(ctx)
}

func parentUsed(parent context.Context) error {
	ctx, cancel := context.WithCancel(parent)
	_ = do(ctx)
	cancel()
	return do(parent)
}
