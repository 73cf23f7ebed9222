package fixture

import (
	"context"
	"net/http"
	stdtime "time"
)

const short = 5 * stdtime.Millisecond

func retry(ctx context.Context, try func() error) (err error) {
	for range 3 {
		if err = try(); err == nil {
			return nil
		}
		stdtime.Sleep(stdtime.Second) // want "this sleep goes on when `ctx` is cancelled"
	}
	return err
}

func variable(ctx context.Context, d stdtime.Duration) {
	stdtime.Sleep(d) // want "this sleep goes on when `ctx` is cancelled"
}

func handler(w http.ResponseWriter, r *http.Request) {
	stdtime.Sleep(stdtime.Second) // want "this sleep goes on when `r.Context()` is cancelled"
}

func after(ctx context.Context) {
	<-stdtime.After(stdtime.Second) // want "this wait goes on when `ctx` is cancelled"
}

func timer(ctx context.Context) {
	t := stdtime.NewTimer(stdtime.Second)
	<-t.C // want "this wait goes on when `ctx` is cancelled"
}

func derived() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stdtime.Sleep(stdtime.Second) // want "this sleep goes on when `ctx` is cancelled"
	_ = ctx
}

func callback(ctx context.Context, each func(func())) {
	each(func() {
		stdtime.Sleep(stdtime.Second) // want "this sleep goes on when `ctx` is cancelled"
	})
}

// Look-alikes.
func brief(ctx context.Context) {
	stdtime.Sleep(short)
	stdtime.Sleep(1)
}

func cancelled(ctx context.Context) {
	<-ctx.Done()
	stdtime.Sleep(stdtime.Second)
}

func selects(ctx context.Context) {
	t := stdtime.NewTimer(stdtime.Second)
	defer t.Stop()
	select {
	case <-ctx.Done():
		stdtime.Sleep(stdtime.Second)
	case <-t.C:
	case <-stdtime.After(stdtime.Second):
	}
}

func drains(ctx context.Context, t *stdtime.Timer) {
	if !t.Stop() {
		<-t.C
	}
}

func none() { stdtime.Sleep(stdtime.Second) }

func started(ctx context.Context) {
	go func() { stdtime.Sleep(stdtime.Second) }()
}
