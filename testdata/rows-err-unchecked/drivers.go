package fixture

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
)

func pool(ctx context.Context, p *pgxpool.Pool) ([]int, error) {
	rows, err := p.Query(ctx, "select 1")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []int
	for rows.Next() { // want "`rows.Err` is not checked"
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func conn(ctx context.Context, c *pgx.Conn) error {
	rows, err := c.Query(ctx, "select 1")
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	return rows.Err()
}

func closes(rows pgx.Rows) (n int) {
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
		n++
	}
	return n
}

func extended(db *sqlx.DB) error {
	rows, err := db.Queryx("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
		var v struct{ ID int }
		if err := rows.StructScan(&v); err != nil {
			return err
		}
	}
	return rows.Close()
}

func named(db *sqlx.DB) error {
	rows, err := db.NamedQuery("select :id", nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}
