package fixture

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"
)

type key struct{}

type userID int

func database(ctx context.Context, db *sql.DB) context.Context {
	return context.WithValue(ctx, key{}, db) // want "travels in a context"
}

func client(ctx context.Context, c *http.Client) context.Context {
	return context.WithValue(ctx, key{}, c) // want "travels in a context"
}

func logger(ctx context.Context, l *slog.Logger) context.Context {
	return context.WithValue(ctx, key{}, l) // want "travels in a context"
}

func retries(ctx context.Context) context.Context {
	return context.WithValue(ctx, key{}, 3) // want "a plain number travels"
}

func user(ctx context.Context, id userID) context.Context {
	return context.WithValue(ctx, key{}, id)
}

func trace(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key{}, id)
}

func request(ctx context.Context, r *http.Request) context.Context {
	return context.WithValue(ctx, key{}, r)
}
