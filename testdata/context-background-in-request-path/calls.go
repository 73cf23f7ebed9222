package fixture

import (
	"context"
	"net/http"
	"time"
)

func work(ctx context.Context) error { return ctx.Err() }

func direct(ctx context.Context) error {
	return work(context.Background()) // want "`context.Background` ignores `ctx`"
}

func todo(w http.ResponseWriter, r *http.Request) {
	_ = work(context.TODO()) // want "`context.TODO` ignores `r.Context()`"
}

func derived(ctx context.Context) error {
	sub, cancel := context.WithTimeout(context.Background(), time.Second) // want "`context.Background` ignores `ctx`"
	defer cancel()
	return work(sub)
}

func inLiteral(ctx context.Context) error {
	return func() error {
		return work(context.Background()) // want "`context.Background` ignores `ctx`"
	}()
}

func passes(ctx context.Context) error { return work(ctx) }

func defaults(ctx context.Context) error {
	if ctx == nil {
		ctx = context.Background()
	}
	return work(ctx)
}

func shutdown(ctx context.Context, s *http.Server) error {
	<-ctx.Done()
	last, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return s.Shutdown(last)
}

func cleanup(ctx context.Context) {
	defer func() {
		_ = work(context.Background())
	}()
}

func outlives(ctx context.Context) {
	go func() {
		_ = work(context.Background()) // want "`context.Background` drops the values of `ctx`"
	}()
	go work(context.Background()) // want "`context.Background` drops the values of `ctx`"
}

func none() error { return work(context.Background()) }

func main() { _ = work(context.Background()) }
