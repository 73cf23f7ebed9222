package fixture

import "os"

func missing(err error) bool { return err == os.ErrNotExist } // want "misses a wrapped `os.ErrNotExist`"

func other(err error) bool {
	return err != nil && os.ErrPermission != err // want "misses a wrapped `os.ErrPermission`"
}
