package fixture

import "database/sql"

func names(db *sql.DB) ([]string, error) {
	rows, err := db.Query("select name from users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() { // want "`rows.Err` is not checked"
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

func count(db *sql.DB, out func(int)) (string, bool, int, error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return "", false, 0, err
	}
	defer rows.Close()
	n := 0
	for rows.Next() { // want "`rows.Err` is not checked"
		n++
	}
	out(n)
	return "", true, n, nil
}

func silent(db *sql.DB) int {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0
	}
	defer rows.Close()
	n := 0
	for rows.Next() { // want "`rows.Err` is not checked"
		n++
	}
	return n
}
