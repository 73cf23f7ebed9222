package fixture

import (
	"context"
	"database/sql"
	"net/http"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
)

type api struct {
	dsn string
	db  *sql.DB
	one sync.Once
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	db, err := sql.Open("postgres", a.dsn) // want "in a handler opens a new pool"
	if err != nil {
		return
	}
	defer db.Close()
}

func (a *api) list(w http.ResponseWriter, r *http.Request) {
	pool, err := pgxpool.New(r.Context(), a.dsn) // want "in a handler opens a new pool"
	_, _ = pool, err
	func() {
		_, _ = sqlx.Connect("postgres", a.dsn) // want "in a handler opens a new pool"
	}()
}

func routes(mux *http.ServeMux, dsn string) {
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		db, _ := sql.Open("postgres", dsn) // want "in a handler opens a new pool"
		_ = db
	})
}

func loop(dsn string, ids []int) error {
	for range ids {
		db, err := sql.Open("postgres", dsn) // want "in a loop opens a new pool"
		if err != nil {
			return err
		}
		_, err = db.Exec("UPDATE a SET n = 1")
		db.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *api) User(ctx context.Context, id int) (name string, err error) {
	db, err := sql.Open("postgres", a.dsn) // want "in `User` opens a new pool"
	if err != nil {
		return "", err
	}
	defer db.Close()
	err = db.QueryRowContext(ctx, "SELECT name FROM users WHERE id = $1", id).Scan(&name)
	return name, err
}

func saveUser(ctx context.Context, name string) error {
	db, err := sql.Open("postgres", "dsn") // want "in `saveUser` opens a new pool"
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "INSERT INTO users VALUES ($1)", name)
	return err
}

// Look-alikes.
func NewAPI(dsn string) (*api, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return &api{db: db}, nil
}

func (a *api) lazily(w http.ResponseWriter, r *http.Request) {
	a.one.Do(func() { a.db, _ = sql.Open("postgres", a.dsn) })
}

func retry(dsn string) (db *sql.DB, err error) {
	for range 3 {
		db, err = sql.Open("postgres", dsn)
		if err == nil {
			return db, nil
		}
	}
	return nil, err
}

func shards(dsns []string) (all []*sql.DB, err error) {
	for _, dsn := range dsns {
		db, err := sql.Open("postgres", dsn)
		if err != nil {
			return nil, err
		}
		all = append(all, db)
	}
	return all, nil
}

func migrate(ctx context.Context, dsn string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.PingContext(ctx)
}
