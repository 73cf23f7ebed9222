package fixture

import (
	"net/http/httptest"
	"os"
	"testing"
)

func open(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f, nil // want "`f` is released before the caller gets it"
}

func server(t *testing.T) *httptest.Server {
	s := httptest.NewServer(nil)
	defer s.Close()
	return s // want "`s` is released before the caller gets it"
}
