// Package pgxpool is as much of the connection pool's API as the fixtures need.
package pgxpool

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Config configures a pool.
type Config struct{ MaxConns int32 }

// Pool is a connection pool.
type Pool struct{ open bool }

// New makes a pool.
func New(ctx context.Context, connString string) (*Pool, error) { return nil, ctx.Err() }

// NewWithConfig makes a pool.
func NewWithConfig(ctx context.Context, config *Config) (*Pool, error) { return nil, ctx.Err() }

// Begin begins a transaction.
func (p *Pool) Begin(ctx context.Context) (pgx.Tx, error) { return nil, ctx.Err() }

// Exec runs a statement.
func (p *Pool) Exec(ctx context.Context, sql string, arguments ...any) (pgx.CommandTag, error) {
	return pgx.CommandTag{}, ctx.Err()
}

// Query runs a query.
func (p *Pool) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return nil, ctx.Err()
}

// QueryRow runs a query for one row.
func (p *Pool) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row { return nil }
