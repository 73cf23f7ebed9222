package a

import (
	"context"
	"database/sql"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"time"
)

func d1(p string) (*os.File, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f, nil // want "released"
}
func d2(p string) (io.Reader, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	defer func() { f.Close() }()
	return f, nil // want "released"
}
func d3(p string) (f *os.File, err error) { // want "released"
	f, err = os.Open(p)
	if err != nil {
		return
	}
	defer f.Close()
	return
}
func d4(p string) (f *os.File, err error) {
	f, err = os.Open(p)
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	return f, err
}

type W struct{ f *os.File }

func d5(p string) (*W, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return &W{f: f}, nil // want "released"
}
func d6() (io.ReadCloser, error) {
	resp, err := http.Get("x")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return resp.Body, nil // want "released"
}
func d7() (*http.Response, error) {
	resp, err := http.Get("x")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return resp, nil // want "released"
}
func d8(db *sql.DB) (*sql.Rows, error) {
	rows, err := db.Query("x")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows, nil // want "released"
}
func d9(ctx context.Context) context.Context {
	ctx2, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return ctx2 // want "released"
}
func d10() *httptest.Server {
	s := httptest.NewServer(nil)
	defer s.Close()
	return s // want "released"
}
func d11(db *sql.DB) (*sql.Tx, error) {
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	return tx, nil // want "released"
}
func d12(p string) ([]byte, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}
func d13(p string) (*os.File, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	ok := false
	defer func() {
		if !ok {
			f.Close()
		}
	}()
	ok = true
	return f, nil
}
func d14() (*sql.DB, error) {
	db, err := sql.Open("x", "y")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := db.Ping(); err != nil {
		return nil, err
	}
	return db, nil // want "released"
}

func onFailure(p string) (f *os.File, err error) {
	f, err = os.Open(p)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err == nil {
			return
		}
		f.Close()
	}()
	_, err = f.Stat()
	return f, err
}

func bodyIsRead(url string) (*http.Response, []byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp, body, err
}
