package fixture

import (
	"context"
	"database/sql"
)

func early(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want "neither committed nor rolled back"
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM a"); err != nil {
		return err
	}
	return tx.Commit()
}

func dropped(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	tx.Commit() // want "the error of `tx.Commit` is dropped"
	return nil
}

func blank(db *sql.DB) {
	tx, err := db.Begin()
	if err != nil {
		return
	}
	_ = tx.Commit() // want "the error of `tx.Commit` is dropped"
}

func deferred(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "DELETE FROM a"); err != nil {
		return err
	}
	return tx.Commit()
}

func explicit(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("DELETE FROM a"); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}

func returned(db *sql.DB) (*sql.Tx, error) {
	return db.Begin()
}

func within(db *sql.DB, work func(*sql.Tx) error) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	return work(tx)
}

func deferredLiteral(db *sql.DB, work func() error) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
			return
		}
		err = tx.Commit()
	}()
	return work()
}
