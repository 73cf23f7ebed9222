package fixture

import (
	"context"
	"database/sql"
)

func name(ctx context.Context, db *sql.DB, id int) (name string, err error) {
	err = db.QueryRowContext(ctx, "SELECT name FROM users WHERE id = $1", id).Scan(&name) // want "a missing row is handed on"
	return name, err
}

func direct(db *sql.DB, name *string) error {
	return db.QueryRow("SELECT name FROM users WHERE id = 1").Scan(name) // want "a missing row is handed on"
}

func count(db *sql.DB) (n int, err error) {
	err = db.QueryRow("SELECT COUNT(*) FROM users").Scan(&n)
	return n, err
}

func insert(db *sql.DB) (id int, err error) {
	err = db.QueryRow("INSERT INTO users (name) VALUES ('x') RETURNING id").Scan(&id)
	return id, err
}

func swallowed(db *sql.DB) (n int) {
	if err := db.QueryRow("SELECT id FROM users").Scan(&n); err != nil {
		return 0
	}
	return n
}
