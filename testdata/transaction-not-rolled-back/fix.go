package fixture

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5"
)

func move(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if _, err := tx.ExecContext(ctx, "update a set n = n + 1"); err != nil {
		return err
	}
	return tx.Commit()
}

func conn(ctx context.Context, c *pgx.Conn) error {
	tx, err := c.Begin(ctx) // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "update a set n = n + 1"); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

func inLoop(db *sql.DB, ids []int) error {
	for range ids {
		tx, err := db.Begin() // want "`tx` is neither committed nor rolled back on every path"
		if err != nil {
			return err
		}
		if _, err := tx.Exec("update"); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}
