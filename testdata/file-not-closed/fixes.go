package fixture

import (
	"io"
	"os"
)

func never(path string) ([]byte, error) {
	// The configuration.
	f, err := os.Open(path) // want "`f` is not closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func shown(path string) {
	f, err := os.Create(path) // want "`f` is not closed"
	if err != nil {
		panic(err)
	}
	f.WriteString("x")
}

func grouped(path string) error {
	var (
		name   = path + ".txt"
		f, err = os.Open(name) // want "`f` is not closed"
	)
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}
