package fixture

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
)

type dbtx interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func conn(ctx context.Context, c *pgx.Conn) error {
	rows, err := c.Query(ctx, "select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	if rows.Next() {
		return nil
	}
	return rows.Err()
}

func pool(ctx context.Context, p *pgxpool.Pool) error {
	rows, err := p.Query(ctx, "select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

func inTx(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, "select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if id == 0 {
			return nil
		}
	}
	return rows.Err()
}

func byInterface(ctx context.Context, q dbtx) error {
	rows, err := q.Query(ctx, "select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

// A failed Scan closes the rows of pgx.
func failedScan(ctx context.Context, c *pgx.Conn) error {
	rows, err := c.Query(ctx, "select 1")
	if err != nil {
		return err
	}
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return err
		}
		values, err := rows.Values()
		if err != nil {
			return err
		}
		fmt.Println(values)
	}
	return rows.Err()
}

func collected(ctx context.Context, c *pgx.Conn) ([]int, error) {
	rows, err := c.Query(ctx, "select 1")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.Row) (n int, err error) {
		err = row.Scan(&n)
		return n, err
	})
}

func deferred(ctx context.Context, p *pgxpool.Pool) error {
	rows, err := p.Query(ctx, "select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	rows.Next()
	return nil
}

func extended(ctx context.Context, db *sqlx.DB, tx *sqlx.Tx) error {
	first, err := db.Queryx("select 1") // want "`first` is not closed on every path"
	if err != nil {
		return err
	}
	first.Next()
	second, err := db.QueryxContext(ctx, "select 1") // want "`second` is not closed on every path"
	if err != nil {
		return err
	}
	second.Next()
	third, err := db.NamedQuery("select :id", map[string]any{}) // want "`third` is not closed on every path"
	if err != nil {
		return err
	}
	third.Next()
	fourth, err := tx.Queryx("select 1") // want "`fourth` is not closed on every path"
	if err != nil {
		return err
	}
	fourth.Next()
	fifth, err := db.Query("select 1") // want "`fifth` is not closed on every path"
	if err != nil {
		return err
	}
	fifth.Next()
	return nil
}

func structScan(db *sqlx.DB) error {
	rows, err := db.Queryx("select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	for rows.Next() {
		var v struct{ ID int }
		if err := rows.StructScan(&v); err != nil {
			return err
		}
	}
	return rows.Err()
}
