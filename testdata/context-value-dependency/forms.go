package fixture

import (
	"context"
	"database/sql"
	"log"
	"log/slog"
	"net/http"
	"os"
	"time"
)

type (
	key            struct{}
	UserRepository struct{ db *sql.DB }
	Config         struct{ Limit int }
	mailClient     struct{}
	user           struct{ ID int }
	Store          interface{ Get(id int) error }
)

func put(ctx context.Context, db *sql.DB, tx *sql.Tx, c *http.Client, l *slog.Logger, old *log.Logger, r *UserRepository, cfg Config, m mailClient, s Store, f *os.File) {
	context.WithValue(ctx, key{}, db)                 // want "travels in a context"
	context.WithValue(ctx, key{}, tx)                 // want "travels in a context"
	context.WithValue(ctx, key{}, c)                  // want "travels in a context"
	context.WithValue(ctx, key{}, l)                  // want "travels in a context"
	context.WithValue(ctx, key{}, old)                // want "travels in a context"
	context.WithValue(ctx, key{}, slog.Default())     // want "travels in a context"
	context.WithValue(ctx, key{}, r)                  // want "travels in a context"
	context.WithValue(ctx, key{}, cfg)                // want "travels in a context"
	context.WithValue(ctx, key{}, &cfg)               // want "travels in a context"
	context.WithValue(ctx, key{}, m)                  // want "travels in a context"
	context.WithValue(ctx, key{}, s)                  // want "travels in a context"
	context.WithValue(ctx, key{}, http.DefaultClient) // want "travels in a context"
	context.WithValue(ctx, key{}, f)                  // want "travels in a context"
	context.WithValue(ctx, key{}, 10)                 // want "travels in a context"
	context.WithValue(ctx, key{}, true)               // want "travels in a context"
	context.WithValue(ctx, key{}, 2*time.Second)      // want "travels in a context"
	context.WithValue(ctx, key{}, cfg.Limit)          // want "travels in a context"
}

type requestIDKey struct{}

func fine(ctx context.Context, id int64, u user, trace string) {
	context.WithValue(ctx, requestIDKey{}, id)
	context.WithValue(ctx, key{}, u)
	context.WithValue(ctx, key{}, trace)
	context.WithValue(ctx, key{}, "en")
	context.WithValue(ctx, key{}, u.ID)
}
