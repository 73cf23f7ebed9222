package fixture

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	. "os"
	"testing"
)

func must[T any](v T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

func helped(db *sql.DB) {
	rows := must(db.Query("select 1")) // want "`rows` is not closed"
	fmt.Println(rows.Columns())
}

func helpedClosed(db *sql.DB) {
	rows := must(db.Query("select 1"))
	defer rows.Close()
	fmt.Println(rows.Columns())
}

func inline(db *sql.DB) ([]string, error) {
	return must(db.Query("select 1")).Columns() // want "dropped"
}

func dropped(db *sql.DB) {
	db.Query("select 1") // want "dropped"
}

func blank(db *sql.DB) error {
	_, err := db.Query("select 1") // want "dropped"
	return err
}

func expectsError(t *testing.T, db *sql.DB) {
	if _, err := db.Query("nonsense"); err == nil {
		t.Fatal("no error")
	}
}

func started(db *sql.DB) {
	go db.Query("select 1") // want "dropped"
}

// A row may be there.
func exists(db *sql.DB) (bool, error) {
	rows, err := db.Query("select 1") // want "`rows` is not closed"
	if err != nil {
		return false, err
	}
	return rows.Next(), nil
}

func existsClosed(db *sql.DB) (bool, error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return false, err
	}
	defer rows.Close()
	return rows.Next(), nil
}

func first(db *sql.DB) (id int, err error) {
	rows, err := db.Query("select id from t") // want "`rows` is not closed"
	if err != nil {
		return 0, err
	}
	if !rows.Next() {
		return 0, sql.ErrNoRows
	}
	err = rows.Scan(&id)
	return id, err
}

func firstByVariable(db *sql.DB) (id int, err error) {
	rows, err := db.Query("select id from t") // want "`rows` is not closed"
	if err != nil {
		return 0, err
	}
	ok := rows.Next()
	if !ok {
		return 0, rows.Err()
	}
	return id, rows.Scan(&id)
}

func exhausted(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select id from t")
	if err != nil {
		return 0, err
	}
	for ok := rows.Next(); ok; ok = rows.Next() {
		n++
	}
	return n, rows.Err()
}

func exhaustedByBreak(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select id from t")
	if err != nil {
		return 0, err
	}
	for {
		if more := rows.Next(); !more {
			break
		}
		n++
	}
	return n, rows.Err()
}

func leftEarly(db *sql.DB, want int) (bool, error) {
	rows, err := db.Query("select id from t") // want "`rows` is not closed"
	if err != nil {
		return false, err
	}
	for ok := rows.Next(); ok; ok = rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return false, err
		}
		if id == want {
			return true, nil
		}
	}
	return false, rows.Err()
}

func labelled(db *sql.DB, ids []int) error {
outer:
	for _, id := range ids {
		rows, err := db.Query("select 1 where id = ?", id) // want "`rows` is not closed"
		if err != nil {
			return err
		}
		for rows.Next() {
			var n int
			if rows.Scan(&n) != nil {
				continue outer
			}
		}
		rows.Close()
	}
	return nil
}

func perTurn(db *sql.DB, ids []int) error {
	for _, id := range ids {
		rows, err := db.Query("select 1 where id = ?", id)
		if err != nil {
			return err
		}
		for rows.Next() {
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
	}
	return nil
}

func twice(db *sql.DB) error {
	rows, err := db.Query("select 1") // want "`rows` is not closed"
	if err != nil {
		return err
	}
	fmt.Println(rows.Columns())
	rows, err = db.Query("select 2")
	if err != nil {
		return err
	}
	return rows.Close()
}

func shadowed(db *sql.DB) (err error) {
	var rows *sql.Rows
	if rows, err := db.Query("select 1"); err == nil { // want "`rows` is not closed"
		fmt.Println(rows.Columns())
	}
	if rows != nil {
		rows.Close()
	}
	return err
}

func namedResult(db *sql.DB) (rows *sql.Rows, err error) {
	if rows, err = db.Query("select 1"); err != nil {
		return nil, err
	}
	return
}

func conditional(db *sql.DB, verbose bool) error {
	rows, err := db.Query("select 1") // want "`rows` is not closed"
	if err != nil {
		return err
	}
	if verbose {
		defer rows.Close()
	}
	return nil
}

func correlated(db *sql.DB, verbose bool) (err error) {
	var rows *sql.Rows
	if verbose {
		if rows, err = db.Query("select 1"); err != nil {
			return err
		}
	}
	fmt.Println(Args)
	if verbose {
		return rows.Close()
	}
	return nil
}

type store struct {
	*sql.DB
	rows *sql.Rows
}

func (s *store) embedded(ctx context.Context) error {
	rows, err := s.QueryContext(ctx, "select 1") // want "`rows` is not closed"
	if err != nil {
		return err
	}
	fmt.Println(rows.Columns())
	return nil
}

func (s *store) kept(ctx context.Context) (err error) {
	s.rows, err = s.QueryContext(ctx, "select 1")
	return err
}

func inLocalStruct(db *sql.DB) (err error) {
	s := store{DB: db}
	s.rows, err = s.Query("select 1") // want "`s.rows` is not closed"
	if err != nil {
		return err
	}
	fmt.Println(s.rows.Columns())
	return nil
}

func inLocalStructPassed(db *sql.DB, use func(*store)) (err error) {
	s := &store{DB: db}
	s.rows, err = s.Query("select 1")
	if err != nil {
		return err
	}
	use(s)
	return nil
}

func inLocalStructSent(db *sql.DB, out chan<- store) (err error) {
	var s store
	s.rows, err = db.Query("select 1")
	if err != nil {
		return err
	}
	out <- s
	return nil
}

func inLocalStructRegistered(t *testing.T, db *sql.DB) {
	s := &store{DB: db}
	t.Cleanup(func() { s.rows.Close() })
	var err error
	s.rows, err = s.Query("select 1")
	if err != nil {
		t.Fatal(err)
	}
}

func methodValue(db *sql.DB) error {
	query := db.Query
	rows, err := query("select 1") // want "`rows` is not closed"
	if err != nil {
		return err
	}
	fmt.Println(rows.Columns())
	return nil
}

func closesByValue(db *sql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	done := rows.Close
	defer done()
	fmt.Println(rows.Columns())
	return nil
}

func query(db *sql.DB, text string, args ...any) (*sql.Rows, error) {
	rows, err := db.Query(text, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", text, err)
	}
	return rows, nil
}

func queryLogged(db *sql.DB, text string) (rows *sql.Rows, err error) {
	defer func() {
		if err != nil {
			log.Println(err)
		}
	}()
	return query(db, text)
}

func throughTwo(db *sql.DB) error {
	rows, err := queryLogged(db, "select 1") // want "`rows` is not closed"
	if err != nil {
		return err
	}
	fmt.Println(rows.Columns())
	return nil
}

func each(rows *sql.Rows, err error, use func(*sql.Rows)) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		use(rows)
	}
	return rows.Err()
}

func throughEach(db *sql.DB) error {
	rows, err := db.Query("select 1")
	return each(rows, err, func(*sql.Rows) {})
}

func switched(db *sql.DB) error {
	switch rows, err := db.Query("select 1"); { // want "`rows` is not closed"
	case err != nil:
		return err
	default:
		fmt.Println(rows.Columns())
	}
	return nil
}

func waited(ctx context.Context, db *sql.DB, results chan int) error {
	rows, err := db.QueryContext(ctx, "select 1") // want "`rows` is not closed"
	if err != nil {
		return err
	}
	for rows.Next() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case results <- 1:
		}
	}
	return rows.Err()
}

func panics(db *sql.DB) {
	rows, err := db.Query("select 1") // want "`rows` is not closed"
	if err != nil {
		panic(err)
	}
	fmt.Println(rows.Columns())
}

func deferredWithArgument(db *sql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer func(rows *sql.Rows) {
		if err := rows.Close(); err != nil {
			log.Println(err)
		}
	}(rows)
	return nil
}

func deferredTooEarly(db *sql.DB) (err error) {
	var rows *sql.Rows
	defer func() {
		if rows != nil {
			rows.Close()
		}
	}()
	rows, err = db.Query("select 1")
	return err
}

func declared(db *sql.DB) {
	var rows, err = db.Query("select 1") // want "`rows` is not closed"
	if err == nil {
		fmt.Println(rows.Columns())
	}
}

func both(db *sql.DB) error {
	a, errA := db.Query("select 1") // want "`a` is not closed"
	b, errB := db.Query("select 2") // want "`b` is not closed"
	if errA != nil || errB != nil {
		return errors.Join(errA, errB)
	}
	defer a.Close()
	defer b.Close()
	return nil
}

func ctxErr(ctx context.Context, db *sql.DB) (n int) {
	rows, err := db.QueryContext(ctx, "select 1")
	if errors.Is(err, context.Canceled) {
		return 0
	} else if err != nil {
		return -1
	}
	defer func() { _ = rows.Close() }()
	return 1
}
