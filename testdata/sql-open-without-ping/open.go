package fixture

import "database/sql"

func open(dsn string) (*sql.DB, error) {
	return sql.Open("postgres", dsn) // want "`sql.Open` connects to nothing"
}

func memory() (*sql.DB, error) { return sql.Open("sqlite3", ":memory:") }
