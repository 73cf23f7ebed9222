// More ways to a nil map, and what only looks like one.

package fixture

import (
	"encoding/json"
	"maps"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
)

type H map[string]int

func (h H) Put(k string)     { h[k] = 1 }
func (h H) Get(k string) int { return h[k] }

type S struct {
	m  map[string]int
	mm map[string]map[string]int
	h  http.Header
	in struct{ m map[string]int }
}

func m1() {
	m := map[string]map[string]int{}
	m["a"]["b"] = 1 // want "this write panics: `m[\"a\"]` is a nil map"
}

func m1b(k string) {
	m := make(map[string]map[string]int)
	m[k]["b"]++ // want "this write panics: `m[k]` is a nil map"
}

func m1c(k string) {
	m := make(map[string]map[string]int)
	if m[k] == nil {
		m[k] = map[string]int{}
	}
	m[k]["b"]++
}

func m1d(ks []string) {
	m := make(map[string]map[string]int)
	for _, k := range ks {
		m[k]["b"]++ // want "this write panics: `m[k]` is a nil map"
	}
}

func m1e(ks []string) {
	m := make(map[string]map[string]int)
	for _, k := range ks {
		if _, ok := m[k]; !ok {
			m[k] = map[string]int{}
		}
		m[k]["b"]++
	}
}

func m1f() {
	m := map[string]map[string]int{"a": {}}
	m["a"]["b"] = 1
}

func m1g(fill func(map[string]map[string]int)) {
	m := map[string]map[string]int{}
	fill(m)
	m["a"]["b"] = 1
}

func m2() {
	var s S
	s.m["a"] = 1 // want "this write panics: `s.m` is a nil map"
}

func m2b() {
	s := S{}
	s.m["a"] = 1 // want "this write panics: `s.m` is a nil map"
}

func m2c() {
	s := &S{}
	s.m["a"] = 1 // want "this write panics: `s.m` is a nil map"
}

func m2d() {
	s := new(S)
	s.m["a"] = 1 // want "this write panics: `s.m` is a nil map"
}

func m2e() {
	s := S{}
	s.in.m["a"] = 1 // want "this write panics: `s.in.m` is a nil map"
}

func m2f() {
	s := S{}
	s.m = map[string]int{}
	s.m["a"] = 1
}

func m2g() {
	s := S{h: http.Header{}}
	s.m["a"] = 1 // want "this write panics: `s.m` is a nil map"
}

func m2h() {
	s := S{}
	s.h.Set("a", "b") // want "this call panics: it writes to `s.h`, a nil map"
}

func m2i(b []byte) {
	var s S
	json.Unmarshal(b, &s)
	s.m["a"] = 1
}

func m2j() *S {
	s := &S{}
	s.mm["x"]["y"] = 1 // want "this write panics: `s.mm[\"x\"]` is a nil map"
	return s
}

func m3(c bool) {
	var m map[string]int
	if c {
		m = map[string]int{}
	}
	m["x"] = 1
}

func m3b(c bool) {
	var m map[string]int
	if c {
		m = map[string]int{}
		m["y"] = 1
	} else {
		m["x"] = 1 // want "this write panics: `m` is a nil map"
	}
}

func m3c(c int) {
	var m map[string]int
	switch c {
	case 1:
		m = make(map[string]int)
	case 2:
		m["x"] = 1 // want "this write panics: `m` is a nil map"
	}
}

func m3d(c int) {
	var m map[string]int
	for i := 0; i < c; i++ {
		m["x"] = i // want "this write panics: `m` is a nil map"
	}
}

func m4() (m map[string]int) {
	m["a"] = 1 // want "this write panics: `m` is a nil map"
	return
}

func m4b() (m map[string]int, err error) {
	defer func() {
		m["a"] = 1
	}()
	m = map[string]int{}
	return
}

func m4c() (m map[string]int, err error) {
	for i := range 3 {
		m["a"] += i // want "this write panics: `m` is a nil map"
	}
	return m, nil
}

var gm map[string]int
var gm2 map[string]int
var gm3 = map[string]int{}

func m5() {
	gm["x"] = 1 // want "this write panics: nothing sets the map `gm`"
}

func init() {
	gm2 = map[string]int{}
	gm3["a"] = 1
}

func m6() {
	var m map[string]int
	func() {
		m["a"] = 1 // want "this write panics: `m` is a nil map"
	}()
}

func m6b() {
	var m map[string]int
	f := func() {
		m["a"] = 1 // want "this write panics: `m` is a nil map"
	}
	f()
}

func m6c() {
	var m map[string]int
	f := func() {
		m["a"] = 1
	}
	m = map[string]int{}
	f()
}

func m7() {
	var v url.Values
	v.Set("a", "b") // want "this call panics: it writes to `v`, a nil map"
}

func m7b() {
	var v url.Values
	v.Add("a", "b") // want "this call panics: it writes to `v`, a nil map"
}

func m7c() {
	var h http.Header
	h.Add("a", "b") // want "this call panics: it writes to `h`, a nil map"
}

func m7d() {
	var h textproto.MIMEHeader
	h.Set("a", "b") // want "this call panics: it writes to `h`, a nil map"
}

func m7e() {
	var h H
	h.Put("a") // want "this call panics: it writes to `h`, a nil map"
}

func m7f() {
	var h H
	_ = h.Get("a")
}

func m8() {
	var m map[string]int
	m["a"]++ // want "this write panics: `m` is a nil map"
}

func m8b() {
	var m map[string][]int
	m["a"] = append(m["a"], 1) // want "this write panics: `m` is a nil map"
}

func m8c() {
	var m map[string]int
	m["a"] |= 4 // want "this write panics: `m` is a nil map"
}

func m8d() {
	var m map[string]int
	_ = m["a"]
	delete(m, "a")
	for range m {
	}
	_ = len(m)
	clear(m)
}

func m8e(n map[string]int) {
	var m map[string]int
	maps.Copy(m, n) // want "this call panics: it writes to `m`, a nil map"
}

func m8f() {
	var m map[string]int
	for m["a"] = range 3 { // want "this write panics: `m` is a nil map"
	}
}

func m8g() {
	var m map[string]int
	m["a"], _ = 1, 2 // want "this write panics: `m` is a nil map"
}

func put(m map[string]int, k string) { m[k] = 1 }
func putp(m *map[string]int, k string) {
	if *m == nil {
		*m = map[string]int{}
	}
	(*m)[k] = 1
}

func m9() {
	var m map[string]int
	put(m, "a") // want "this call panics: it writes to `m`, a nil map"
}

func m9b() {
	var m map[string]int
	putp(&m, "a")
	m["x"] = 1
}

func m9c() {
	put(nil, "a") // want "this call panics: it writes to `nil`, a nil map"
}

func m10() {
	m := map[string]int(nil)
	m["a"] = 1 // want "this write panics: `m` is a nil map"
}

func m10b() {
	m := map[string]int{}
	m = nil
	m["a"] = 1 // want "this write panics: `m` is a nil map"
}

func m10c() {
	var a [3]map[string]int
	a[0]["x"] = 1 // want "this write panics: `a[0]` is a nil map"
}

func m10d() {
	a := make([]map[string]int, 3)
	a[0]["x"] = 1 // want "this write panics: `a[0]` is a nil map"
}

func m10e() {
	a := make([]map[string]int, 3)
	for i := range a {
		a[i] = map[string]int{}
	}
	a[0]["x"] = 1
}

func m10f() {
	a := make([]map[string]int, 3)
	for i := range a {
		a[i]["x"] = 1 // want "this write panics: `a[i]` is a nil map"
	}
}

func m11(m map[string]int) {
	if m == nil {
		m["a"] = 1 // want "this write panics: `m` is a nil map"
	}
}

func m11b(m map[string]int) {
	if m == nil {
		println("nil")
	}
	m["a"] = 1 // want "this write panics: `m` is a nil map"
}

func m11c(m map[string]int) {
	if m == nil {
		m = map[string]int{}
	}
	m["a"] = 1
}

func m12[K comparable, V any](k K, v V) {
	var m map[K]V
	m[k] = v // want "this write panics: `m` is a nil map"
}

type reg struct {
	items map[string]int
}

func newReg() *reg { return &reg{} }

func (r *reg) add(k string) {
	r.items[k] = 1 // want strict "this write panics: nothing in the package sets `r.items`"
}

type reg2 struct {
	items map[string]int
}

func newReg2() *reg2 { return &reg2{items: map[string]int{}} }

func (r *reg2) add(k string) {
	r.items[k] = 1
}

func m13() {
	var p *multipart.Form = &multipart.Form{}
	p.Value["a"] = nil // want "this write panics: `p.Value` is a nil map"
}

func m14() {
	var m map[string]struct{}
	go func() {
		m["a"] = struct{}{} // want "this write panics: `m` is a nil map"
	}()
}

func m16() {
	type loc struct {
		m map[string]int
	}
	l := loc{}
	l.m["a"] = 1 // want "this write panics: `l.m` is a nil map"
}

func m17() {
	l := struct{ m map[string]int }{}
	l.m["a"] = 1 // want "this write panics: `l.m` is a nil map"
}

func build() map[string]int { return nil }

func build2(c bool) (m map[string]int) {
	if c {
		m = map[string]int{}
	}
	return m
}

func m20() {
	r, _ := http.NewRequest("GET", "x", nil)
	r.Header.Set("a", "b")
	r.PostForm.Set("a", "b")
}

func m21() {
	r := &http.Request{}
	r.Header.Set("a", "b") // want "this call panics: it writes to `r.Header`, a nil map"
}

func m22() {
	u := url.URL{}
	u.Query().Set("a", "b")
}
