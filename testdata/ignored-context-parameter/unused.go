package fixture

import (
	"context"
	"os"
)

func reads(ctx context.Context, path string) ([]byte, error) { // want "`reads` takes `ctx` and never looks at it"
	return os.ReadFile(path)
}

func loops(ctx context.Context, items []int) (total int) { // want "`loops` takes `ctx`"
	for _, item := range items {
		total += item
	}
	return total
}

func used(ctx context.Context, path string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

func blank(_ context.Context, path string) ([]byte, error) { return os.ReadFile(path) }

func quick(ctx context.Context, n int) int { return n + 1 }
