// Fields that are nil, and what may have set them meanwhile.

package fixture

import (
	"encoding/json"
	"flag"
	"sync"
)

type H map[string]int

func (h *H) Init()        { *h = H{} }
func (h *H) Add(k string) { (*h)[k] = 1 }

type T struct {
	a    int
	next *T
}

type I interface{ M() int }

func (t *T) M() int { return t.a }

func get() *T { return nil }

func find(k string) (*T, error) { return &T{}, nil }

func z1() {
	var h H
	h.Init()
	h["a"] = 1
}

type W struct {
	p  *T
	in struct{ p *T }
	q  *W
}

func (w *W) init() { w.p = &T{} }
func (w W) val()   {}

func z2() int {
	w := &W{}
	w.init()
	return w.p.a
}

func z3() int {
	w := &W{}
	func() { w.p = &T{} }()
	return w.p.a
}

func z4(fs *flag.FlagSet) int {
	w := &W{}
	fs.Func("x", "y", func(string) error { w.p = &T{}; return nil })
	fs.Parse(nil)
	return w.p.a
}

func z5(b []byte) int {
	var w W
	if err := json.Unmarshal(b, &w); err != nil {
		return 0
	}
	return w.p.a
}

func z6() int {
	w := W{}
	pw := &w
	pw.p = &T{}
	return w.p.a
}

func z7() int {
	w := &W{}
	v := w
	v.p = &T{}
	return w.p.a
}

func z8(o *W) int {
	if o.p == nil {
		o.init()
	}
	return o.p.a
}

func z9(o *W) int {
	if o.p == nil {
		v := o
		v.p = &T{}
	}
	return o.p.a
}

func z10(o *W, c chan int) int {
	if o.p == nil {
		<-c
		return o.p.a
	}
	return 0
}

func z11() int {
	var w W
	w.val()
	return w.p.a // want "this panics: `w.p` is nil here"
}

func z12() int {
	w := W{q: &W{}}
	return w.q.p.a
}

func z13(once *sync.Once) int {
	w := &W{}
	once.Do(w.init)
	return w.p.a
}

func z14() int {
	w := &W{}
	list := []*W{w}
	for _, x := range list {
		x.p = &T{}
	}
	return w.p.a
}

func z16(w *W) {
	for w.p == nil {
		w.p = get()
	}
	w.p.a = 1
}

func z17() int {
	w := &W{}
	for i := 0; i < 3; i++ {
		if w.p == nil {
			w.p = &T{}
		}
		w.p.a++
	}
	return w.p.a
}

func z18() int {
	var w W
	for i := 0; i < 3; i++ {
		if i > 0 {
			w.p.a++
		}
		w.p = &T{}
	}
	return 0
}

func z19() int {
	w := new(W)
	*w = W{p: &T{}}
	return w.p.a
}

func z20() int {
	w := new(W)
	w.in.p = &T{}
	return w.in.p.a
}

func z21() int {
	w := new(W)
	return w.in.p.a // want "this panics: `w.in.p` is nil here"
}

func (w *W) z22() int {
	if w.p == nil {
		return w.p.a // want "this panics: `w.p` is nil here"
	}
	return 0
}

func (w *W) z23() int {
	if w.p != nil {
		return 1
	}
	defer w.init()
	return w.p.a
}

func z24(x any) {
	var i I
	_ = i.(*T) // want "this panics: `i` is nil here"
	v, ok := i.(*T)
	_, _ = v, ok
}

func z25() {
	var seq func(func(int) bool)
	for range seq { // want "this panics: `seq` is nil here"
	}
}

type Opt func(*W)

func z26(opts ...Opt) int {
	w := &W{}
	for _, o := range opts {
		o(w)
	}
	return w.p.a
}

func z27(x error) bool {
	var t *T
	switch e := x.(type) {
	case nil:
		return true
	case interface{ T() *T }:
		t = e.T()
	}
	return t.a > 3
}
