package fixture

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

func never(c *http.Client, url string) (int, error) {
	resp, err := c.Get(url) // want "`resp.Body` is not closed"
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func early(c *http.Client, req *http.Request) ([]byte, error) {
	resp, err := c.Do(req) // want "`resp.Body` is not closed"
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != 200 {
		return nil, errors.New(resp.Status)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func borrowed(c *http.Client, url string, into any) error {
	resp, err := c.Get(url) // want "`resp.Body` is not closed"
	if err != nil {
		return err
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

func transport(rt *http.Transport, req *http.Request) error {
	resp, err := rt.RoundTrip(req) // want "`resp.Body` is not closed"
	if err != nil {
		return err
	}
	_ = resp.Header
	return nil
}

func deferred(c *http.Client, url string) ([]byte, error) {
	resp, err := c.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func alias(c *http.Client, url string) error {
	resp, err := c.Get(url)
	if err != nil {
		return err
	}
	body := resp.Body
	defer body.Close()
	_, err = io.Copy(io.Discard, body)
	return err
}

func deferredLiteral(c *http.Client, url string) error {
	resp, err := c.Get(url)
	if err != nil {
		return err
	}
	defer func() {
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}()
	return nil
}

func returned(c *http.Client, url string) (*http.Response, error) {
	resp, err := c.Get(url)
	if err != nil {
		return nil, err
	}
	return resp, nil
}

func bodyReturned(c *http.Client, url string) (io.ReadCloser, error) {
	resp, err := c.Get(url)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

func closeIt(resp *http.Response) { resp.Body.Close() }

func helper(c *http.Client, url string) error {
	resp, err := c.Get(url)
	if err != nil {
		return err
	}
	defer closeIt(resp)
	return nil
}

func nilChecked(c *http.Client, url string) {
	resp, err := c.Get(url)
	if resp != nil {
		defer resp.Body.Close()
	}
	_ = err
}

func passed(c *http.Client, url string, handle func(*http.Response)) {
	if resp, err := c.Get(url); err == nil {
		handle(resp)
	}
}
