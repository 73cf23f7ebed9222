package fixture

import (
	"database/sql"
	"errors"
)

func names(db *sql.DB) ([]string, error) {
	rows, err := db.Query("select name from users") // want "`rows` is not closed on every path"
	if err != nil {
		return nil, err
	}
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func ignored(db *sql.DB) error {
	// The error is thrown away: nothing says whether there are rows.
	rows, _ := db.Query("select 1") // want "`rows` is not closed on every path"
	if rows == nil {
		return errors.New("none")
	}
	rows.Next()
	return nil
}
