package fixture

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

func around(name string) (io.Reader, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return bufio.NewReader(f), nil // want "`f` is released before the caller gets it"
}

func aroundBody(url string) (*json.Decoder, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return json.NewDecoder(io.LimitReader(resp.Body, 100)), nil // want "`resp` is released before the caller gets it"
}

func aroundInStruct(name string) (*source, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return &source{lines: bufio.NewScanner(f)}, nil // want "`f` is released before the caller gets it"
}

type source struct{ lines *bufio.Scanner }

func content(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(bufio.NewReader(f))
}

func copied(name string) (io.Reader, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var text strings.Builder
	if _, err := io.Copy(&text, f); err != nil {
		return nil, err
	}
	return strings.NewReader(text.String()), nil
}

func bounded(ctx context.Context) context.Context {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return ctx // want "`ctx` is released before the caller gets it"
}

func boundedOnce(ctx context.Context) (context.Context, error) {
	child, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return child, child.Err() // want "`child` is released before the caller gets it"
}

func parent(ctx context.Context) (context.Context, error) {
	child, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return ctx, child.Err()
}

func failed(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return ctx.Err()
}

func request(ctx context.Context, url string) (*http.Request, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return http.NewRequestWithContext(ctx, "GET", url, nil)
}

func statement(db *sql.DB) (stmt *sql.Stmt, err error) {
	stmt, err = db.Prepare("select 1")
	if err != nil {
		return nil, err
	}
	defer func() { _ = stmt.Close() }()
	return stmt, nil // want "`stmt` is released before the caller gets it"
}

func onFailure(name string) (f *os.File, err error) {
	f, err = os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	return f, nil
}
