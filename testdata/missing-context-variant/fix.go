package fixture

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"
	"os/exec"
)

func one(ctx context.Context, db *sql.DB) error {
	if err := db.Ping(); err != nil { // want "`db.Ping` ignores `ctx`"
		return err
	}
	_, err := db.Exec("DELETE FROM a WHERE id = ?", 1) // want "`db.Exec` ignores `ctx`"
	slog.Info("deleted")                               // want strict "`slog.Info` ignores `ctx`"
	return err
}

func two(ctx, other context.Context, db *sql.DB) error {
	child, cancel := context.WithCancel(other)
	defer cancel()
	_ = child
	return db.Ping() // want "`db.Ping` ignores `child`"
}

func request(w http.ResponseWriter, r *http.Request) {
	_ = exec.Command("true").Run() // want "`exec.Command` ignores `r.Context()`"
}
