package fixture

import "context"

func load(id int, ctx context.Context, name string) error { // want "parameter 2 of `load`"
	return ctx.Err()
}

func named(c context.Context) error { // want strict "is named `c`"
	return c.Err()
}

func grouped(a, b int, ctx context.Context) {} // want "parameter 3 of `grouped`"
