package a

import (
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
)

func c1(p string) error {
	f, err := os.Open(p)
	defer f.Close() // want "before the error"
	if err != nil {
		return err
	}
	return nil
}
func c2() error {
	resp, err := http.Get("x")
	defer resp.Body.Close() // want "before the error"
	if err != nil {
		return err
	}
	return nil
}
func c3(db *sql.DB) error {
	rows, err := db.Query("x")
	defer rows.Close() // want "before the error"
	if err != nil {
		return err
	}
	return nil
}
func c4() {
	resp, _ := http.Get("x")
	defer resp.Body.Close() // want "before the error"
}
func c5() {
	l, err := net.Listen("tcp", ":0")
	defer func() { l.Close() }() // want "before the error"
	if err != nil {
		return
	}
}
func c6(p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	return nil
}
func c7(p string) error {
	f, err := os.Open(p)
	if f != nil {
		defer f.Close()
	}
	return err
}
func c8(p string) error {
	if f, err := os.Open(p); err == nil {
		defer f.Close()
	}
	return nil
}
func c9(p string) error {
	f, err := os.Open(p)
	fmt.Println("opening")
	defer f.Close() // want "before the error"
	if err != nil {
		return err
	}
	return nil
}
func c10(p string) error {
	var f *os.File
	var err error
	f, err = os.Open(p)
	defer f.Close() // want "before the error"
	if err != nil {
		return err
	}
	return nil
}
func c11(p string) error {
	f, err := os.Open(p)
	switch {
	case err != nil:
		return err
	}
	defer f.Close()
	return nil
}
func c12(p string) (err error) {
	f, err := os.Open(p)
	defer func() { // want "before the error"
		cerr := f.Close()
		if err == nil {
			err = cerr
		}
	}()
	if err != nil {
		return
	}
	return nil
}
func c13(p string) error {
	f, err := os.Open(p)
	defer f.Close() // want "before the error"
	b, err := io.ReadAll(f)
	fmt.Println(b, err)
	return err
}
func c14(t interface{ NoError(error) }, p string) {
	f, err := os.Open(p)
	t.NoError(err)
	defer f.Close()
}
func c15(r io.ReadCloser) error {
	defer r.Close()
	return nil
}
func c16(tx *sql.Tx) error {
	st, err := tx.Prepare("x")
	defer st.Close() // want "before the error"
	if err != nil {
		return err
	}
	return nil
}
func c17(p string) error {
	f, err := os.Open(p)
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	if err != nil {
		return err
	}
	return nil
}
func c18(ps []string) {
	for _, p := range ps {
		f, err := os.Open(p)
		defer f.Close() // want "before the error"
		if err != nil {
			continue
		}
	}
}
func c19(db *sql.DB) error {
	tx, err := db.Begin()
	defer tx.Rollback() // want "before the error"
	if err != nil {
		return err
	}
	return tx.Commit()
}
