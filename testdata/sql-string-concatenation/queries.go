package fixture

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

func plus(ctx context.Context, db *sql.DB, name string) *sql.Row {
	return db.QueryRowContext(ctx, "SELECT id FROM users WHERE name = '"+name+"'") // want "data in the text of a query"
}

func sprintf(db *sql.DB, name string) (*sql.Rows, error) {
	query := fmt.Sprintf("SELECT id FROM users WHERE name = '%s'", name) // want "data in the text of a query"
	return db.Query(query)
}

func form(db *sql.DB, r *http.Request) error {
	_, err := db.Exec("DELETE FROM users WHERE name = '" + r.FormValue("name") + "'") // want "data in the text of a query"
	return err
}

func placeholder(db *sql.DB, name string) *sql.Row {
	return db.QueryRow("SELECT id FROM users WHERE name = $1", name)
}

const columns = "id, name"

func constants(db *sql.DB) (*sql.Rows, error) {
	return db.Query("SELECT " + columns + " FROM users")
}

func number(db *sql.DB, n int) (*sql.Rows, error) {
	return db.Query("SELECT id FROM users LIMIT " + strconv.Itoa(n))
}

func digits(db *sql.DB, n int) (*sql.Rows, error) {
	return db.Query(fmt.Sprintf("SELECT id FROM users LIMIT %d", n))
}

func list(db *sql.DB, ids []any) (*sql.Rows, error) {
	marks := strings.Repeat("?,", len(ids)-1) + "?"
	return db.Query("SELECT id FROM users WHERE id IN ("+marks+")", ids...)
}

func identifier(db *sql.DB, table string) (*sql.Rows, error) {
	return db.Query("SELECT id FROM " + table)
}

func log(name string) string { return "SELECT id FROM users WHERE name = " + name }
