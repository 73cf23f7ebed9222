package fixture

import "database/sql"

func insert(db *sql.DB) (int64, error) {
	result, err := db.Exec("INSERT INTO a VALUES (1)")
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}
