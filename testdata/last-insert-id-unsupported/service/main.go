package main

import (
	"database/sql"

	_ "github.com/lib/pq"
)

func insert(db *sql.DB) (int64, error) {
	result, err := db.Exec("INSERT INTO a VALUES (1)")
	if err != nil {
		return 0, err
	}
	return result.LastInsertId() // want "PostgreSQL has no last insert id"
}

func affected(db *sql.DB) (int64, error) {
	result, err := db.Exec("DELETE FROM a")
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func main() {}
