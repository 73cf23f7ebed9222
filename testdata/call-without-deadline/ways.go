package fixture

import (
	"context"
	c "context"
	"database/sql"
	"errors"
	"net/http"
	"sync"
	"time"
)

type traceKey struct{}

// Goroutines that a loop launches.

func launched(db *sql.DB, ids []int) {
	for _, id := range ids {
		go func() {
			_, _ = db.ExecContext(context.Background(), "delete from t where id = ?", id) // want "nothing bounds `db.ExecContext`"
		}()
	}
}

func launchedWithVariable(db *sql.DB, ids []int) {
	ctx := context.Background()
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Add(1)
		go func(id int) {
			defer wg.Done()
			_, _ = db.ExecContext(ctx, "delete from t where id = ?", id) // want "nothing bounds `db.ExecContext`"
		}(id)
	}
	wg.Wait()
}

func launchedTogether(parent context.Context, db *sql.DB, ids []int) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Go(func() {
			_, _ = db.ExecContext(ctx, "delete from t where id = ?", id) // want "shares its deadline with the calls beside it"
		})
	}
	wg.Wait()
}

func launchedTogetherByGo(parent context.Context, db *sql.DB, ids []int) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	for i := 0; i < len(ids); i++ {
		go func(id int) {
			_, _ = db.ExecContext(ctx, "delete from t where id = ?", id) // want "shares its deadline with the calls beside it"
		}(ids[i])
	}
	<-ctx.Done()
}

func launchedWithBudgets(parent context.Context, db *sql.DB, ids []int) {
	for _, id := range ids {
		ctx, cancel := context.WithTimeout(parent, time.Second)
		go func() {
			defer cancel()
			_, _ = db.ExecContext(ctx, "delete from t where id = ?", id)
		}()
	}
}

func launchedInOneGoroutine(parent context.Context, db *sql.DB, ids []int) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	go func() {
		for _, id := range ids {
			_, _ = db.ExecContext(ctx, "delete from t where id = ?", id)
		}
	}()
	<-ctx.Done()
}

func one(ctx context.Context, db *sql.DB, id int) error {
	_, err := db.ExecContext(ctx, "delete from t where id = ?", id)
	return err
}

// Through functions.

func background() context.Context {
	return context.WithValue(context.Background(), traceKey{}, "x")
}

func fromHelper(db *sql.DB) error {
	return db.PingContext(background()) // want "nothing bounds `db.PingContext`"
}

func fromHelperInVariable(db *sql.DB) error {
	ctx := background()
	return db.PingContext(ctx) // want "nothing bounds `db.PingContext`"
}

func bounded() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), time.Second)
}

func fromBounded(db *sql.DB) error {
	ctx, cancel := bounded()
	defer cancel()
	return db.PingContext(ctx)
}

var root = context.Background()

func fromPackage(db *sql.DB) error {
	return db.PingContext(root)
}

var current context.Context = context.Background()

func setCurrent(ctx context.Context) { current = ctx }

func fromChanging(db *sql.DB) error { return db.PingContext(current) }

// Branches.

func eitherWay(db *sql.DB, named bool) error {
	ctx := c.Background()
	if named {
		ctx = c.WithValue(ctx, traceKey{}, "x")
	}
	return db.PingContext(ctx) // want "nothing bounds `db.PingContext`"
}

func oneWay(db *sql.DB, timeout time.Duration) error {
	ctx := context.Background()
	if timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	return db.PingContext(ctx)
}

func wrapped(db *sql.DB) error {
	ctx, cancel := context.WithCancelCause(context.TODO())
	defer cancel(errors.New("done"))
	tx, err := db.BeginTx(ctx, nil) // want "nothing bounds `db.BeginTx`"
	if err != nil {
		return err
	}
	return tx.Rollback()
}

func detached(ctx context.Context, db *sql.DB) error {
	return db.PingContext(context.WithoutCancel(ctx)) // want "nothing bounds `db.PingContext`"
}

func prepared(db *sql.DB) (*sql.Stmt, error) {
	return db.PrepareContext(context.Background(), "select 1") // want "nothing bounds `db.PrepareContext`"
}

func sent(url string) error {
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req.WithContext(context.Background())) // want "nothing bounds"
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
