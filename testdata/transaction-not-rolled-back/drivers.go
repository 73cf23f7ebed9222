package fixture

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
)

func pool(ctx context.Context, p *pgxpool.Pool) error {
	tx, err := p.Begin(ctx) // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "update"); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func conn(ctx context.Context, c *pgx.Conn) error {
	tx, err := c.BeginTx(ctx, pgx.TxOptions{}) // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "update")
	return err
}

func dropped(ctx context.Context, c *pgx.Conn) error {
	tx, err := c.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	tx.Commit(ctx) // want "the error of `tx.Commit` is dropped"
	return nil
}

func deferred(ctx context.Context, c *pgx.Conn) error {
	tx, err := c.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if _, err := tx.Exec(ctx, "update"); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func extended(db *sqlx.DB) error {
	tx, err := db.Beginx() // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	if err := tx.Get(new(int), "select 1"); err != nil {
		return err
	}
	return tx.Commit()
}

func must(db *sqlx.DB) error {
	tx := db.MustBegin() // want "`tx` is neither committed nor rolled back on every path"
	if err := tx.Get(new(int), "select 1"); err != nil {
		return err
	}
	return tx.Commit()
}
