package fixture

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"
)

type user struct{ ID int }

type repo struct{ db *sql.DB }

func (r *repo) users(ctx context.Context) ([]user, error) {
	rows, err := r.db.QueryContext(ctx, "SELECT id FROM users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var users []user
	for rows.Next() {
		var u user
		if err := rows.Scan(&u.ID); err != nil {
			return nil, err
		}
		users = append(users, u)
	}
	return users, rows.Err()
}

func (r *repo) orders(ctx context.Context, id int) (n int, err error) {
	err = r.db.QueryRowContext(ctx, "SELECT count(*) FROM orders WHERE user_id = ?", id).Scan(&n)
	return n, err
}

func (r *repo) ranged(ctx context.Context) (n int, err error) {
	users, err := r.users(ctx)
	if err != nil {
		return 0, err
	}
	for _, u := range users {
		err := r.db.QueryRowContext(ctx, "SELECT count(*) FROM orders WHERE user_id = ?", u.ID).Scan(&n) // want "one query for each row"
		if err != nil {
			return 0, err
		}
	}
	return n, nil
}

func (r *repo) byMethod(ctx context.Context) (sum int, err error) {
	users, err := r.users(ctx)
	if err != nil {
		return 0, err
	}
	for i := range users {
		n, err := r.orders(ctx, users[i].ID) // want "one query for each row"
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

func (r *repo) inRows(ctx context.Context) error {
	rows, err := r.db.Query("SELECT id FROM users")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var u user
		if err := rows.Scan(&u.ID); err != nil {
			return err
		}
		if _, err := r.orders(ctx, u.ID); err != nil { // want "one query for each row"
			return err
		}
	}
	return rows.Err()
}

func collected(db *sql.DB) error {
	rows, err := db.Query("SELECT id FROM users")
	if err != nil {
		return err
	}
	defer rows.Close()
	var ids []int
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
	}
	for _, id := range ids {
		if _, err := db.Query("SELECT name FROM users WHERE id = ?", id); err != nil { // want "one query for each row"
			return err
		}
	}
	return rows.Err()
}

func selected(db *sqlx.DB) error {
	var users []user
	if err := db.Select(&users, "SELECT id FROM users"); err != nil {
		return err
	}
	for _, u := range users {
		var n int
		if err := db.Get(&n, "SELECT count(*) FROM orders WHERE user_id = ?", u.ID); err != nil { // want "one query for each row"
			return err
		}
	}
	return nil
}

// Look-alikes.
func constants(db *sql.DB) error {
	for _, name := range []string{"a", "b"} {
		if _, err := db.Query("SELECT id FROM users WHERE name = ?", name); err != nil {
			return err
		}
	}
	return nil
}

func (r *repo) inserts(ctx context.Context) error {
	users, err := r.users(ctx)
	if err != nil {
		return err
	}
	for _, u := range users {
		if _, err := r.db.ExecContext(ctx, "INSERT INTO seen VALUES (?)", u.ID); err != nil {
			return err
		}
	}
	return nil
}

func (r *repo) sameEachTurn(ctx context.Context, id int) error {
	users, err := r.users(ctx)
	if err != nil {
		return err
	}
	for range users {
		if _, err := r.orders(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
