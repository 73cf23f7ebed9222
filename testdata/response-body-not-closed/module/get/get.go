// Package get fetches.
package get

import (
	"errors"
	"io"
	"net/http"
)

// Must gives the value, or panics.
func Must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// Page gives an answer that is to be closed.
func Page(url string) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 400 {
		defer resp.Body.Close()
		return nil, errors.New(resp.Status)
	}
	return resp, nil
}

// Discard reads and closes.
func Discard(body io.ReadCloser) error {
	defer body.Close()
	_, err := io.Copy(io.Discard, body)
	return err
}

// Client fetches.
type Client struct{ HTTP *http.Client }

// Body gives a body that is to be closed, and the status.
func (c *Client) Body(url string) (io.ReadCloser, int, error) {
	resp, err := c.HTTP.Get(url)
	if err != nil {
		return nil, 0, err
	}
	return resp.Body, resp.StatusCode, nil
}
