package nm

import (
	"encoding/json"
	"net/http"
	"net/url"
)

type s struct {
	m    map[string]int
	n    map[string][]string
	h    http.Header
	name string
}

type set map[string]bool

func decl() {
	var m map[string]int
	m["a"] = 1 // want "this write panics: `m` is a nil map"
}

func inc() {
	var m map[string]int
	m["a"]++ // want "this write panics: `m` is a nil map"
}

func op() {
	var m map[string]int
	m["a"] += 2 // want "this write panics: `m` is a nil map"
}

func named() {
	var v set
	v["a"] = true // want "this write panics: `v` is a nil map"
}

func loop(xs []string) {
	var seen map[string]bool
	for _, x := range xs {
		seen[x] = true // want "this write panics: `seen` is a nil map"
	}
}

func nilLit() {
	m := map[string]int(nil)
	m["a"] = 1 // want "this write panics: `m` is a nil map"
}

func assignedNil() {
	m := make(map[string]int)
	m = nil
	m["a"] = 1 // want "this write panics: `m` is a nil map"
}

func values() {
	var v url.Values
	v.Set("a", "b") // want "this call panics: it writes to `v`, a nil map"
}

func valuesAdd() {
	var v url.Values
	v.Add("a", "b") // want "this call panics: it writes to `v`, a nil map"
}

func header() {
	var h http.Header
	h.Set("a", "b") // want "this call panics: it writes to `h`, a nil map"
}

func lit() {
	x := s{name: "a"}
	x.m["a"] = 1 // want "this write panics: `x.m` is a nil map"
}

func ptrLit() {
	x := &s{}
	x.m["a"] = 1 // want "this write panics: `x.m` is a nil map"
}

func newS() {
	x := new(s)
	x.m["a"] = 1 // want "this write panics: `x.m` is a nil map"
}

func varS() {
	var x s
	x.m["a"] = 1 // want "this write panics: `x.m` is a nil map"
}

func retLit() *s {
	x := &s{name: "y"}
	x.n["k"] = append(x.n["k"], "v") // want "this write panics: `x.n` is a nil map"
	return x
}

func request() {
	r := &http.Request{Method: "GET"}
	r.Header.Set("a", "b") // want "this call panics: it writes to `r.Header`, a nil map"
}

func result() (m map[string]int) {
	m["a"] = 1 // want "this write panics: `m` is a nil map"
	return
}

func result2() (m map[string]int, err error) {
	m["a"] = 1 // want "this write panics: `m` is a nil map"
	return m, nil
}

func nested() {
	m := map[string]map[string]int{}
	m["a"]["b"] = 1 // want "this write panics: `m[\"a\"]` is a nil map"
}

func nestedMake() {
	m := make(map[string]map[string]int)
	m["a"]["b"] = 1 // want "this write panics: `m[\"a\"]` is a nil map"
}

func tested(m map[string]int) {
	if m == nil {
		m["a"] = 1 // want "this write panics: `m` is a nil map"
	}
}

func multi() {
	var a, b map[string]int
	a = map[string]int{}
	a["x"] = 1
	b["x"] = 1 // want "this write panics: `b` is a nil map"
}

func group() {
	var (
		a map[string]int
		b int
	)
	b = 2
	a["x"] = b // want "this write panics: `a` is a nil map"
}

func closure() {
	var m map[string]int
	f := func() {
		m["a"] = 1 // want "this write panics: `m` is a nil map"
	}
	f()
}

func slices() {
	ms := make([]map[string]int, 3)
	ms[0]["a"] = 1 // want "this write panics: `ms[0]` is a nil map"
}

func arr() {
	var ms [2]map[string]int
	ms[0]["a"] = 1 // want "this write panics: `ms[0]` is a nil map"
}

var global map[string]int

func pkg() {
	global["a"] = 1 // want "this write panics: nothing sets the map `global`"
}

func generic[K comparable, V any](k K, v V) map[K]V {
	var m map[K]V
	m[k] = v // want "this write panics: `m` is a nil map"
	return m
}

func multiAssign() {
	var m map[string]int
	var x int
	m["a"], x = 1, 2 // want "this write panics: `m` is a nil map"
	_ = x
}

func rangeAssign(xs []int) {
	var m map[string]int
	for m["a"] = range xs { // want "this write panics: `m` is a nil map"
	}
}

func copyTo() {
	var m map[string]int
	var ok bool
	other := map[string]int{}
	m["a"], ok = other["b"] // want "this write panics: `m` is a nil map"
	_ = ok
}

type cache struct {
	items map[string]int
}

func newCache() *cache { return &cache{} }

func (c *cache) put(k string) {
	c.items[k] = 1 // want strict "this write panics: nothing in the package sets `c.items`"
}

func alias() {
	var m map[string]int
	n := m
	n["a"] = 1 // want "this write panics: `n` is a nil map"
}

func field2() {
	type local struct{ m map[int]int }
	l := local{}
	l.m[1] = 2 // want "this write panics: `l.m` is a nil map"
}

func embedded() {
	type inner struct{ m map[int]int }
	type outer struct{ inner }
	var o outer
	o.m[1] = 2 // want strict "this write panics: nothing in the package sets `o.m`"
}

// Look-alikes.

func made() {
	var m map[string]int
	m = make(map[string]int)
	m["a"] = 1
}

func cond(b bool) {
	var m map[string]int
	if b {
		m = map[string]int{}
	}
	if m != nil {
		m["a"] = 1
	}
}

func lazily(x *s) {
	if x.m == nil {
		x.m = map[string]int{}
	}
	x.m["a"] = 1
}

func decoded(b []byte) {
	var m map[string]int
	json.Unmarshal(b, &m)
	m["a"] = 1
}

func reads() {
	var m map[string]int
	_ = m["a"]
	delete(m, "a")
	for range m {
	}
	_ = len(m)
}

func param(m map[string]int) { m["a"] = 1 }

func call() {
	m := mk()
	m["a"] = 1
}

func mk() map[string]int { return map[string]int{} }

func setLater() {
	x := &s{}
	x.init()
	x.m["a"] = 1
}

func (x *s) init() { x.m = map[string]int{} }
