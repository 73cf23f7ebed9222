package fixture

import (
	"context"
	"time"
)

func retry(ctx context.Context, try func() error) error {
	for range 3 {
		if err := try(); err == nil {
			return nil
		}
		time.Sleep(time.Second) // want "this sleep goes on when `ctx` is cancelled"
	}
	return ctx.Err()
}

func computed(ctx context.Context, d time.Duration) {
	time.Sleep(d) // want "this sleep goes on"
}

func short(ctx context.Context) { time.Sleep(time.Millisecond) }

func none() { time.Sleep(time.Second) }

func waits(ctx context.Context) {
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
	}
}
