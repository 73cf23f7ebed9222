package fixture

import (
	"database/sql"
	"fmt"
)

func plus(db *sql.DB, name string) (*sql.Rows, error) {
	return db.Query("SELECT id FROM users WHERE name = '" + name + "'") // want "data in the text"
}

func last(db *sql.DB, name string) *sql.Row {
	return db.QueryRow("SELECT id FROM users WHERE name = " + name) // want "data in the text"
}

func format(db *sql.DB, name string) (*sql.Rows, error) {
	return db.Query(fmt.Sprintf("SELECT id FROM users WHERE name = '%s' LIMIT 1", name)) // want "data in the text"
}

func more(db *sql.DB, name string) (*sql.Rows, error) {
	return db.Query("SELECT id FROM users WHERE name = '"+name+"' AND age > ?", 3) // want "data in the text"
}
