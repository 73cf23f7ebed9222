package fixture

import (
	"compress/gzip"
	"database/sql"
	"io"
	"net"
)

func unpack(r io.Reader) ([]byte, error) {
	z, err := gzip.NewReader(r) // want "`z` is not closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func prepared(db *sql.DB) error {
	stmt, err := db.Prepare("INSERT INTO a VALUES (?)") // want "`stmt` is not closed"
	if err != nil {
		return err
	}
	_, err = stmt.Exec(1)
	return err
}

func dial(address string) error {
	conn, err := net.Dial("tcp", address) // want "`conn` is not closed"
	if err != nil {
		return err
	}
	_, err = conn.Write([]byte("x"))
	return err
}

func closed(r io.Reader) ([]byte, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return io.ReadAll(z)
}

func returned(r io.Reader) (io.ReadCloser, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	return z, nil
}

func handed(address string, serve func(net.Conn)) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	go serve(conn)
	return nil
}
