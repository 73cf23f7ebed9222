package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

var errDuplicate = errors.New("the order is there already")

type item struct {
	SKU   string
	Count int
}

type order struct {
	ID    string
	Items []item
	Total int
}

// invalid says what is wrong with an order.
type invalid struct{ field string }

func (e *invalid) Error() string { return e.field + " is invalid" }

func validate(o *order) error {
	var problem *invalid
	if o.ID == "" {
		problem = &invalid{field: "ID"}
	}
	if len(o.Items) == 0 {
		problem = &invalid{field: "Items"}
	}
	return problem
}

type store struct {
	db *sql.DB
}

func (s *store) save(ctx context.Context, o order) error {
	var found int
	err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM orders WHERE id = $1", o.ID).Scan(&found)
	if err != nil {
		return fmt.Errorf("looking for order %s: %w", o.ID, err)
	}
	if found > 0 {
		return fmt.Errorf("order %s: %w", o.ID, errDuplicate)
	}
	_, err = s.db.ExecContext(ctx, "INSERT INTO orders (id, total) VALUES ($1, $2)", o.ID, o.Total)
	return err
}

func (s *store) since(ctx context.Context, start time.Time) ([]order, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT id, total FROM orders WHERE placed > $1", start)
	if err != nil {
		return nil, err
	}
	var orders []order
	for rows.Next() {
		var o order
		if err := rows.Scan(&o.ID, &o.Total); err != nil {
			return nil, err
		}
		orders = append(orders, o)
	}
	return orders, nil
}

// archive adds up the sizes of the archived reports.
func archive(folder string) (total int64, err error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return 0, err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		total += info.Size()
	}
	return total, nil
}
