package fixture

import "database/sql"

func shadowed(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil { // want "misses an error that is returned"
			tx.Rollback()
		}
	}()
	if _, failed := tx.Exec("DELETE FROM a"); failed != nil {
		return failed
	}
	return tx.Commit()
}

func named(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil { // want "is nil when something panics"
			tx.Rollback()
		}
	}()
	if _, err := tx.Exec("DELETE FROM a"); err != nil {
		return err
	}
	return tx.Commit()
}

func unconditional(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return tx.Commit()
}
