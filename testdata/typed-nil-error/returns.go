package fixture

import (
	"errors"
	"io"
	"os"
)

type problem struct{ code int }

func (p *problem) Error() string { return "problem" }

type list []error

func (l list) Error() string { return "list" }

func alwaysNil() error {
	var p *problem
	return p // want "`p` is nil on some path"
}

func sometimes(n int) error {
	var p *problem
	if n < 0 {
		p = &problem{code: n}
	}
	return p // want "`p` is nil on some path"
}

func pair(n int) (int, error) {
	var p *problem = nil
	if n > 3 {
		p = new(problem)
	}
	return n, p // want "`p` is nil on some path"
}

func assigned(n int) error {
	var p *problem
	var err error
	err = p // want "`p` is nil on some path"
	return err
}

func converted() error {
	return (*problem)(nil) // want "a nil `*problem`"
}

func reader(name string) io.Reader {
	var f *os.File
	if name != "" {
		f, _ = os.Open(name)
		if f == nil {
			return nil
		}
	}
	return f // want "`f` is nil on some path"
}

func checked(n int) error {
	var p *problem
	if n < 0 {
		p = &problem{}
	}
	if p != nil {
		return p
	}
	return nil
}

func early(n int) error {
	var p *problem
	if n < 0 {
		p = &problem{}
	}
	if p == nil {
		return nil
	}
	return p
}

func everyPath(n int) error {
	var p *problem
	if n < 0 {
		p = &problem{code: 1}
	} else {
		p = &problem{code: 2}
	}
	return p
}

func concrete() *problem {
	var p *problem
	return p
}

func value() error {
	var l list
	return l
}

func unknown(find func() *problem) error {
	p := find()
	return p
}

func declaredAsError(n int) error {
	var err error
	if n < 0 {
		err = &problem{}
	}
	return err
}

func captured() error {
	var p *problem
	set := func() { p = &problem{} }
	set()
	return p
}

func wraps() error {
	var p *problem
	if errors.As(io.EOF, &p) {
		return p
	}
	return nil
}
