package a

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	fs2 "io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
)

var ErrA = errors.New("a")
var errB error = errors.New("b")

type kind struct{}

func (kind) Error() string { return "" }

var ErrKind = kind{}
var ErrPtr = &pk{}

type pk struct{}

func (*pk) Error() string { return "" }

func do() error { return ErrA }

func c1() bool {
	err := do()
	return err == ErrA // want "=="
}
func c2(err error) bool  { return ErrA == err }             // want "=="
func c3(err error) bool  { return err != errB }             // want "!="
func c4(err error) bool  { return err == io.EOF }           // want "=="
func c5(err error) bool  { return err == sql.ErrNoRows }    // want "=="
func c6(err error) bool  { return err == os.ErrNotExist }   // want "=="
func c7(err error) bool  { return err == context.Canceled } // want "=="
func c8(err error) bool  { return err == fs2.ErrExist }     // want "=="
func c9(err error) bool  { return (err) == (ErrA) }         // want "=="
func c10(err error) bool { return err == ErrKind }          // want "=="
func c11(err error) bool { return err == ErrPtr }           // want "=="
func c12(err error) {
	switch err { //
	case nil:
	case ErrA: // want "switch"
	case io.EOF, errB: // want "switch" "switch"
	default:
	}
}
func c13(err error) {
	switch {
	case err == ErrA: // want "=="
	}
}
func c14() {
	switch err := do(); err {
	case ErrA: // want "switch"
	}
}
func c15() {
	if err := do(); err == ErrA { // want "=="
	}
	for err := do(); err != ErrA; err = do() { // want "!="
	}
}
func c16() bool { return do() == ErrA } // want "=="

type S struct{ err error }

func (s *S) c17() bool { return s.err == ErrA } // want "=="
func c18(m map[string]error) bool {
	return m["x"] == ErrA // want "=="
}
func c19(err error) bool  { return err == http.ErrServerClosed } // want "=="
func c20(err error) bool  { return err == nil }
func c21(a, b error) bool { return a == b }
func c22(r io.Reader) bool {
	_, err := r.Read(nil)
	return err == io.EOF // want strict "=="
}
func c23(row *sql.Row) bool {
	err := row.Scan()
	return err == sql.ErrNoRows // want strict "=="
}
func c24(ctx context.Context) bool { return ctx.Err() == context.Canceled } // want strict "=="

func (s *S) Is(target error) bool { return target == ErrA }
func c25(err error) bool          { return err == net.ErrClosed } // want "=="
func c26(err error) bool          { return err == syscall.ENOENT }
func c27() (err error) {
	defer func() {
		if err == ErrA { // want "=="
			err = nil
		}
	}()
	return do()
}
func c28[E error](e E) bool { return error(e) == ErrA }           // want "=="
func c29(err error) bool    { return errors.Unwrap(err) == ErrA } // want "=="
func c30(errs []error) {
	for _, err := range errs {
		if err == ErrA { // want "=="
			fmt.Println("x")
		}
	}
}
func c31(ch chan error) {
	select {
	case err := <-ch:
		if err != ErrA { // want "!="
			return
		}
	}
	if <-ch == ErrA { // want "=="
	}
}

func c32() error {
	return filepath.Walk("x", func(p string, i fs2.FileInfo, err error) error {
		if err == filepath.SkipDir { // want strict "=="
			return nil
		}
		return nil
	})
}

func c33(err error) bool {
	return err == ErrA || err == errB && err != io.EOF // want "==" "==" "!="
}

var local = func() error { return nil }

func c34(s *bufio.Scanner) bool {
	return s.Err() == bufio.ErrTooLong // want "=="
}

type MyErr interface {
	error
	Code() int
}

func c35(err MyErr) bool { return err == ErrA } // want "=="

func c36(x any) bool { return x == ErrA }

func c37() {
	ErrLocal := errors.New("l")
	err := do()
	_ = err == ErrLocal
}
func c38(r any) bool {
	if err, ok := r.(error); ok && err == http.ErrAbortHandler { // want "=="
		return true
	}
	return false
}
func c39() {
	defer func() {
		if r := recover(); r == http.ErrAbortHandler {
			panic(r)
		}
	}()
}
func c40(err error) bool { return err.(interface{ Unwrap() error }).Unwrap() == ErrA } // want "=="

type testCase struct{ wantErr error }

func expected(c testCase, err error) bool { return c.wantErr == io.EOF && !errors.Is(err, io.EOF) }

func neverSet() bool {
	var err error
	return err != io.EOF
}

type stream interface{ SendMsg(m any) error }

func ended(s stream, m any) bool {
	err := s.SendMsg(m)
	return err == io.EOF // want strict "=="
}

func copied(r io.Reader) bool {
	var last error
	for {
		if _, err := r.Read(nil); err != nil {
			last = err
			break
		}
	}
	return last == io.EOF // want strict "=="
}
