package fixture

import (
	"database/sql"
	"net/http"
	"os"
)

func body(c *http.Client, url string) error {
	resp, err := c.Get(url)
	defer resp.Body.Close() // want "`resp.Body.Close` is deferred before the error is tested"
	if err != nil {
		return err
	}
	return nil
}

func rows(db *sql.DB) error {
	rows, err := db.Query("SELECT 1")
	defer rows.Close() // want "`rows.Close` is deferred before"
	if err != nil {
		return err
	}
	return rows.Err()
}

func file(path string) error {
	f, err := os.Open(path)
	defer f.Close() // want "`f.Close` is deferred before the error is tested"
	if err != nil {
		return err
	}
	return nil
}

func after(c *http.Client, url string) error {
	resp, err := c.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return nil
}

type stopper struct{}

func (stopper) Stop() {}

func start() (stopper, error) { return stopper{}, nil }

func value() error {
	s, err := start()
	defer s.Stop()
	if err != nil {
		return err
	}
	return nil
}
