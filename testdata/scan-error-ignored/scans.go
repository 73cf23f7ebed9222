package fixture

import (
	"database/sql"
	"fmt"
)

func dropped(rows *sql.Rows) (names []string) {
	for rows.Next() {
		var name string
		rows.Scan(&name) // want "the error of `rows.Scan` is dropped"
		names = append(names, name)
	}
	return names
}

func blank(rows *sql.Rows) {
	for rows.Next() {
		var name string
		_ = rows.Scan(&name) // want "the error of `rows.Scan` is dropped"
	}
}

func checked(rows *sql.Rows) error {
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
	}
	return rows.Err()
}

func input(lines []string) {
	for _, line := range lines {
		var n int
		fmt.Sscan(line, &n)
	}
}
