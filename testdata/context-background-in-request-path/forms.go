package fixture

import (
	stdctx "context"
	"errors"
	"log"
	"net/http"
	"os/exec"
	"time"
)

type server struct {
	ctx stdctx.Context
	db  queryer
}

type queryer interface {
	Exec(ctx stdctx.Context, query string) error
}

func do(ctx stdctx.Context) error { return ctx.Err() }

func doMore(ctx stdctx.Context, n int) (int, error) { return n, ctx.Err() }

// Passed straight on.
func plain(ctx stdctx.Context) error {
	return do(stdctx.Background()) // want "`stdctx.Background` ignores `ctx`"
}

func todo(ctx stdctx.Context) {
	_ = do(stdctx.TODO()) // want "`stdctx.TODO` ignores `ctx`"
}

func inCondition(ctx stdctx.Context) error {
	if err := do(stdctx.Background()); err != nil { // want "ignores `ctx`"
		return err
	}
	n, err := doMore(stdctx.Background(), 1) // want "ignores `ctx`"
	_ = n
	return err
}

func method(ctx stdctx.Context, s *server) error {
	return s.db.Exec(stdctx.Background(), "update") // want "ignores `ctx`"
}

func (s *server) onMethod(c stdctx.Context) error {
	return s.db.Exec(stdctx.TODO(), "update") // want "ignores `c`"
}

func command(ctx stdctx.Context) error {
	return exec.CommandContext(stdctx.Background(), "true").Run() // want "ignores `ctx`"
}

func handler(w http.ResponseWriter, r *http.Request) {
	if err := do(stdctx.Background()); err != nil { // want "ignores `r.Context()`"
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (s *server) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	_ = s.db.Exec(stdctx.Background(), "update") // want "ignores `req.Context()`"
}

func routes(mux *http.ServeMux) {
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		_ = do(stdctx.Background()) // want "ignores `r.Context()`"
	})
}

func notFirst(n int, ctx stdctx.Context) {
	_ = do(stdctx.Background()) // want "ignores `ctx`"
}

// Derived and then passed on.
func timeout(ctx stdctx.Context) error {
	ctx2, cancel := stdctx.WithTimeout(stdctx.Background(), time.Second) // want "ignores `ctx`"
	defer cancel()
	return do(ctx2)
}

func withValue(ctx stdctx.Context) error {
	return do(stdctx.WithValue(stdctx.Background(), key{}, 1)) // want "ignores `ctx`"
}

type key struct{}

// Kept in a variable first.
func variable(ctx stdctx.Context) error {
	fresh := stdctx.Background() // want "ignores `ctx`"
	return do(fresh)
}

func declared(ctx stdctx.Context) error {
	var fresh stdctx.Context = stdctx.TODO() // want "ignores `ctx`"
	return do(fresh)
}

func chained(ctx stdctx.Context) error {
	fresh := stdctx.Background() // want "ignores `ctx`"
	fresh, cancel := stdctx.WithCancel(fresh)
	defer cancel()
	return do(fresh)
}

func overwrites(ctx stdctx.Context) error {
	ctx = stdctx.Background() // want "ignores `ctx`"
	return do(ctx)
}

func overwritesDerived(ctx stdctx.Context) error {
	ctx, cancel := stdctx.WithTimeout(stdctx.Background(), time.Second) // want "ignores `ctx`"
	defer cancel()
	return do(ctx)
}

// In literals that run there and then.
func immediate(ctx stdctx.Context) error {
	return func() error {
		return do(stdctx.Background()) // want "ignores `ctx`"
	}()
}

func loop(ctx stdctx.Context, items []int) {
	for range items {
		_ = do(stdctx.Background()) // want "ignores `ctx`"
	}
}

func derivedInScope() error {
	ctx, cancel := stdctx.WithTimeout(stdctx.Background(), time.Second)
	defer cancel()
	return do(ctx)
}

func branches(ctx stdctx.Context, fast bool) error {
	switch {
	case fast:
		return do(stdctx.Background()) // want "ignores `ctx`"
	default:
		return do(ctx)
	}
}

// Look-alikes.
func noContext() error { return do(stdctx.Background()) }

func nilDefault(ctx stdctx.Context) error {
	if ctx == nil {
		ctx = stdctx.Background()
	}
	return do(ctx)
}

func blank(_ stdctx.Context) error { return do(stdctx.Background()) }

func detached(ctx stdctx.Context) {
	go func() {
		_ = do(stdctx.WithoutCancel(ctx))
	}()
}

func (s *server) Shutdown(ctx stdctx.Context, h *http.Server) error {
	<-ctx.Done()
	fresh, cancel := stdctx.WithTimeout(stdctx.Background(), time.Second)
	defer cancel()
	return h.Shutdown(fresh)
}

func serve(ctx stdctx.Context, h *http.Server) error {
	errs := make(chan error, 1)
	go func() { errs <- h.ListenAndServe() }()
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
	}
	stop, cancel := stdctx.WithTimeout(stdctx.Background(), 5*time.Second)
	defer cancel()
	return h.Shutdown(stop)
}

func main() {
	ctx := stdctx.Background()
	if err := do(ctx); err != nil {
		log.Fatal(err)
	}
}

func cleanup(ctx stdctx.Context, s *server) (err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, s.db.Exec(stdctx.Background(), "rollback"))
		}
	}()
	return do(ctx)
}
