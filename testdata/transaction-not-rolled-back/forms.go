package fixture

import (
	"context"
	dsql "database/sql"
	"errors"
	"fmt"
	"log"
)

type repo struct {
	db *dsql.DB
	tx *dsql.Tx
}

type beginner interface {
	BeginTx(ctx context.Context, opts *dsql.TxOptions) (*dsql.Tx, error)
}

func (r *repo) begin() error {
	tx, err := r.db.Begin() // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	if _, err := tx.Exec("update a set b = 1"); err != nil {
		return err
	}
	return tx.Commit()
}

func beginTx(ctx context.Context, c *dsql.Conn) error {
	tx, err := c.BeginTx(ctx, nil) // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	if _, err = tx.ExecContext(ctx, "update a set b = 1"); err != nil {
		return fmt.Errorf("update: %w", err)
	}
	if err = tx.Commit(); err != nil {
		return err
	}
	return nil
}

func never(db *dsql.DB) error {
	tx, err := db.Begin() // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	_, err = tx.Exec("update a set b = 1")
	return err
}

func discarded(db *dsql.DB) {
	_, err := db.Begin() // want "committed nor rolled back"
	if err != nil {
		log.Println(err)
	}
	db.Begin() // want "committed nor rolled back"
}

func someRollbacks(db *dsql.DB) error {
	tx, err := db.Begin() // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	if _, err := tx.Exec("update a set b = 1"); err != nil {
		tx.Rollback()
		return err
	}
	var n int
	if err := tx.QueryRow("select count(*) from a").Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		tx.Rollback()
		return errors.New("none")
	}
	return tx.Commit()
}

func rows(db *dsql.DB) error {
	tx, err := db.Begin() // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	rows, err := tx.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			tx.Rollback()
			return err
		}
	}
	return tx.Commit()
}

func loop(db *dsql.DB, ids []int) error {
	for _, id := range ids {
		tx, err := db.Begin() // want "`tx` is neither committed nor rolled back on every path"
		if err != nil {
			return err
		}
		if id == 0 {
			continue
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

func byInterface(ctx context.Context, b beginner) error {
	tx, err := b.BeginTx(ctx, nil) // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return tx.Commit()
}

func literal(db *dsql.DB) func() error {
	return func() error {
		tx, err := db.Begin() // want "`tx` is neither committed nor rolled back on every path"
		if err != nil {
			return err
		}
		if _, err := tx.Exec("x"); err != nil {
			return err
		}
		return tx.Commit()
	}
}

func borrowed(db *dsql.DB) error {
	tx, err := db.Begin() // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	if err := insert(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func insert(tx *dsql.Tx) error {
	_, err := tx.Exec("insert into a values (1)")
	return err
}

func open(db *dsql.DB) (*dsql.Tx, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	return tx, nil
}

func opened(db *dsql.DB) error {
	tx, err := open(db) // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	if err := insert(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func named(db *dsql.DB) (err error) {
	tx, err := db.Begin() // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return
	}
	if _, err = tx.Exec("x"); err != nil {
		return
	}
	err = tx.Commit()
	return
}

func panics(db *dsql.DB) error {
	tx, err := db.Begin() // want "`tx` is neither committed nor rolled back on every path"
	if err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			tx.Rollback()
			panic(p)
		}
	}()
	if _, err := tx.Exec("x"); err != nil {
		return err
	}
	return tx.Commit()
}

// A commit whose error is dropped.
func droppedCommits(db *dsql.DB) {
	tx, err := db.Begin()
	if err != nil {
		return
	}
	defer tx.Rollback()
	tx.Commit() // want "the error of `tx.Commit` is dropped"
}

func blankCommit(db *dsql.DB) {
	tx, err := db.Begin()
	if err != nil {
		return
	}
	defer tx.Rollback()
	_ = tx.Commit() // want "the error of `tx.Commit` is dropped"
}

func deferredCommit(db *dsql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Commit() // want "the error of `tx.Commit` is dropped"
	_, err = tx.Exec("x")
	return err
}

func goCommit(tx *dsql.Tx) {
	go tx.Commit() // want "the error of `tx.Commit` is dropped"
}

func (r *repo) fieldCommit() {
	r.tx.Commit() // want "the error of `r.tx.Commit` is dropped"
}

func overwrittenCommit(db *dsql.DB) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tx.Rollback()
		} else {
			tx.Commit() // want "the error of `tx.Commit` is dropped"
		}
	}()
	_, err = tx.Exec("x")
	return err
}

// Explicit rollbacks on every path: only a panic skips them.
func explicit(db *dsql.DB) error {
	tx, err := db.Begin() // want strict "a panic"
	if err != nil {
		return err
	}
	if _, err := tx.Exec("x"); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}

func explicitJoin(db *dsql.DB) error {
	tx, err := db.Begin() // want strict "a panic"
	if err != nil {
		return err
	}
	if err := insert(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Look-alikes.
func deferred(db *dsql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := insert(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func deferredLiteral(db *dsql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	return tx.Commit()
}

func deferredOnError(db *dsql.DB) (err error) {
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
	return insert(tx)
}

func rollback(tx *dsql.Tx) {
	if err := tx.Rollback(); err != nil && !errors.Is(err, dsql.ErrTxDone) {
		log.Println(err)
	}
}

func deferredHelper(db *dsql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer rollback(tx)
	return tx.Commit()
}

func withTx(db *dsql.DB, fn func(*dsql.Tx) error) (err error) {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (r *repo) start() (err error) {
	r.tx, err = r.db.Begin()
	return err
}

type unit struct{ tx *dsql.Tx }

func newUnit(db *dsql.DB) (*unit, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	return &unit{tx: tx}, nil
}

func checkedCommit(db *dsql.DB) {
	tx, err := db.Begin()
	if err != nil {
		return
	}
	defer tx.Rollback()
	if err := tx.Commit(); err != nil {
		log.Println(err)
	}
}
