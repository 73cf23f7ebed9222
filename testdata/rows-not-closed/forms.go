package fixture

import (
	"context"
	dsql "database/sql"
	"errors"
	"fmt"
	"log"
	"os"
)

type store struct {
	db   *dsql.DB
	tx   *dsql.Tx
	stmt *dsql.Stmt
	rows *dsql.Rows
}

type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*dsql.Rows, error)
}

type fetcher interface {
	Fetch(id int) (*dsql.Rows, error)
}

func never(db *dsql.DB) error {
	rows, err := db.Query("select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	if rows.Next() {
		return nil
	}
	return rows.Err()
}

func discardedRows(db *dsql.DB, tx *dsql.Tx, stmt *dsql.Stmt, ctx context.Context) {
	db.Query("select f()")                                        // want "dropped without being closed"
	_, _ = tx.Query("select f()")                                 // want "dropped without being closed"
	_, err := stmt.QueryContext(ctx)                              // want "dropped without being closed"
	if _, err := db.QueryContext(ctx, "select f()"); err != nil { // want "dropped without being closed"
		log.Println(err)
	}
	_ = err
}

func early(s *store, strict bool) error {
	rows, err := s.tx.Query("select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	if strict {
		return errors.New("strict")
	}
	defer rows.Close()
	return nil
}

func scanError(s *store) error {
	rows, err := s.stmt.Query() // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return err
		}
	}
	rows.Close()
	return rows.Err()
}

func breaks(s *store) (id int, err error) {
	rows, err := s.db.Query("select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err = rows.Scan(&id); id > 3 {
			break
		}
	}
	return id, err
}

func errIgnored(db *dsql.DB) int {
	rows, _ := db.Query("select 1") // want "`rows` is not closed on every path"
	var id int
	if rows.Next() {
		_ = rows.Scan(&id)
	}
	return id
}

func ifForm(db *dsql.DB) {
	if rows, err := db.Query("select 1"); err == nil { // want "`rows` is not closed on every path"
		if rows.Next() {
			log.Println("found")
		}
	}
}

func elseForm(db *dsql.DB) {
	if rows, err := db.Query("select 1"); err != nil { // want "`rows` is not closed on every path"
		log.Println(err)
	} else {
		rows.Next()
	}
}

func declaredBefore(db *dsql.DB) error {
	var (
		rows *dsql.Rows
		err  error
	)
	rows, err = db.Query("select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	cols, err := rows.Columns()
	if err != nil {
		return err
	}
	fmt.Println(cols)
	return rows.Close()
}

func branches(db *dsql.DB, all bool) error {
	var rows *dsql.Rows
	var err error
	if all {
		rows, err = db.Query("select 1") // want "`rows` is not closed on every path"
	} else {
		rows, err = db.Query("select 2") // want "`rows` is not closed on every path"
	}
	if err != nil {
		return err
	}
	if !rows.Next() {
		return nil
	}
	return rows.Scan()
}

func reassigned(db *dsql.DB) error {
	rows, err := db.Query("select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	rows, err = db.Query("select 2")
	if err != nil {
		return err
	}
	defer rows.Close()
	return nil
}

func inLoop(db *dsql.DB, ids []int) error {
	for _, id := range ids {
		rows, err := db.Query("select 1 where id = ?", id) // want "`rows` is not closed on every path"
		if err != nil {
			return err
		}
		if !rows.Next() {
			continue
		}
		if err := rows.Scan(&id); err != nil {
			return err
		}
		rows.Close()
	}
	return nil
}

func inLoopNever(db *dsql.DB, ids []int) {
	for range ids {
		rows, err := db.Query("select 1") // want "`rows`"
		if err != nil {
			continue
		}
		_, _ = rows.Columns()
	}
}

func literal(db *dsql.DB) func() error {
	return func() error {
		rows, err := db.Query("select 1") // want "`rows` is not closed on every path"
		if err != nil {
			return err
		}
		rows.Next()
		return nil
	}
}

func goroutine(db *dsql.DB) {
	go func() {
		rows, err := db.Query("select 1") // want "`rows` is not closed on every path"
		if err != nil {
			return
		}
		rows.Next()
	}()
}

func byInterface(ctx context.Context, q queryer) error {
	rows, err := q.QueryContext(ctx, "select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

func byOtherName(f fetcher) error {
	rows, err := f.Fetch(1) // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

func byValue(query func() (*dsql.Rows, error)) error {
	rows, err := query() // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

func open(db *dsql.DB) (*dsql.Rows, error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	return rows, nil
}

func (s *store) openMethod() (rows *dsql.Rows, err error) {
	return s.db.Query("select 1")
}

func useOpen(s *store) error {
	rows, err := open(s.db)
	if err != nil {
		return err
	}
	rows.Next()
	more, err := s.openMethod() // want "`more` is not closed on every path"
	if err != nil {
		rows.Close()
		return err
	}
	more.Next()
	rows.Close()
	return nil
}

func aliased(db *dsql.DB) error {
	rows, err := db.Query("select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	r := rows
	r.Next()
	return nil
}

func generic[Q queryer](ctx context.Context, q Q) error {
	rows, err := q.QueryContext(ctx, "select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

func switched(db *dsql.DB, kind int) error {
	rows, err := db.Query("select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
	switch kind {
	case 1:
		rows.Close()
	case 2:
		defer rows.Close()
	default:
		return errors.New("kind")
	}
	return nil
}

func errSwitch(db *dsql.DB) error {
	rows, err := db.Query("select 1") // want "`rows` is not closed on every path"
	switch {
	case errors.Is(err, dsql.ErrConnDone):
		return nil
	case err != nil:
		return err
	}
	rows.Next()
	return nil
}

func labelled(db *dsql.DB, ids []int) error {
	rows, err := db.Query("select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return err
	}
outer:
	for {
		for _, id := range ids {
			if id == 0 {
				break outer
			}
			if id == 1 {
				rows.Close()
				return nil
			}
		}
	}
	return nil
}

func exits(db *dsql.DB) {
	rows, err := db.Query("select 1") // want "`rows` is not closed on every path"
	if err != nil {
		log.Fatal(err)
	}
	rows.Next()
}

func methodValueOnly(db *dsql.DB) {
	rows, err := db.Query("select 1") // want "`rows` is not closed on every path"
	if err != nil {
		return
	}
	fmt.Println(rows != nil)
}

// Look-alikes.
func exhausted(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	return rows.Err()
}

func deferredLater(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err == nil {
		defer rows.Close()
	} else {
		return err
	}
	rows.Next()
	return nil
}

func deferredLiteral(db *dsql.DB) (err error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer func() {
		if cerr := rows.Close(); cerr != nil && err == nil {
			err = cerr
		}
	}()
	rows.Next()
	return nil
}

func deferredArgument(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer func(r *dsql.Rows) { _ = r.Close() }(rows)
	rows.Next()
	return nil
}

type closer interface{ Close() error }

func closeIt(c closer) { _ = c.Close() }

func deferredHelper(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer closeIt(rows)
	rows.Next()
	return nil
}

func nilGuarded(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if rows != nil {
		defer rows.Close()
	}
	if err != nil {
		return err
	}
	rows.Next()
	return nil
}

func (s *store) kept() (err error) {
	s.rows, err = s.db.Query("select 1")
	return err
}

func (s *store) keptLater() error {
	rows, err := s.db.Query("select 1")
	if err != nil {
		return err
	}
	s.rows = rows
	return nil
}

type iterator struct{ rows *dsql.Rows }

func wrapped(db *dsql.DB) (*iterator, error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return nil, err
	}
	return &iterator{rows: rows}, nil
}

func appended(db *dsql.DB, all []*dsql.Rows) ([]*dsql.Rows, error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return nil, err
	}
	return append(all, rows), nil
}

func row(db *dsql.DB) (id int, err error) {
	err = db.QueryRow("select 1").Scan(&id)
	return id, err
}

func ended(db *dsql.DB) {
	rows, err := db.Query("select 1")
	if err != nil {
		log.Fatal(err)
	}
	if !rows.Next() {
		os.Exit(1)
	}
	rows.Close()
}

func methodValue(db *dsql.DB, later func(func() error)) {
	rows, err := db.Query("select 1")
	if err != nil {
		return
	}
	later(rows.Close)
}
