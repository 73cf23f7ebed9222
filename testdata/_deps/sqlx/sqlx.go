// Package sqlx is as much of the extension of database/sql as the fixtures need.
package sqlx

import (
	"context"
	"database/sql"
)

// DB is a handle.
type DB struct{ *sql.DB }

// Tx is a transaction.
type Tx struct{ *sql.Tx }

// Rows is the result of a query.
type Rows struct{ *sql.Rows }

// Row is the only row of a query.
type Row struct{ rows *sql.Rows }

// Open opens a handle.
func Open(driverName, dataSourceName string) (*DB, error) { return nil, nil }

// Connect opens a handle and pings.
func Connect(driverName, dataSourceName string) (*DB, error) { return nil, nil }

// Queryx runs a query.
func (db *DB) Queryx(query string, args ...any) (*Rows, error) { return nil, nil }

// QueryxContext runs a query.
func (db *DB) QueryxContext(ctx context.Context, query string, args ...any) (*Rows, error) {
	return nil, nil
}

// NamedQuery runs a query with named arguments.
func (db *DB) NamedQuery(query string, arg any) (*Rows, error) { return nil, nil }

// NamedQueryContext runs a query with named arguments.
func (db *DB) NamedQueryContext(ctx context.Context, query string, arg any) (*Rows, error) {
	return nil, nil
}

// Get scans one row.
func (db *DB) Get(dest any, query string, args ...any) error { return nil }

// GetContext scans one row.
func (db *DB) GetContext(ctx context.Context, dest any, query string, args ...any) error { return nil }

// Select scans all rows.
func (db *DB) Select(dest any, query string, args ...any) error { return nil }

// SelectContext scans all rows.
func (db *DB) SelectContext(ctx context.Context, dest any, query string, args ...any) error {
	return nil
}

// Beginx begins a transaction.
func (db *DB) Beginx() (*Tx, error) { return nil, nil }

// BeginTxx begins a transaction.
func (db *DB) BeginTxx(ctx context.Context, opts *sql.TxOptions) (*Tx, error) { return nil, nil }

// MustBegin begins a transaction or panics.
func (db *DB) MustBegin() *Tx { return nil }

// Queryx runs a query.
func (tx *Tx) Queryx(query string, args ...any) (*Rows, error) { return nil, nil }

// Get scans one row.
func (tx *Tx) Get(dest any, query string, args ...any) error { return nil }

// GetContext scans one row.
func (tx *Tx) GetContext(ctx context.Context, dest any, query string, args ...any) error { return nil }

// StructScan scans a row into a struct.
func (r *Rows) StructScan(dest any) error { return nil }

// MapScan scans a row into a map.
func (r *Rows) MapScan(dest map[string]any) error { return nil }
