package fixture

import (
	"context"
	"database/sql"
)

type ipc struct{}

// Open gives a handle.
func Open(ctx context.Context, dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn) // want "connects to nothing"
	if err != nil {
		return nil, err
	}
	return db, nil
}

func memory() (*sql.DB, error) { return sql.Open("sqlite3", ":memory:") }

func used(dsn string) error {
	db, err := sql.Open("mysql", dsn) // want "connects to nothing"
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec("DELETE FROM a")
	return err
}
