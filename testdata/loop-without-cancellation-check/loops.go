package fixture

import (
	"context"
	"os"
)

func export(ctx context.Context, paths []string) error {
	for _, path := range paths { // want "this loop goes on when `ctx` is cancelled"
		if _, err := os.ReadFile(path); err != nil {
			return err
		}
	}
	return nil
}

func tested(ctx context.Context, paths []string) error {
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := os.ReadFile(path); err != nil {
			return err
		}
	}
	return nil
}

func passed(ctx context.Context, paths []string, read func(context.Context, string) error) error {
	for _, path := range paths {
		if err := read(ctx, path); err != nil {
			return err
		}
	}
	return nil
}

func arithmetic(ctx context.Context, values []int) (total int) {
	for _, v := range values {
		total += v
	}
	return total
}

func fixed(ctx context.Context) error {
	for _, path := range []string{"a", "b"} {
		if _, err := os.ReadFile(path); err != nil {
			return err
		}
	}
	return nil
}
