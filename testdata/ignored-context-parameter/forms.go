package fixture

import (
	"context"
	"database/sql"
	"io"
	"net/http"
	"os"
	"time"
)

type repo struct{ db *sql.DB }

func (r *repo) Save(ctx context.Context, name string) error { // want "`Save` takes `ctx`"
	_, err := r.db.Exec("INSERT INTO users VALUES (?)", name)
	return err
}

func get(ctx context.Context, url string) (*http.Response, error) { // want "`get` takes `ctx`"
	return http.Get(url)
}

func loops(ctx context.Context, items []int) (sum int) { // want "`loops` takes `ctx`"
	for _, item := range items {
		sum += item
	}
	return sum
}

func reads(c context.Context, name string) ([]byte, error) { // want "`reads` takes `c`"
	return os.ReadFile(name)
}

func copies(ctx context.Context, w io.Writer, r io.Reader) error { // want "`copies` takes `ctx`"
	_, err := io.Copy(w, r)
	return err
}

func sleeps(ctx context.Context) { // want "`sleeps` takes `ctx`"
	time.Sleep(time.Second)
}

func waits(ctx context.Context, ch chan int) { // want "`waits` takes `ctx`"
	select {
	case <-ch:
	}
}

func shadowed(ctx context.Context, r *repo) error { // want "`shadowed` takes `ctx`"
	{
		ctx := context.Background()
		return r.db.PingContext(ctx)
	}
}

var literal = func(ctx context.Context, r *repo) error { // want "takes `ctx`"
	return r.db.Ping()
}

// Look-alikes.
func blank(_ context.Context, r *repo) error { return r.db.Ping() }

func pure(ctx context.Context, a, b int) int { return a + b }

func passes(ctx context.Context, r *repo) error { return r.db.PingContext(ctx) }

func captures(ctx context.Context, r *repo) func() error {
	return func() error { return r.db.PingContext(ctx) }
}

type noop struct{}

func (noop) Do(ctx context.Context) error { return nil }
