// Package module uses what another package gives.
package module

import (
	"errors"
	"fmt"

	. "example.org/module/get"
)

func page(url string) {
	resp := Must(Page(url)) // want "`resp.Body` is not closed"
	fmt.Println(resp.Status)
}

func pageClosed(url string) error {
	resp, err := Page(url)
	if err != nil {
		return err
	}
	return Discard(resp.Body)
}

func body(c *Client, url string) error {
	body, status, err := c.Body(url) // want "`body` is not closed"
	if err != nil {
		return err
	}
	if status != 200 {
		return errors.New("status")
	}
	return body.Close()
}

func bodyDiscarded(c *Client, url string) error {
	body, status, err := c.Body(url)
	if err != nil {
		return err
	}
	fmt.Println(status)
	return Discard(body)
}
