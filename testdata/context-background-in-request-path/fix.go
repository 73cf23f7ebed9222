package fixture

import (
	"context"
	"net/http"
	"time"
)

func use(ctx context.Context) error { return ctx.Err() }

func handler(w http.ResponseWriter, r *http.Request) {
	_ = use(context.Background()) // want "ignores `r.Context()`"
}

func timeout(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want "ignores `ctx`"
	defer cancel()
	return use(ctx)
}

func started(ctx context.Context) {
	go func() {
		_ = use(context.TODO()) // want "drops the values of `ctx`"
	}()
}
