package fixture

import (
	"context"
	"database/sql"
	"errors"
	"log"
	"testing"
)

// Other ways to turn.

func assigned(db *sql.DB) (n int) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0
	}
	defer rows.Close()
	for ok := rows.Next(); ok; ok = rows.Next() { // want "`rows.Err` is not checked"
		n++
	}
	return n
}

func assignedChecked(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for ok := rows.Next(); ok; ok = rows.Next() {
		n++
	}
	return n, rows.Err()
}

func kept(db *sql.DB) (n int) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0
	}
	defer rows.Close()
	more := rows.Next() // want "`rows.Err` is not checked"
	for more {
		n++
		more = rows.Next()
	}
	return n
}

func brokenOff(db *sql.DB) (n int) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0
	}
	defer rows.Close()
	for {
		if !rows.Next() { // want "`rows.Err` is not checked"
			break
		}
		n++
	}
	return n
}

func brokenOffByVariable(db *sql.DB) (n int) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0
	}
	defer rows.Close()
	for {
		if ok := rows.Next(); !ok { // want "`rows.Err` is not checked"
			return n
		}
		n++
	}
}

func compared(db *sql.DB) (n int) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0
	}
	defer rows.Close()
	for {
		ok := rows.Next() // want "`rows.Err` is not checked"
		if ok == false {
			break
		}
		n++
	}
	return n
}

func switched(db *sql.DB) (n int) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0
	}
	defer rows.Close()
loop:
	for {
		switch {
		case rows.Next(): // want "`rows.Err` is not checked"
			n++
		default:
			break loop
		}
	}
	return n
}

func bounded(db *sql.DB) (n int) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0
	}
	defer rows.Close()
	for n < 10 && rows.Next() { // want "`rows.Err` is not checked"
		n++
	}
	return n
}

func jumped(db *sql.DB) (n int) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0
	}
	defer rows.Close()
again:
	if rows.Next() { // want "`rows.Err` is not checked"
		n++
		goto again
	}
	return n
}

func leavesEarly(db *sql.DB, want int) bool {
	rows, err := db.Query("select 1")
	if err != nil {
		return false
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
		var id int
		if rows.Scan(&id) != nil {
			return false
		}
		if id == want {
			return true
		}
	}
	return false
}

func breaksEarly(db *sql.DB, want int) (found bool) {
	rows, err := db.Query("select 1")
	if err != nil {
		return false
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
		var id int
		if rows.Scan(&id) != nil || id == want {
			found = true
			break
		}
	}
	return
}

func one(db *sql.DB) (id int, err error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if !rows.Next() {
		return 0, sql.ErrNoRows
	}
	return id, rows.Scan(&id)
}

func checkedFirst(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if err = rows.Err(); err != nil {
		return 0, err
	}
	for rows.Next() { // want "`rows.Err` is not checked"
		n++
	}
	return n, nil
}

func checkedInside(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
		if err := rows.Err(); err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

func checkedByDefer(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return 0, err
	}
	defer func() {
		err = errors.Join(err, rows.Err(), rows.Close())
	}()
	for rows.Next() {
		n++
	}
	return n, nil
}

func sets(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select 1; select 2")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for {
		for rows.Next() {
			n++
		}
		if !rows.NextResultSet() {
			break
		}
	}
	return n, rows.Err()
}

func setsUnchecked(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select 1; select 2")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for {
		for rows.Next() { // want "`rows.Err` is not checked"
			n++
		}
		if !rows.NextResultSet() {
			return n, nil
		}
	}
}

type reader struct {
	db   *sql.DB
	rows *sql.Rows
	err  error
}

func inLocalStruct(db *sql.DB) (n int) {
	var r reader
	r.rows, r.err = db.Query("select 1")
	if r.err != nil {
		return 0
	}
	defer r.rows.Close()
	for r.rows.Next() { // want "`r.rows.Err` is not checked"
		n++
	}
	return n
}

func inLocalStructChecked(db *sql.DB) (n int, err error) {
	r := &reader{db: db}
	r.rows, r.err = r.db.Query("select 1")
	if r.err != nil {
		return 0, r.err
	}
	defer r.rows.Close()
	for r.rows.Next() {
		n++
	}
	return n, r.rows.Err()
}

func (r *reader) finish() error { return r.rows.Err() }

func inLocalStructFinished(db *sql.DB) (n int, err error) {
	r := &reader{db: db}
	r.rows, r.err = r.db.Query("select 1")
	if r.err != nil {
		return 0, r.err
	}
	defer r.rows.Close()
	for r.rows.Next() {
		n++
	}
	return n, r.finish()
}

func must[T any](v T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

func helped(ctx context.Context, db *sql.DB) (n int) {
	rows := must(db.QueryContext(ctx, "select 1"))
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
		n++
	}
	return n
}

func inTest(t *testing.T, db *sql.DB) {
	rows := must(db.Query("select 1"))
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
		t.Log(rows.Columns())
	}
}

func inGoroutine(db *sql.DB, out chan<- int) {
	go func() {
		defer close(out)
		rows, err := db.Query("select 1")
		if err != nil {
			return
		}
		defer rows.Close()
		for rows.Next() { // want "`rows.Err` is not checked"
			var id int
			if err := rows.Scan(&id); err != nil {
				return
			}
			out <- id
		}
	}()
}

func shadowed(db *sql.DB) (err error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	if err := rows.Err(); err != nil {
		log.Println(err)
	}
	return nil
}

func blankErr(db *sql.DB) {
	rows, err := db.Query("select 1")
	if err != nil {
		return
	}
	defer rows.Close()
	for rows.Next() {
	}
	_ = rows.Err()
}

func second(db *sql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows, err = db.Query("select 2")
	if err != nil {
		return err
	}
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}
