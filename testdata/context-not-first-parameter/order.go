package fixture

import (
	"context"
	c "context"
	"testing"
)

func second(id int, ctx context.Context) error { return ctx.Err() } // want "parameter 2 of `second`"

type store struct{}

func (store) load(id int, name string, ctx c.Context) error { return ctx.Err() } // want "parameter 3 of `load`"

func unnamed(int, context.Context) {} // want "parameter 2 of `unnamed`"

func first(ctx context.Context, id int) error { return ctx.Err() }

func (store) method(ctx context.Context, id int) error { return ctx.Err() }

func helper(t *testing.T, ctx context.Context) { t.Log(ctx) }

func none(id int) {}

type context2 struct{}

func other(id int, ctx context2) {}

func named(parent context.Context, id int) error { return parent.Err() } // want strict "is named `parent`"

func blank(_ context.Context, id int) {}
