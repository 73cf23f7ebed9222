package fixture

import (
	"context"
	dsql "database/sql"
	"errors"
	"fmt"
	"log"
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

type querier interface {
	Query(query string, args ...any) (*dsql.Rows, error)
}

type wrapped struct{ *dsql.DB }

// Every way to get rows.
func (s *store) dbQuery() {
	rows, err := s.db.Query("select 1")
	if err != nil {
		return
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
}

func (s *store) dbQueryContext(ctx context.Context) {
	rows, _ := s.db.QueryContext(ctx, "select 1")
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
}

func (s *store) txQuery() error {
	rows, err := s.tx.Query("select 1")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() { // want "`rows.Err` is not checked"
		var id int
		if err := rows.Scan(&id); err != nil {
			return err
		}
	}
	return nil
}

func (s *store) stmtQuery(ctx context.Context) error {
	rows, err := s.stmt.QueryContext(ctx)
	if err != nil {
		return err
	}
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	rows.Close()
	return nil
}

func connQuery(ctx context.Context, c *dsql.Conn) error {
	rows, err := c.QueryContext(ctx, "select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}

func byInterface(ctx context.Context, q queryer) error {
	rows, err := q.QueryContext(ctx, "select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}

func byInterface2(q querier) error {
	rows, err := q.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}

func embedded(w wrapped) error {
	rows, err := w.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}

func generic[Q querier](q Q) error {
	rows, err := q.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}

// A helper of the package gives them.
func open(db *dsql.DB) (*dsql.Rows, error) {
	return db.Query("select 1")
}

func useOpen(db *dsql.DB) error {
	rows, err := open(db)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}

func openWrapped(db *dsql.DB) (*dsql.Rows, error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	return rows, nil
}

func useOpenWrapped(db *dsql.DB) error {
	rows, err := openWrapped(db)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}

// Parameters: whoever iterates must ask.
func collect(rows *dsql.Rows) []int {
	defer rows.Close()
	var ids []int
	for rows.Next() { // want "`rows.Err` is not checked"
		var id int
		if rows.Scan(&id) == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

func collectChecked(rows *dsql.Rows) ([]int, error) {
	defer rows.Close()
	var ids []int
	for rows.Next() {
		var id int
		if rows.Scan(&id) == nil {
			ids = append(ids, id)
		}
	}
	return ids, rows.Err()
}

func iterated(rows *dsql.Rows) {
	for rows.Next() {
	}
}

func callerChecks(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	iterated(rows)
	return rows.Err()
}

// Loop shapes.
func noCondition(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		if !rows.Next() { // want "`rows.Err` is not checked"
			break
		}
	}
	return nil
}

func ifNext(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		return nil
	}
	return nil
}

func andCondition(db *dsql.DB, n int) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for n > 0 && rows.Next() { // want "`rows.Err` is not checked"
		n--
	}
	return nil
}

func sets(db *dsql.DB) error {
	rows, err := db.Query("select 1; select 2")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	if !rows.NextResultSet() {
		return errors.New("no second set")
	}
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}

func secondLoop(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows, err = db.Query("select 2")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}

func twoQueries(db *dsql.DB) error {
	rows1, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows1.Close()
	rows2, err := db.Query("select 2")
	if err != nil {
		return err
	}
	defer rows2.Close()
	for rows1.Next() {
	}
	for rows2.Next() { // want "`rows2.Err` is not checked"
	}
	return rows1.Err()
}

func nested(db *dsql.DB) error {
	outer, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer outer.Close()
	for outer.Next() {
		inner, err := db.Query("select 2")
		if err != nil {
			return err
		}
		for inner.Next() { // want "`inner.Err` is not checked"
		}
		inner.Close()
	}
	return outer.Err()
}

func checkedBefore(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	if err := rows.Err(); err != nil {
		return err
	}
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}

func checkedInside(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

func wrongErr(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	if err != nil {
		return err
	}
	return nil
}

func inLiteral(db *dsql.DB) {
	run := func() error {
		rows, err := db.Query("select 1")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() { // want "`rows.Err` is not checked"
		}
		return nil
	}
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func outerVariable(db *dsql.DB) error {
	var rows *dsql.Rows
	var err error
	if rows, err = db.Query("select 1"); err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}

func named(db *dsql.DB) (n int, err error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
		n++
	}
	return
}

func inIf(db *dsql.DB) int {
	n := 0
	if rows, err := db.Query("select 1"); err == nil {
		defer rows.Close()
		for rows.Next() { // want "`rows.Err` is not checked"
			n++
		}
	}
	return n
}

func swallowed(db *dsql.DB) {
	rows, err := db.Query("select 1")
	if err != nil {
		log.Println(err)
		return
	}
	defer rows.Close()
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	log.Println("done")
}

func (s *store) fieldChecked() error {
	var err error
	s.rows, err = s.db.Query("select 1")
	if err != nil {
		return err
	}
	defer s.rows.Close()
	for s.rows.Next() {
	}
	return s.rows.Err()
}

// Asked in other ways.
func switchErr(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	switch err := rows.Err(); {
	case err != nil:
		return err
	}
	return nil
}

func joined(db *dsql.DB) (err error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Err(), rows.Close()) }()
	for rows.Next() {
	}
	return nil
}

func wrappedErr(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return fmt.Errorf("rows: %w", rows.Err())
}

func passedErr(db *dsql.DB, report func(error)) {
	rows, err := db.Query("select 1")
	if err != nil {
		return
	}
	defer rows.Close()
	for rows.Next() {
	}
	report(rows.Err())
}

func checkHelper(rows *dsql.Rows) error {
	if err := rows.Err(); err != nil {
		return fmt.Errorf("rows: %w", err)
	}
	return nil
}

func viaCheckHelper(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return checkHelper(rows)
}

func closeHelper(rows *dsql.Rows) {
	if err := rows.Close(); err != nil {
		log.Println(err)
	}
}

func viaCloseHelper(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer closeHelper(rows)
	for rows.Next() { // want "`rows.Err` is not checked"
	}
	return nil
}

func returnedRows(db *dsql.DB) (*dsql.Rows, error) {
	rows, err := db.Query("select 1")
	if err != nil {
		return nil, err
	}
	return rows, nil
}

func always(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		return nil
	}
	return errors.New("none")
}

func errorPath(db *dsql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		n++
	}
	if n == 0 {
		return errors.New("none")
	}
	return rows.Err()
}

func goroutine(db *dsql.DB, out chan<- int) {
	go func() {
		defer close(out)
		rows, err := db.Query("select 1")
		if err != nil {
			return
		}
		defer rows.Close()
		for rows.Next() { // want "`rows.Err` is not checked"
			var n int
			_ = rows.Scan(&n)
			out <- n
		}
	}()
}
