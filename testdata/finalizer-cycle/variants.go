package a

import (
	"fmt"
	rt "runtime"
)

type T struct {
	next *T
	n    int
}

func (t *T) close() {}
func closeT(t *T)   {}
func f1() {
	t := &T{}
	rt.SetFinalizer(t, func(x *T) { fmt.Println(t.n) }) // want "never runs"
}
func f2() {
	t := &T{}
	rt.SetFinalizer(t, func(x *T) { x.close() }) // want hint "nothing says"
}
func f3() {
	t := new(T)
	fin := func(x *T) { t.close() } // want "never runs"
	rt.SetFinalizer(t, fin)
}
func f4() {
	t := &T{}
	t.next = t // want "never runs"
	rt.SetFinalizer(t, closeT)
}
func f5() {
	t := &T{}
	rt.SetFinalizer(t, (*T).close) // want hint "nothing says"
}
func f6() {
	t := &T{}
	rt.SetFinalizer(t, nil)
}
func f7() {
	var t T
	rt.SetFinalizer(&t, func(x *T) { fmt.Println(&t) }) // want "never runs"
}
func f8(h struct{ t *T }) {
	rt.SetFinalizer(h.t, func(x *T) { x.close() }) // want hint "nothing says"
}
func f9() {
	t := &T{}
	rt.AddCleanup(t, func(n int) { fmt.Println(t.n) }, 3) // want "never runs"
}
func f10() {
	t := &T{}
	rt.AddCleanup(t, func(n int) { fmt.Println(n) }, t.n)
}
