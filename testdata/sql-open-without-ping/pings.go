package pings

import (
	"context"
	"database/sql"
)

func open(ctx context.Context, dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return db, db.PingContext(ctx)
}
