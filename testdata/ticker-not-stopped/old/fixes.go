package old

import (
	"context"
	"time"
)

func poll(ctx context.Context, look func()) {
	ticker := time.NewTicker(time.Second) // want "`ticker` is not stopped on every path: it ticks on"
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			look()
		}
	}
}

func stopsLate(stop bool) {
	ticker := time.NewTicker(time.Second) // want "`ticker` is not stopped on every path: it ticks on"
	if stop {
		return
	}
	<-ticker.C
	ticker.Stop()
}
