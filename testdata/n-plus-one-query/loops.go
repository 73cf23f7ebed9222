package fixture

import "database/sql"

func totals(db *sql.DB) (sum int, err error) {
	rows, err := db.Query("SELECT id FROM orders")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, n int
		if err := rows.Scan(&id); err != nil {
			return 0, err
		}
		if err := db.QueryRow("SELECT n FROM items WHERE id = $1", id).Scan(&n); err != nil { // want "one query for each row"
			return 0, err
		}
		sum += n
	}
	return sum, rows.Err()
}

func unrelated(db *sql.DB, key int) error {
	rows, err := db.Query("SELECT id FROM orders")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if _, err := db.Exec("INSERT INTO seen VALUES ($1)", id); err != nil {
			return err
		}
	}
	return rows.Err()
}

func pages(db *sql.DB) error {
	for page := 0; page < 10; page++ {
		if _, err := db.Exec("SELECT id FROM orders OFFSET $1", page); err != nil {
			return err
		}
	}
	return nil
}
