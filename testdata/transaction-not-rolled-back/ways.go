package fixture

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"testing"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func helped(db *sql.DB) error {
	tx := must(db.Begin()) // want "`tx` is neither committed nor rolled back"
	_, err := tx.Exec("delete from t")
	return err
}

func helpedDone(db *sql.DB) error {
	tx := must(db.Begin())
	defer tx.Rollback()
	if _, err := tx.Exec("delete from t"); err != nil {
		return err
	}
	return tx.Commit()
}

func dropped(db *sql.DB) error {
	_, err := must(db.Begin()).Exec("delete from t") // want "neither committed nor rolled back"
	return err
}

func earlyReturn(ctx context.Context, db *sql.DB, id int) error {
	tx, err := db.BeginTx(ctx, nil) // want "`tx` is neither committed nor rolled back"
	if err != nil {
		return err
	}
	if id == 0 {
		return errors.New("no id")
	}
	return tx.Commit()
}

func byError(db *sql.DB) (err error) {
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
	_, err = tx.Exec("delete from t")
	return err
}

func finish(tx *sql.Tx, err error) error {
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func finished(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	_, err = tx.Exec("delete from t")
	return finish(tx, err)
}

func rollback(tx *sql.Tx) {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		log.Println(err)
	}
}

func inHelper(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer rollback(tx)
	return tx.Commit()
}

func clear(tx *sql.Tx) error {
	_, err := tx.Exec("delete from t")
	return err
}

func borrowed(db *sql.DB) error {
	tx, err := db.Begin() // want "`tx` is neither committed nor rolled back"
	if err != nil {
		return err
	}
	if err := clear(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func inTx(db *sql.DB, run func(*sql.Tx) error) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			tx.Rollback()
			panic(p)
		}
	}()
	if err := run(tx); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}

func begin(db *sql.DB) (*sql.Tx, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	return tx, nil
}

func begun(db *sql.DB) error {
	tx, err := begin(db) // want "`tx` is neither committed nor rolled back"
	if err != nil {
		return err
	}
	_, err = tx.Exec("delete from t")
	return err
}

type unit struct {
	tx  *sql.Tx
	err error
}

func inStruct(db *sql.DB) (*unit, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	return &unit{tx: tx}, nil
}

func inLocalStruct(db *sql.DB) error {
	var u unit
	u.tx, u.err = db.Begin() // want "`u.tx` is neither committed nor rolled back"
	if u.err != nil {
		return u.err
	}
	_, err := u.tx.Exec("delete from t")
	return err
}

func (u *unit) done() error { return u.tx.Commit() }

func inLocalStructDone(db *sql.DB) error {
	var u unit
	u.tx, u.err = db.Begin()
	if u.err != nil {
		return u.err
	}
	return u.done()
}

func perItem(db *sql.DB, ids []int) error {
	for _, id := range ids {
		tx, err := db.Begin() // want "`tx` is neither committed nor rolled back"
		if err != nil {
			return err
		}
		if _, err := tx.Exec("delete from t where id = ?", id); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

func fatal(t *testing.T, db *sql.DB) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tx.Rollback() })
	if _, err := tx.Exec("delete from t"); err != nil {
		t.Fatal(err)
	}
}

func commitDropped(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	tx.Commit() // want "the error of `tx.Commit` is dropped"
	return nil
}

func commitBlank(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	_ = tx.Commit() // want "the error of `tx.Commit` is dropped"
	return nil
}

func commitDeferred(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Commit() // want "the error of `tx.Commit` is dropped"
	_, err = tx.Exec("delete from t")
	return err
}

func switched(db *sql.DB, kind string) error {
	tx, err := db.Begin() // want "`tx` is neither committed nor rolled back"
	if err != nil {
		return err
	}
	switch kind {
	case "a":
		return tx.Commit()
	case "b":
		return tx.Rollback()
	}
	return nil
}

func methodValue(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	end := tx.Rollback
	defer end()
	return tx.Commit()
}

func onConnection(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil) // want "`tx` is neither committed nor rolled back"
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "delete from t")
	return err
}
