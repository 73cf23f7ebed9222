package fixture

import (
	"database/sql"
	"errors"

	"github.com/jmoiron/sqlx"
)

func localError(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil { // want "misses an error that is returned"
			tx.Rollback()
		}
	}()
	if _, err := tx.Exec("x"); err != nil {
		return err
	}
	return tx.Commit()
}

func early(db *sqlx.DB) error {
	tx, err := db.Beginx()
	if err != nil {
		return err
	}
	defer func() {
		if err == nil { // want "misses an error that is returned"
			return
		}
		_ = tx.Rollback()
	}()
	if tx == nil {
		return errors.New("none")
	}
	return tx.Commit()
}

func panics(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil { // want "is nil when something panics"
			tx.Rollback()
		}
	}()
	if _, err = tx.Exec("x"); err != nil {
		return err
	}
	return tx.Commit()
}

func commits(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil { // want "is nil when something panics"
			tx.Rollback()
			return
		}
		err = tx.Commit()
	}()
	_, err = tx.Exec("x")
	return err
}

// Look-alikes.
func recovers(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			tx.Rollback()
			panic(p)
		} else if err != nil {
			tx.Rollback()
		} else {
			err = tx.Commit()
		}
	}()
	_, err = tx.Exec("x")
	return err
}

func always(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if rerr := tx.Rollback(); rerr != nil && !errors.Is(rerr, sql.ErrTxDone) {
			err = errors.Join(err, rerr)
		}
	}()
	_, err = tx.Exec("x")
	return err
}

func committed(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			tx.Rollback()
		}
	}()
	if err := tx.Commit(); err != nil {
		return err
	}
	done = true
	return nil
}

func joined(db *sql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil { // want "is nil when something panics"
			err = errors.Join(err, tx.Rollback())
		}
	}()
	if _, err = tx.Exec("x"); err != nil {
		return err
	}
	return tx.Commit()
}
