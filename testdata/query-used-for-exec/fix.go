package fixture

import (
	"context"
	"database/sql"
)

func update(ctx context.Context, db *sql.DB) error {
	_, err := db.QueryContext(ctx, "UPDATE users SET name = ''") // want "`QueryContext` for UPDATE"
	return err
}

func remove(db *sql.DB) {
	db.QueryRow("DELETE FROM users") // want "`QueryRow` for DELETE"
}
