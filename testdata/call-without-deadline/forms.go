package fixture

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

type key struct{}

type repo struct {
	db     *sql.DB
	pool   *pgxpool.Pool
	client *http.Client
}

func (r *repo) variable() error {
	ctx := context.Background()
	_, err := r.db.ExecContext(ctx, "UPDATE a SET n = 1") // want "nothing bounds `r.db.ExecContext`"
	return err
}

func (r *repo) todo() *sql.Row {
	return r.db.QueryRowContext(context.TODO(), "SELECT 1") // want "nothing bounds `r.db.QueryRowContext`"
}

func (r *repo) values() error {
	ctx := context.WithValue(context.Background(), key{}, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	_, err := r.pool.Exec(ctx, "UPDATE a SET n = 1") // want "nothing bounds `r.pool.Exec`"
	return err
}

func conn(c *pgx.Conn) (pgx.Rows, error) {
	return c.Query(context.Background(), "SELECT 1") // want "nothing bounds `c.Query`"
}

func dial(d *net.Dialer) (net.Conn, error) {
	return d.DialContext(context.Background(), "tcp", "example.org:80") // want "nothing bounds `d.DialContext`"
}

func send() (*http.Response, error) {
	req, err := http.NewRequestWithContext(context.Background(), "GET", "http://example.org", nil) // want "nothing bounds"
	if err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(req)
}

func transaction(db *sql.DB) error {
	tx, err := db.BeginTx(context.Background(), nil) // want "nothing bounds `db.BeginTx`"
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return tx.Commit()
}

// Look-alikes.
func timed() (*http.Response, error) {
	client := &http.Client{Timeout: time.Second}
	req, err := http.NewRequestWithContext(context.Background(), "GET", "http://example.org", nil)
	if err != nil {
		return nil, err
	}
	return client.Do(req)
}

func (r *repo) owned() (*http.Response, error) {
	req, err := http.NewRequestWithContext(context.Background(), "GET", "http://example.org", nil)
	if err != nil {
		return nil, err
	}
	return r.client.Do(req)
}

func timedDial() (net.Conn, error) {
	d := net.Dialer{Timeout: time.Second}
	return d.DialContext(context.Background(), "tcp", "example.org:80")
}

func (r *repo) bounded() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return r.db.PingContext(ctx)
}

func (r *repo) given(ctx context.Context) error { return r.db.PingContext(ctx) }
