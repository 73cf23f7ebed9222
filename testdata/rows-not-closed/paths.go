package fixture

import (
	"context"
	"database/sql"
)

func never(db *sql.DB) error {
	rows, err := db.Query("SELECT 1") // want "`rows` is not closed"
	if err != nil {
		return err
	}
	_ = rows
	var columns []string
	columns, err = rows.Columns()
	_ = columns
	return err
}

func early(ctx context.Context, db *sql.DB) (string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name") // want "`rows` is not closed"
	if err != nil {
		return "", err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return "", err
		}
	}
	return "", rows.Err()
}

func branch(tx *sql.Tx, all bool) error {
	rows, err := tx.Query("SELECT 1") // want "`rows` is not closed"
	if err != nil {
		return err
	}
	if all {
		defer rows.Close()
	}
	return nil
}

func deferred(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	return nil
}

func deferredLiteral(db *sql.DB) (err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	defer func() {
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	return nil
}

func toTheEnd(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	return rows.Err()
}

func handedOn(db *sql.DB) (*sql.Rows, error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return nil, err
	}
	return rows, nil
}

func direct(db *sql.DB) (*sql.Rows, error) {
	return db.Query("SELECT 1")
}

type holder struct{ rows *sql.Rows }

func stored(db *sql.DB, h *holder) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	h.rows = rows
	return nil
}

func helper(db *sql.DB, consume func(*sql.Rows) error) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	return consume(rows)
}

func closes(rows *sql.Rows) { rows.Close() }

func helperCloses(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return err
	}
	closes(rows)
	return nil
}

func single(db *sql.DB) (n int, err error) {
	err = db.QueryRow("SELECT 1").Scan(&n)
	return n, err
}

func inverted(db *sql.DB) {
	rows, err := db.Query("SELECT 1")
	if err == nil {
		defer rows.Close()
	}
}

func shadowed(db *sql.DB) {
	if rows, err := db.Query("SELECT 1"); err == nil {
		rows.Close()
	}
}
