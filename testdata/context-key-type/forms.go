package fixture

import (
	stdctx "context"
	"net/http"
	"reflect"
	"time"
)

type (
	key            struct{}
	keyInt         int
	keyString      string
	ExportedID     string
	alias          = string
	aliasKey       = key
	generic[T any] struct{}
)

const (
	constKey           = "constant"
	typedKey    keyInt = 1
	ExportedKey keyInt = 2
	untyped            = 3
)

var (
	varKey          = "variable"
	structKey       = key{}
	pointerKey      = &key{}
	ExportedVar     = key{}
	anyKey      any = "any"
)

func predeclared(ctx stdctx.Context, id int, r rune, f float64, b bool, by byte, p uintptr, c complex128) {
	stdctx.WithValue(ctx, "user", id)             // want "any package can use the key"
	stdctx.WithValue(ctx, constKey, id)           // want "any package can use the key"
	stdctx.WithValue(ctx, varKey, id)             // want "any package can use the key"
	stdctx.WithValue(ctx, id, id)                 // want "any package can use the key"
	stdctx.WithValue(ctx, 1, id)                  // want "any package can use the key"
	stdctx.WithValue(ctx, untyped, id)            // want "any package can use the key"
	stdctx.WithValue(ctx, r, id)                  // want "any package can use the key"
	stdctx.WithValue(ctx, 'k', id)                // want "any package can use the key"
	stdctx.WithValue(ctx, f, id)                  // want "any package can use the key"
	stdctx.WithValue(ctx, 1.5, id)                // want "any package can use the key"
	stdctx.WithValue(ctx, b, id)                  // want "any package can use the key"
	stdctx.WithValue(ctx, true, id)               // want "any package can use the key"
	stdctx.WithValue(ctx, by, id)                 // want "any package can use the key"
	stdctx.WithValue(ctx, p, id)                  // want "any package can use the key"
	stdctx.WithValue(ctx, c, id)                  // want "any package can use the key"
	stdctx.WithValue(ctx, alias("x"), id)         // want "any package can use the key"
	stdctx.WithValue(ctx, string("x"), id)        // want "any package can use the key"
	stdctx.WithValue(ctx, "a"+varKey, id)         // want "any package can use the key"
	stdctx.WithValue(ctx, ("user"), id)           // want "any package can use the key"
	stdctx.WithValue(ctx, int64(1), id)           // want "any package can use the key"
	stdctx.WithValue(ctx, struct{}{}, id)         // want "any package can use the key"
	stdctx.WithValue(ctx, [2]int{}, id)           // want "any package can use the key"
	stdctx.WithValue(ctx, struct{ a int }{1}, id) // want "any package can use the key"
	stdctx.WithValue(ctx, time.Second, id)        // want "any package can use the key"
	stdctx.WithValue(ctx, reflect.Int, id)        // want "any package can use the key"
}

func nested(ctx stdctx.Context, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(stdctx.WithValue(r.Context(), "id", 1)) // want "any package can use the key"
		next.ServeHTTP(w, r)
	})
}

func exported(ctx stdctx.Context) {
	stdctx.WithValue(ctx, ExportedID("x"), 1) // want strict "is exported"
	stdctx.WithValue(ctx, ExportedKey, 1)     // want strict "is exported"
	stdctx.WithValue(ctx, ExportedVar, 1)     // want strict "is exported"
}

func own(ctx stdctx.Context) {
	type local string
	stdctx.WithValue(ctx, key{}, 1)
	stdctx.WithValue(ctx, &key{}, 1)
	stdctx.WithValue(ctx, structKey, 1)
	stdctx.WithValue(ctx, pointerKey, 1)
	stdctx.WithValue(ctx, keyInt(1), 1)
	stdctx.WithValue(ctx, keyString("x"), 1)
	stdctx.WithValue(ctx, typedKey, 1)
	stdctx.WithValue(ctx, aliasKey{}, 1)
	stdctx.WithValue(ctx, generic[int]{}, 1)
	stdctx.WithValue(ctx, local("x"), 1)
	stdctx.WithValue(ctx, http.ServerContextKey, 1)
	stdctx.WithValue(ctx, anyKey, 1)
}

type contexts struct{}

func (contexts) WithValue(ctx stdctx.Context, key, value any) {}

func otherWithValue(ctx stdctx.Context, c contexts) { c.WithValue(ctx, "user", 1) }
