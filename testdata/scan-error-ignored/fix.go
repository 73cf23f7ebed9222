package fixture

import "database/sql"

func names(rows *sql.Rows) ([]string, error) {
	var names []string
	for rows.Next() {
		var name string
		rows.Scan(&name) // want "the error of `rows.Scan` is dropped"
		names = append(names, name)
	}
	return names, rows.Err()
}
