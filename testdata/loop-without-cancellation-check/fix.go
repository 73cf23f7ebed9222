package fixture

import (
	"context"
	"os"
)

func files(ctx context.Context, names []string) error {
	for _, name := range names { // want "this loop goes on"
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}
