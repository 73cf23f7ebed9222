package a

import (
	"archive/zip"
	"compress/gzip"
	"database/sql"
	"io"
	"net"
)

func k1(r io.Reader) error {
	zr, err := gzip.NewReader(r) // want "not closed"
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, zr)
	return err
}
func k2(db *sql.DB) error {
	st, err := db.Prepare("x") // want "not closed"
	if err != nil {
		return err
	}
	_, err = st.Exec()
	return err
}
func k3() error {
	c, err := net.Dial("tcp", "x") // want "not closed"
	if err != nil {
		return err
	}
	_, err = c.Write(nil)
	return err
}
func k4() error {
	z, err := zip.OpenReader("x") // want "not closed"
	if err != nil {
		return err
	}
	_ = z.File
	return nil
}

type Client struct{}

func (c *Client) Close() error          { return nil }
func (c *Client) Do()                   {}
func NewClient() (*Client, error)       { return &Client{}, nil }
func Connect(s string) (*Broker, error) { return nil, nil }

type Broker struct{}

func (b *Broker) Drain() error { return nil }
func (b *Broker) Publish()     {}

func k5() error {
	c, err := NewClient() // want "not closed"
	if err != nil {
		return err
	}
	c.Do()
	return nil
}
func k6() error {
	b, err := Connect("x") // want "not drained"
	if err != nil {
		return err
	}
	b.Publish()
	return nil
}
func k7() error {
	c, err := NewClient()
	if err != nil {
		return err
	}
	defer c.Close()
	c.Do()
	return nil
}

type S struct{ c *Client }

func k8() (*S, error) {
	c, err := NewClient()
	if err != nil {
		return nil, err
	}
	return &S{c}, nil
}
func k9() error {
	l, err := net.Listen("tcp", ":0") // want "not closed"
	if err != nil {
		return err
	}
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		go func() { c.Close() }()
	}
}
func k10() (*sql.DB, error) {
	db, err := sql.Open("x", "y")
	if err != nil {
		return nil, err
	}
	return db, nil
}

type session struct{ c *Client }

func (c *Client) session() *session { return &session{c} }

func handedOn() (*session, error) {
	c, err := NewClient()
	if err != nil {
		return nil, err
	}
	return c.session(), nil
}
