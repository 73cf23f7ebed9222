package fixture

import "database/sql"

func dollars(db *sql.DB, name string) *sql.Row {
	return db.QueryRow("SELECT id FROM users WHERE name = $1 AND age > $2", name) // want "2 placeholders for 1 argument"
}

func questions(db *sql.DB, name string) *sql.Row {
	return db.QueryRow("SELECT id FROM users WHERE name = ?", name, 3) // want "1 placeholder for 2 arguments"
}

func repeated(db *sql.DB, name string) *sql.Row {
	return db.QueryRow("SELECT id FROM users WHERE name = $1 OR nick = $1", name)
}

func quoted(db *sql.DB) *sql.Row {
	return db.QueryRow("SELECT id FROM users WHERE name = '?'")
}

func spread(db *sql.DB, values []any) *sql.Row {
	return db.QueryRow("SELECT id FROM users WHERE name = ? AND age = ?", values...)
}

func named(db *sql.DB) *sql.Row {
	return db.QueryRow("SELECT id FROM users WHERE name = @name", sql.Named("name", "x"))
}
