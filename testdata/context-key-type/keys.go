package fixture

import "context"

const name = "user"

type key struct{}

type number int

const second number = 2

func text(ctx context.Context) context.Context {
	return context.WithValue(ctx, "user", 1) // want "any package can use the key"
}

func constant(ctx context.Context) context.Context {
	return context.WithValue(ctx, name, 1) // want "any package can use the key"
}

func integer(ctx context.Context) context.Context {
	return context.WithValue(ctx, 3, 1) // want "any package can use the key"
}

func own(ctx context.Context) context.Context {
	return context.WithValue(ctx, key{}, 1)
}

func typed(ctx context.Context) context.Context {
	return context.WithValue(ctx, second, 1)
}

func pointer(ctx context.Context, k *int) context.Context {
	return context.WithValue(ctx, k, 1)
}

func unknown(ctx context.Context, k any) context.Context {
	return context.WithValue(ctx, k, 1)
}
