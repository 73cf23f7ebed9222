package fixture

import "database/sql"

func unchecked(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT name")
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

func someBranch(db *sql.DB, strict bool) error {
	rows, err := db.Query("SELECT name")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	if strict {
		return rows.Err()
	}
	return nil
}

func returned(db *sql.DB) error {
	rows, err := db.Query("SELECT name")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

func checked(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
	}
	if err = rows.Err(); err != nil {
		return nil, err
	}
	return nil, nil
}

func first(db *sql.DB) (name string, err error) {
	rows, err := db.Query("SELECT name")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	for rows.Next() {
		err = rows.Scan(&name)
		break
	}
	return name, err
}

func helper(db *sql.DB, scan func(*sql.Rows) error) error {
	rows, err := db.Query("SELECT name")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return scan(rows)
}

func deferredCheck(db *sql.DB) (err error) {
	rows, err := db.Query("SELECT name")
	if err != nil {
		return err
	}
	defer func() {
		rows.Close()
		if e := rows.Err(); e != nil {
			err = e
		}
	}()
	for rows.Next() {
	}
	return nil
}
