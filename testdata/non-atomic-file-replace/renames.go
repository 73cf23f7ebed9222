package fixture

import (
	"os"
	"path/filepath"
)

func elsewhere(path string) error {
	tmp, err := os.CreateTemp("", "state")
	if err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path) // want "this rename fails when"
}

func beside(path string) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), "state") // want "the temporary file `tmp` is left behind"
	if err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
