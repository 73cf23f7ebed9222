package fixture

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"
)

const byID = "SELECT name FROM users WHERE id = ? AND age > ?"

func counts(ctx context.Context, db *sql.DB, tx *sql.Tx, x *sqlx.DB, id int, names []any) {
	_, _ = db.Exec("INSERT INTO users (a, b, c) VALUES (?, ?, ?)", 1, 2)            // want "3 placeholders for 2 arguments"
	_, _ = db.ExecContext(ctx, "INSERT INTO users (a) VALUES ($1)", 1, 2)           // want "1 placeholder for 2 arguments"
	_ = db.QueryRow(byID, id)                                                       // want "2 placeholders for 1 argument"
	_, _ = tx.Query("SELECT id FROM users WHERE name = ?")                          // want "1 placeholder for 0 arguments"
	_, _ = tx.Query("SELECT id FROM users", id)                                     // want "0 placeholders for 1 argument"
	_, _ = tx.Exec("UPDATE users SET t = now()::date WHERE id = $1 AND n = $2", id) // want "2 placeholders for 1 argument"
	_, _ = db.Exec("UPDATE users SET n = @p1 WHERE id = @p2", id)                   // want "2 placeholders for 1 argument"
	_ = x.Get(&id, "SELECT id FROM users WHERE name = ?")                           // want "1 placeholder for 0 arguments"
	query := "SELECT id FROM users WHERE name = ?"
	_, _ = db.Query(query) // want "1 placeholder for 0 arguments"

	_, _ = db.Exec("INSERT INTO users (a) VALUES ('?')")
	_, _ = db.Query("SELECT id FROM users WHERE data ?| array['a']", 1)
	_, _ = db.Query("SELECT id FROM users WHERE a = $1 OR b = $1", id)
	_, _ = db.Query("SELECT id FROM users WHERE id IN (?, ?)", names...)
	_, _ = db.Query("SELECT id FROM users WHERE name = :name", sql.Named("name", 1))
	_, _ = db.Prepare("SELECT id FROM users WHERE name = ?")
	_, _ = x.NamedQuery("SELECT id FROM users WHERE name = :name", names)
}
