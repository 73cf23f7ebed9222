package fixture

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jmoiron/sqlx"
)

func loops(rows *sql.Rows, x *sqlx.Rows, p pgx.Rows) {
	var id int
	for rows.Next() {
		rows.Scan(&id) // want "the error of `rows.Scan` is dropped"
	}
	for rows.Next() {
		_ = rows.Scan(&id) // want "the error of `rows.Scan` is dropped"
	}
	for x.Next() {
		x.StructScan(&id) // want "the error of `x.StructScan` is dropped"
	}
	for p.Next() {
		p.Scan(&id) // want "the error of `p.Scan` is dropped"
	}
	for p.Next() {
		values, _ := p.Values() // want "the error of `p.Values` is dropped"
		_ = values
	}
	for {
		if !rows.Next() {
			break
		}
		rows.Scan(&id) // want "the error of `rows.Scan` is dropped"
	}
	if rows.Next() {
		rows.Scan(&id) // want "the error of `rows.Scan` is dropped"
	}
	for rows.Next() {
		defer rows.Scan(&id) // want "the error of `rows.Scan` is dropped"
	}
}

func fine(ctx context.Context, rows *sql.Rows) (err error) {
	var id int
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return err
		}
		err = rows.Scan(&id)
		if rows.Scan(&id) != nil {
			return ctx.Err()
		}
	}
	return err
}
