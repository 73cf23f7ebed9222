// Package pgx is as much of the PostgreSQL driver's API as the fixtures need.
package pgx

import (
	"context"
	"errors"
)

// ErrNoRows is returned when there is no row.
var ErrNoRows = errors.New("no rows in result set")

// CommandTag is the outcome of a statement.
type CommandTag struct{ s string }

// Rows is the result of a query.
type Rows interface {
	Close()
	Err() error
	Next() bool
	Scan(dest ...any) error
	Values() ([]any, error)
}

// Row is the only row of a query.
type Row interface {
	Scan(dest ...any) error
}

// TxOptions are those of a transaction.
type TxOptions struct{ IsoLevel string }

// Tx is a transaction.
type Tx interface {
	Begin(ctx context.Context) (Tx, error)
	Commit(ctx context.Context) error
	Rollback(ctx context.Context) error
	Exec(ctx context.Context, sql string, arguments ...any) (CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) Row
}

// Conn is a connection.
type Conn struct{ open bool }

// Connect opens a connection.
func Connect(ctx context.Context, connString string) (*Conn, error) { return nil, ctx.Err() }

// Begin begins a transaction.
func (c *Conn) Begin(ctx context.Context) (Tx, error) { return nil, ctx.Err() }

// BeginTx begins a transaction.
func (c *Conn) BeginTx(ctx context.Context, txOptions TxOptions) (Tx, error) { return nil, ctx.Err() }

// Exec runs a statement.
func (c *Conn) Exec(ctx context.Context, sql string, arguments ...any) (CommandTag, error) {
	return CommandTag{}, ctx.Err()
}

// Query runs a query.
func (c *Conn) Query(ctx context.Context, sql string, args ...any) (Rows, error) {
	return nil, ctx.Err()
}

// QueryRow runs a query for one row.
func (c *Conn) QueryRow(ctx context.Context, sql string, args ...any) Row { return nil }

// CollectRows gives all rows and closes them.
func CollectRows[T any](rows Rows, fn func(row Row) (T, error)) ([]T, error) {
	defer rows.Close()
	return nil, rows.Err()
}
