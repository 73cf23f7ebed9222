package fixture

import (
	"compress/gzip"
	"io"
)

func unpack(r io.Reader) ([]byte, error) {
	zr, err := gzip.NewReader(r) // want "`zr` is not closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(zr)
}
