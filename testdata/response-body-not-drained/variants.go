package a

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

func r1() (bool, error) {
	resp, err := http.Get("x")
	if err != nil {
		return false, err
	}
	defer resp.Body.Close() // want "unread"
	return resp.StatusCode == 200, nil
}
func r2(c *http.Client, r *http.Request) error {
	resp, err := c.Do(r)
	if err != nil {
		return err
	}
	resp.Body.Close() // want "unread"
	if resp.StatusCode != 200 {
		return fmt.Errorf("x %s", resp.Status)
	}
	return nil
}
func r3(v any) error {
	resp, err := http.Get("x")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(v)
}
func r4() error {
	resp, err := http.Head("x")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return nil
}
func r5() error {
	resp, err := http.Get("x")
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }() // want "unread"
	return nil
}
func r6() error {
	resp, err := http.Get("x")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return nil
}
func r7() error {
	resp, err := http.Post("x", "y", nil)
	if err != nil {
		return err
	}
	if err := resp.Body.Close(); err != nil { // want "unread"
		return err
	}
	return nil
}
