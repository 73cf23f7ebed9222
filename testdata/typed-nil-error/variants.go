package a

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

type MyErr struct{ s string }

func (e *MyErr) Error() string { return e.s }

type Alias = MyErr

func t1() error {
	var e *MyErr
	return e // want "nil"
}

func t2(bad bool) error {
	var e *MyErr
	if bad {
		e = &MyErr{"x"}
	}
	return e // want "nil"
}

func t3(bad bool) error {
	var e *MyErr = nil
	if bad {
		return &MyErr{}
	}
	return e // want "nil"
}

func validate(n int) *MyErr {
	if n < 0 {
		return &MyErr{"neg"}
	}
	return nil
}

func t4(n int) error {
	return validate(n) // want "nil"
}

func t5(n int) error {
	err := validate(n)
	return err // want "nil"
}

func t6(n int) error {
	var err error
	err = validate(n) // want "nil"
	if err != nil {
		return err
	}
	return nil
}

func t7(n int) (err error) {
	err = validate(n) // want "nil"
	return
}

func t8(n int) error {
	var err error = validate(n) // want "nil"
	return err
}

func t9(n int) error {
	if err := validate(n); err != nil {
		return err
	}
	return nil
}

func t10() error {
	return (*MyErr)(nil) // want "nil"
}

func t11() error {
	e := (*MyErr)(nil)
	return e // want "nil"
}

func t12(n int) error {
	e := &MyErr{}
	if n > 0 {
		e = nil
	}
	return e // want "nil"
}

func t13() io.Writer {
	var buf *bytes.Buffer
	return buf // want "nil"
}

func t14(debug bool) {
	var buf *bytes.Buffer
	if debug {
		buf = new(bytes.Buffer)
	}
	out(buf) // want "nil"
}

func out(w io.Writer) {
	if w != nil {
		w.Write(nil)
	}
}

type S struct {
	err error
	w   io.Writer
}

func (s *S) t15(n int) {
	s.err = validate(n) // want "nil"
}

func t16(n int) S {
	var e *MyErr
	return S{err: e} // want "nil"
}

func t17(n int) *S {
	return &S{err: validate(n)} // want "nil"
}

func t18() (int, error) {
	var e *Alias
	return 0, e // want "nil"
}

func pair() (int, *MyErr) { return 0, nil }

func t19() (int, error) {
	return pair() // want "nil"
}

func t20() (int, error) {
	n, err := pair()
	return n, err // want "nil"
}

func t21() (n int, err error) {
	n, err = pair() // want "nil"
	return
}

func t22() bool {
	var e *MyErr
	var err error = e // want "nil"
	return err == nil
}

func t23() error {
	e := new(MyErr)
	return e
}

func t24() *MyErr {
	var e *MyErr
	return e
}

func t25(bad bool) error {
	var e *MyErr
	if bad {
		e = &MyErr{}
	}
	if e != nil {
		return e
	}
	return nil
}

func t26() error {
	f := func() error {
		var e *MyErr
		return e // want "nil"
	}
	return f()
}

func t27(ch chan error) {
	var e *MyErr
	ch <- e // want "nil"
}

func t28() []error {
	var e *MyErr
	return []error{e} // want "nil"
}

func t29() map[string]error {
	var e *MyErr
	return map[string]error{"a": e} // want "nil"
}

func t30(errs []error, n int) []error {
	var e *MyErr
	if n > 3 {
		e = &MyErr{}
	}
	return append(errs, e) // want "nil"
}

func t31(n int) error {
	var e *MyErr
	switch n {
	case 1:
		e = &MyErr{"1"}
	case 2:
		e = &MyErr{"2"}
	}
	return e // want "nil"
}

func t32(n int) error {
	var e *MyErr
	switch n {
	case 1:
		e = &MyErr{"1"}
	default:
		e = &MyErr{"2"}
	}
	return e
}

func t33(n int) error {
	if err := validate(n); err == nil {
		fmt.Println("ok")
	} else {
		return err
	}
	return nil
}

func t34(n int) error {
	return fmt.Errorf("x: %w", error(validate(n))) // want "nil"
}

func t35(e *MyErr) error {
	return e
}

type G[T any] struct{ v T }

func (g *G[T]) Error() string { return "" }

func t36[T any](bad bool) error {
	var e *G[T]
	if bad {
		e = &G[T]{}
	}
	return e // want "nil"
}

func t37() any {
	var e *MyErr
	return e // want "nil"
}

type Iface interface{ Do() }
type Impl struct{}

func (i *Impl) Do() {}

func t38(name string) Iface {
	var i *Impl
	if name == "x" {
		i = &Impl{}
	}
	return i // want "nil"
}

func find(m map[string]*Impl, n string) *Impl { return m[n] }

func t39(m map[string]*Impl) Iface {
	return m["x"]
}

func t40(n int) error {
	var target *MyErr
	if errors.As(io.EOF, &target) {
		return target
	}
	return nil
}

func t41(n int) (err error) {
	var e *MyErr
	defer func() { err = e }()
	return nil
}

func t42(n int) error {
	for i := 0; i < n; i++ {
		err := validate(i)
		if err != nil {
			return err
		}
	}
	return nil
}

func t43(n int) error {
	var e *MyErr
	for i := 0; i < n; i++ {
		if e = validate(i); e != nil {
			break
		}
	}
	return e // want "nil"
}

func always(n int) *MyErr { return &MyErr{fmt.Sprint(n)} }

func t44(n int) error { return always(n) }

type V struct{}

func (v V) Check() *MyErr { return nil }

func t45(v V) error { return v.Check() } // want "nil"

func cmpNil() {
	var err error = validate(1) // want "nil"
	if err != nil {
		panic(err)
	}
}

func cmp2(n int) bool {
	return error(validate(n)) != nil // want "nil"
}

func everyCase(x any) error {
	var e *MyErr
	switch x := x.(type) {
	case nil:
		e = &MyErr{"nil"}
	case *MyErr:
		e = x
	}
	return report(e)
}

func report(err error) error { return err }

func newImpl(ok bool) *Impl {
	if !ok {
		return nil
	}
	return &Impl{}
}

func handedOut(ok bool) Iface {
	return newImpl(ok) // want "may give a nil pointer"
}

func compared(ok bool) {
	var i Iface = newImpl(ok) // want "may give a nil pointer"
	if i == nil {
		return
	}
	i.Do()
}

func notCompared(ok bool) {
	var i Iface = newImpl(ok)
	i.Do()
}
