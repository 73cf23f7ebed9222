package fixture

import (
	"context"
	"database/sql"
)

func remove(ctx context.Context, db *sql.DB) error {
	_, err := db.QueryContext(ctx, "DELETE FROM users") // want "`QueryContext` for DELETE leaks a connection"
	return err
}

func insert(db *sql.DB) {
	db.Query("insert into users values (1)") // want "`Query` for INSERT leaks"
}

func returning(db *sql.DB) error {
	_, err := db.Query("DELETE FROM users RETURNING id")
	return err
}

func selects(db *sql.DB) error {
	_, err := db.Query("SELECT 1")
	return err
}

func kept(db *sql.DB) (*sql.Rows, error) {
	return db.Query("DELETE FROM users")
}

func exec(db *sql.DB) error {
	_, err := db.Exec("DELETE FROM users")
	return err
}
