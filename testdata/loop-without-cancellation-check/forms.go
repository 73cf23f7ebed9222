package fixture

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"os"
	"time"
)

func files(ctx context.Context, names []string) error {
	for _, name := range names { // want "this loop goes on when `ctx` is cancelled"
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

func gets(ctx context.Context, urls map[string]string) error {
	for _, url := range urls { // want "this loop goes on when `ctx` is cancelled"
		resp, err := http.Get(url)
		if err != nil {
			return err
		}
		resp.Body.Close()
	}
	return nil
}

func counted(ctx context.Context, db *sql.DB, n int) error {
	for i := 0; i < n; i++ { // want "this loop goes on when `ctx` is cancelled"
		if _, err := db.Exec("UPDATE a SET n = ?", i); err != nil {
			return err
		}
	}
	return nil
}

func handler(w http.ResponseWriter, r *http.Request, db *sql.DB, ids []int) {
	for _, id := range ids { // want "this loop goes on when `r.Context()` is cancelled"
		if _, err := db.Exec("UPDATE a SET n = ?", id); err != nil {
			return
		}
	}
}

func retries(ctx context.Context, url string) {
	for { // want "this loop goes on when `ctx` is cancelled"
		if _, err := http.Get(url); err == nil {
			return
		}
		time.Sleep(time.Second)
	}
}

// Look-alikes.
func tests(ctx context.Context, names []string) error {
	for _, name := range names {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

func passes(ctx context.Context, db *sql.DB, ids []int) error {
	for _, id := range ids {
		if _, err := db.ExecContext(ctx, "UPDATE a SET n = ?", id); err != nil {
			return err
		}
	}
	return nil
}

func constants(ctx context.Context) error {
	for _, name := range []string{"a", "b"} {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

func small(ctx context.Context, names [2]string) error {
	for _, name := range names {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

func pure(ctx context.Context, ids []int) (sum int) {
	for _, id := range ids {
		sum += id
	}
	return sum
}

func rows(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT id FROM a")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return rows.Err()
}

func parses(ctx context.Context, addrs []string) (hosts []string, err error) {
	for _, addr := range addrs {
		host, _, err := net.SplitHostPort(addr)
		if err != nil {
			return nil, err
		}
		hosts = append(hosts, host)
	}
	return hosts, nil
}
