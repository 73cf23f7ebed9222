package fixture

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"

	"github.com/jackc/pgx/v5"
	"github.com/jmoiron/sqlx"
)

func variable(db *sql.DB, id int) (string, error) {
	var name string
	row := db.QueryRow("SELECT name FROM users WHERE id = ?", id)
	err := row.Scan(&name) // want "a missing row is handed on"
	if err != nil {
		return "", err
	}
	return name, nil
}

func inIf(tx *sql.Tx, id int) (name string, err error) {
	if err := tx.QueryRow("SELECT name FROM users WHERE id = ?", id).Scan(&name); err != nil { // want "a missing row is handed on"
		return "", err
	}
	return name, nil
}

func naked(db *sql.DB) (name string, err error) {
	err = db.QueryRow("SELECT name FROM users").Scan(&name) // want "a missing row is handed on"
	return
}

func flattened(db *sql.DB) (name string, err error) {
	if err := db.QueryRow("SELECT name FROM users").Scan(&name); err != nil { // want "a missing row is handed on"
		return "", fmt.Errorf("load: %v", err)
	}
	return name, nil
}

func wrapped(db *sql.DB) (name string, err error) {
	if err := db.QueryRow("SELECT name FROM users").Scan(&name); err != nil { // want hint "a missing row is handed on"
		return "", fmt.Errorf("load: %w", err)
	}
	return name, nil
}

func handler(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var name string
		err := db.QueryRowContext(r.Context(), "SELECT name FROM users WHERE id = ?", r.PathValue("id")).Scan(&name) // want "a missing row is answered"
		if err != nil {
			http.Error(w, "internal", http.StatusInternalServerError)
			return
		}
		fmt.Fprint(w, name)
	}
}

func driver(ctx context.Context, c *pgx.Conn) (name string, err error) {
	err = c.QueryRow(ctx, "SELECT name FROM users WHERE id = $1", 1).Scan(&name) // want "a missing row is handed on"
	return name, err
}

func extended(db *sqlx.DB) (name string, err error) {
	err = db.Get(&name, "SELECT name FROM users WHERE id = ?", 1) // want "a missing row is handed on"
	return name, err
}

func dynamic(db *sql.DB, query string) (name string, err error) {
	err = db.QueryRow(query).Scan(&name) // want "a missing row is handed on"
	return name, err
}
