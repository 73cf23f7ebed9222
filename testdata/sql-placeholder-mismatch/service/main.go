package main

import (
	"database/sql"

	_ "github.com/lib/pq"
)

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		panic(err)
	}
	_, _ = db.Exec("UPDATE users SET name = ?", "x") // want "PostgreSQL does not know these placeholders"
	_, _ = db.Exec("UPDATE users SET name = $1", "x")
	_, _ = db.Exec("UPDATE users SET name = 'x'")
}
