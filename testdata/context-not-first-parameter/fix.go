package fixture

import "context"

func load(id int, ctx context.Context, name string) error { // want "parameter 2 of `load`"
	return ctx.Err()
}

func named(c context.Context) error { // want strict "is named `c`"
	return c.Err()
}

func grouped(a, b int, ctx context.Context) {} // want "parameter 3 of `grouped`"

func moved(id int, ctx context.Context) error { // want "parameter 2 of `moved`"
	if id > 0 {
		return moved(id-1, ctx)
	}
	return ctx.Err()
}

func caller(ctx context.Context) error {
	return moved(f(1, 2), ctx)
}

func f(a, b int) int { return a + b }

// Callers of an exported function may be anywhere.
func Exported(id int, ctx context.Context) error { // want "parameter 2 of `Exported`"
	return ctx.Err()
}

func value(id int, ctx context.Context) error { // want "parameter 2 of `value`"
	return ctx.Err()
}

var _ = value
