package a

import (
	"encoding/json"
	"net/url"
)

func count(words []string) map[string]int {
	var counts map[string]int
	for _, word := range words {
		counts[word]++ // want "this write panics: `counts` is a nil map"
	}
	return counts
}

func query() url.Values {
	var values url.Values
	values.Set("a", "b") // want "it writes to `values`, a nil map"
	return values
}

type index struct {
	names map[string]int
	size  int
}

func build() *index {
	i := &index{size: 1}
	i.names["a"] = 1 // want "this write panics: `i.names` is a nil map"
	return i
}

func named() (m map[string]int) {
	m["a"] = 1 // want "this write panics"
	return m
}

func tested(m map[string]int) {
	if m == nil {
		m["a"] = 1 // want "this write panics"
	}
}

type lazy struct {
	never map[string]int
	set   map[string]int
}

func newLazy() *lazy { return &lazy{set: map[string]int{}} }

func (l *lazy) add(name string) {
	l.never[name] = 1 // want strict "nothing in the package sets `l.never`"
	l.set[name] = 1
}

// What looks alike.

func made() map[string]int {
	m := make(map[string]int)
	m["a"] = 1
	return m
}

func lazily(m map[string]int) {
	if m == nil {
		m = map[string]int{}
	}
	m["a"] = 1
}

func decoded(text []byte) (map[string]int, error) {
	var m map[string]int
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, err
	}
	m["a"] = 1
	return m, nil
}

func branches(a bool) map[string]int {
	var m map[string]int
	if a {
		m = map[string]int{}
	} else {
		m = made()
	}
	m["a"] = 1
	return m
}

func reads() int {
	var m map[string]int
	delete(m, "a")
	for range m {
	}
	return m["a"] + len(m)
}

func buildWell() *index {
	i := &index{}
	i.names = made()
	i.names["a"] = 1
	return i
}

func (i *index) init() { i.names = made() }

func buildByMethod() *index {
	i := &index{}
	i.init()
	i.names["a"] = 1
	return i
}

func filled(fill func(*index)) *index {
	var i index
	fill(&i)
	i.names["a"] = 1
	return &i
}

func inClosure() map[string]int {
	var m map[string]int
	set := func() { m = made() }
	set()
	m["a"] = 1
	return m
}

func nested() map[string]map[string]int {
	m := map[string]map[string]int{}
	m["a"] = made()
	m["a"]["b"] = 1
	return m
}
