package fixture

import (
	stdctx "context"
	"io"
	"net/http"
	"testing"
)

type (
	alias  = stdctx.Context
	server struct{}
	own    interface {
		stdctx.Context
		Extra()
	}
)

func second(n int, ctx stdctx.Context) {} // want "parameter 2 of `second`"

func last(a, b string, c int, ctx stdctx.Context) error { return nil } // want "parameter 4 of `last`"

func unnamed(int, stdctx.Context) {} // want "parameter 2 of `unnamed`"

func blank(n int, _ stdctx.Context) {} // want "parameter 2 of `blank`"

func variadic(ctx2 int, ctx stdctx.Context, rest ...string) {} // want "parameter 2 of `variadic`"

func aliased(n int, ctx alias) {} // want "parameter 2 of `aliased`"

func generic[T any](v T, ctx stdctx.Context) {} // want "parameter 2 of `generic`"

func (s *server) method(id int, ctx stdctx.Context) {} // want "parameter 2 of `method`"

func (server) Exported(id string, ctx stdctx.Context) error { return nil } // want "parameter 2 of `Exported`"

func Exported(id string, ctx stdctx.Context) error { return nil } // want "parameter 2 of `Exported`"

func writer(w io.Writer, ctx stdctx.Context) {} // want "parameter 2 of `writer`"

func request(r *http.Request, ctx stdctx.Context) {} // want "parameter 2 of `request`"

func twice(ctx stdctx.Context, n int, other stdctx.Context) {}

type fn func(n int, ctx stdctx.Context) // want "parameter 2 of `fn`"

type doer interface {
	Do(n int, ctx stdctx.Context) error // want "parameter 2 of `Do`"
	Fine(ctx stdctx.Context, n int) error
}

// The strict tier: the name.
func named(c stdctx.Context)                   {} // want strict "is named `c`"
func context2(context stdctx.Context)          {} // want strict "is named `context`"
func (s *server) parent(parent stdctx.Context) {} // want strict "is named `parent`"

// Look-alikes.
func first(ctx stdctx.Context, n int)               {}
func firstBlank(_ stdctx.Context, n int)            {}
func only(stdctx.Context)                           {}
func helper(t *testing.T, ctx stdctx.Context)       {}
func bench(b *testing.B, ctx stdctx.Context, n int) {}
func tb(tb testing.TB, ctx stdctx.Context)          {}
func fuzz(f *testing.F, ctx stdctx.Context)         {}
func none(n int)                                    {}
func ownContext(n int, ctx own)                     {}

func taken(cctx stdctx.Context, ctx own) {}
