package fixture

import "context"

// WithUser keeps the user.
func WithUser(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, "user", name) // want "any package can use the key"
}

// User gives the user.
func User(ctx context.Context) string {
	name, _ := ctx.Value("user").(string)
	return name
}

func WithID(ctx context.Context, id int) context.Context {
	ctx = context.WithValue(ctx, "request-id", id) // want "any package can use the key"
	return context.WithValue(ctx, 1, id)           // want "any package can use the key"
}
