package fixture

import (
	"database/sql"
	"errors"
)

func load(db *sql.DB, id int) (name string, err error) {
	err = db.QueryRow("SELECT name FROM users WHERE id = ?", id).Scan(&name)
	return name, err
}

func caller(db *sql.DB) (string, bool) {
	name, err := load(db, 1)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false
	}
	return name, err == nil
}

func translate(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errors.New("not found")
	}
	return err
}

func translated(db *sql.DB) (name string, err error) {
	if err := db.QueryRow("SELECT name FROM users").Scan(&name); err != nil {
		return "", translate(err)
	}
	return name, nil
}

func here(db *sql.DB) (name string, err error) {
	err = db.QueryRow("SELECT name FROM users").Scan(&name)
	if err == sql.ErrNoRows {
		return "", nil
	}
	return name, err
}

func aggregates(db *sql.DB) (n int, err error) {
	if err = db.QueryRow("SELECT max(id) FROM users").Scan(&n); err != nil {
		return 0, err
	}
	if err = db.QueryRow("SELECT exists (SELECT 1 FROM users)").Scan(&n); err != nil {
		return 0, err
	}
	if err = db.QueryRow("SELECT version()").Scan(&n); err != nil {
		return 0, err
	}
	return n, nil
}

func unrelated(db *sql.DB) (name string, err error) {
	err = db.QueryRow("SELECT name FROM users WHERE id = 1").Scan(&name) // want "a missing row is handed on"
	return name, err
}
