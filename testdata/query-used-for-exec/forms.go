package fixture

import (
	"context"
	"database/sql"
	"log"

	"github.com/jackc/pgx/v5"
	"github.com/jmoiron/sqlx"
)

const insert = `
	-- adds one
	INSERT INTO users (name) VALUES (?)`

func all(ctx context.Context, db *sql.DB, tx *sql.Tx, c *sql.Conn, name string) {
	_, err := db.Query("UPDATE users SET name = ?", name)                   // want "`Query` for UPDATE"
	_, err = tx.QueryContext(ctx, insert, name)                             // want "`QueryContext` for INSERT"
	_, _ = c.QueryContext(ctx, "delete from users")                         // want "`QueryContext` for DELETE"
	db.Query("DELETE FROM users WHERE id = 1")                              // want "`Query` for DELETE"
	if _, err := db.Query("/* x */ insert into a values (1)"); err != nil { // want "`Query` for INSERT"
		log.Println(err)
	}
	var _, err2 = db.Query("UPDATE users SET name = ''") // want "`Query` for UPDATE"
	db.QueryRow("DELETE FROM users")                     // want "`QueryRow` for DELETE"
	_ = db.QueryRow("DELETE FROM users")                 // want "`QueryRow` for DELETE"
	_, _ = err, err2
}

func drivers(ctx context.Context, c *pgx.Conn, db *sqlx.DB) {
	_, _ = c.Query(ctx, "UPDATE users SET a = 1") // want "`Query` for UPDATE"
	_, _ = db.Queryx("UPDATE users SET a = 1")    // want "`Queryx` for UPDATE"
}

func fine(db *sql.DB, ctx context.Context, q string) error {
	rows, err := db.Query("INSERT INTO users (name) VALUES ('x') RETURNING id")
	if err != nil {
		return err
	}
	defer rows.Close()
	_, _ = db.Query("INSERT INTO users (name) OUTPUT inserted.id VALUES ('x')")
	_, _ = db.Query("SELECT pg_advisory_lock(1)")
	_, _ = db.Query(q)
	_, err = db.Exec("UPDATE users SET name = ''")
	return err
}
