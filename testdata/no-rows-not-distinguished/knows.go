package knows

import (
	"database/sql"
	"errors"
)

func name(db *sql.DB) (name string, err error) {
	err = db.QueryRow("SELECT name FROM users").Scan(&name)
	if isMissing(err) {
		return "", nil
	}
	return name, err
}

func isMissing(err error) bool { return errors.Is(err, sql.ErrNoRows) }
