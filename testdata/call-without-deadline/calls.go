package fixture

import (
	"context"
	"database/sql"
	"net/http"
	"time"
)

func direct(db *sql.DB) error {
	return db.PingContext(context.Background()) // want "nothing bounds `db.PingContext`"
}

func wrapped() (*http.Request, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	return http.NewRequestWithContext(ctx, "GET", "http://example.com", nil) // want "nothing bounds"
}

func bounded(db *sql.DB) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return db.PingContext(ctx)
}

func given(ctx context.Context, db *sql.DB) error { return db.PingContext(ctx) }

func unknown(get func() context.Context, db *sql.DB) error { return db.PingContext(get()) }
