package fixture

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"
	"os/exec"
)

func queries(ctx context.Context, db *sql.DB) error {
	_, err := db.Exec("DELETE FROM a") // want "`db.Exec` ignores `ctx`"
	if err != nil {
		return err
	}
	return db.Ping() // want "`db.Ping` ignores `ctx`"
}

func request(ctx context.Context, c *http.Client) (*http.Response, error) {
	req, err := http.NewRequest("GET", "http://example.com", nil) // want "`http.NewRequest` ignores `ctx`"
	if err != nil {
		return nil, err
	}
	return c.Do(req)
}

func together(ctx context.Context, do func(context.Context, *http.Request) error) error {
	req, err := http.NewRequest("GET", "http://example.com", nil)
	if err != nil {
		return err
	}
	return do(ctx, req)
}

func command(w http.ResponseWriter, r *http.Request) {
	_ = exec.Command("ls").Run() // want "`exec.Command` ignores `r.Context()`"
}

func logs(ctx context.Context) {
	slog.Info("x") // want strict "`slog.Info` ignores `ctx`"
}

func withContext(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "DELETE FROM a")
	return err
}

func later(ctx context.Context) (*http.Request, error) {
	req, err := http.NewRequest("GET", "http://example.com", nil)
	if err != nil {
		return nil, err
	}
	req = req.WithContext(ctx)
	return req, nil
}

func none(db *sql.DB) error { return db.Ping() }

func closeAll(ctx context.Context, db *sql.DB) error { return db.Ping() }

func started(ctx context.Context, db *sql.DB) {
	go func() { _ = db.Ping() }()
}
