package fixture

import (
	"context"
	"time"
)

func retry(ctx context.Context, try func() error) (int, error) {
	for range 3 {
		if try() == nil {
			return 1, nil
		}
		time.Sleep(time.Second) // want "this sleep goes on"
	}
	return 0, nil
}

func pause(ctx context.Context, d time.Duration) {
	time.Sleep(d) // want "this sleep goes on"
}
