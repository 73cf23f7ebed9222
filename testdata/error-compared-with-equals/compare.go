package fixture

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strconv"
)

var errGone = errors.New("gone")

var (
	ErrA = errors.New("a")
	ErrB = errors.New("b")
)

func equal(err error) bool {
	return err == errGone // want "`==` misses a wrapped `errGone`"
}

func notEqual(err error) bool {
	if err != fs.ErrNotExist { // want "`!=` misses a wrapped `fs.ErrNotExist`"
		return true
	}
	return false
}

func reversed(err error) bool {
	return os.ErrNotExist == err // want "`==` misses a wrapped `os.ErrNotExist`"
}

func switched(err error) int {
	switch err {
	case ErrA: // want "`switch` misses a wrapped `ErrA`"
		return 1
	case ErrB: // want "`switch` misses a wrapped `ErrB`"
		return 2
	case nil:
		return 3
	}
	return 0
}

func parameterEOF(err error) bool {
	return err == io.EOF // want "`==` misses a wrapped `io.EOF`"
}

func nilChecks(err error) bool {
	return err == nil || nil != err
}

func fromRead(r io.Reader) bool {
	_, err := r.Read(nil)
	return err == io.EOF
}

func fromReadString(r *bufio.Reader) error {
	for {
		_, err := r.ReadString('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func fromScan(db *sql.DB) (n int, err error) {
	err = db.QueryRow("SELECT 1").Scan(&n)
	if err == sql.ErrNoRows {
		return 0, nil
	}
	return n, err
}

func fromContext(ctx context.Context) bool {
	return ctx.Err() == context.Canceled
}

func fromServe(s *http.Server) error {
	if err := s.ListenAndServe(); err != http.ErrServerClosed {
		return err
	}
	return nil
}

type coded struct{}

func (coded) Error() string { return "coded" }

func (coded) Is(target error) bool { return target == ErrA }

func local(err error) bool {
	other := errors.New("x")
	return err == other
}

func isForm(err error) bool {
	return errors.Is(err, ErrA)
}

func ints(a, b int) bool { return a == b }

func field(text string) bool {
	_, err := strconv.Atoi(text)
	var number *strconv.NumError
	return errors.As(err, &number) && number.Err == strconv.ErrRange
}

func peeked(r *bufio.Reader) bool {
	_, err := r.Peek(1)
	return err == io.EOF
}
