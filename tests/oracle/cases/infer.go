// Package cases holds code for the types oracle: what the corpus has too little of. It is compared, never run.
package cases

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
)

type Number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~float32 | ~float64
}

type (
	Celsius float64
	Meters  []float64
	Index   map[string]Celsius
	Handler func(Celsius) error
	Events  <-chan Celsius
)

func Map[S ~[]E, E, R any](list S, f func(E) R) []R {
	out := make([]R, 0, len(list))
	for _, e := range list {
		out = append(out, f(e))
	}
	return out
}

func Same[S ~[]E, E any](list S) S { return append(S(nil), list...) }

func Sum[T Number](values ...T) (total T) {
	for _, value := range values {
		total += value
	}
	return total
}

func Keys[M ~map[K]V, K comparable, V any](m M) []K {
	keys := make([]K, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	return keys
}

func Reduce[T, A any](list []T, f func(A, T) A, start A) A {
	for _, value := range list {
		start = f(start, value)
	}
	return start
}

func Compose[A, B, C any](f func(A) B, g func(B) C) func(A) C {
	return func(a A) C { return g(f(a)) }
}

func Apply[T any](value T, fs ...func(T) T) T {
	for _, f := range fs {
		value = f(value)
	}
	return value
}

func Identity[T any](value T) T        { return value }
func Pair[A, B any](a A, b B) (A, B)   { return a, b }
func Must[T any](value T, err error) T { return value }
func Zero[T any]() T                   { return *new(T) }
func Ptr[T any](value T) *T            { return &value }
func Drain[T any](from <-chan T) []T   { return nil }
func Fill[T any](to chan<- T, value T) {}
func Larger[T cmp.Ordered](a, b T) T   { return max(a, b) }

type Setter[T any] interface {
	*T
	Set(string) error
}

type Port int

func (p *Port) Set(text string) (err error) {
	n, err := strconv.Atoi(text)
	*p = Port(n)
	return err
}

func Parse[T any, P Setter[T]](texts []string) ([]T, error) {
	out := make([]T, len(texts))
	for i, text := range texts {
		if err := P(&out[i]).Set(text); err != nil {
			return nil, err
		}
	}
	return out, nil
}

type Getter[T any] interface{ Get() T }

type Box[T any] struct{ value T }

func (b Box[T]) Get() T         { return b.value }
func (b *Box[T]) Put(value T)   { b.value = value }
func (b *Box[_]) IsEmpty() bool { return b == nil }
func Open[T any](g Getter[T]) T { return g.Get() }
func OpenAll[T any, G Getter[T]](list []G) (out []T) {
	for _, g := range list {
		out = append(out, g.Get())
	}
	return out
}

func unify() {
	ints := []int{1, 2, 3}
	meters := Meters{1, 2}
	index := Index{"a": 1}
	var events Events
	var both chan Celsius
	var handler Handler

	_ = Map(ints, strconv.Itoa)
	_ = Map(meters, func(f float64) Celsius { return Celsius(f) })
	_ = Map(ints, func(i int) (s struct{ n int }) { return })
	_ = Map[[]int](ints, func(i int) []int { return nil })
	_ = Same(meters)
	_ = Same([]func(){})
	_ = Keys(index)
	_ = Keys(map[[2]int]bool{})
	_ = Sum(1, 2, 3)
	_ = Sum(1, 2.5)
	_ = Sum(1, 'a', 2)
	_ = Sum[float32](1, 2)
	_ = Sum(Celsius(1), 2)
	_ = Sum[int]()
	_ = Reduce(ints, func(a string, i int) string { return a + fmt.Sprint(i) }, "")
	_ = Reduce(ints, func(a float64, i int) float64 { return a }, 0)
	_ = Compose(strconv.Itoa, strings.ToUpper)
	_ = Compose(func(i int) []byte { return nil }, func(b []byte) error { return nil })
	_ = Apply(1, Identity[int], func(i int) int { return i })
	_ = Apply(2, Identity)
	_ = Map(ints, Identity)
	_ = Map(ints, Ptr)
	_, _ = Pair(1, "a")
	_, _ = Pair(nil == error(nil), 'x')
	_ = Must(os.Open("x"))
	_ = Must(Pair(1, errors.New("x")))
	_ = Zero[map[string]int]()
	_ = Ptr(Ptr(1.5))
	_ = Drain(events)
	_ = Drain(both)
	Fill(both, 2)
	Fill(make(chan any), 2)
	_ = Larger(1, 2.0)
	_ = Larger("a", "b")
	_ = Larger(Celsius(1), 2)
	ports, err := Parse[Port]([]string{"1"})
	_, _ = ports, err
	_ = Open(Box[int]{1})
	_ = Open(&Box[string]{})
	_ = Open[error](Box[error]{})
	_ = OpenAll([]Box[int]{{1}})
	_ = OpenAll([]Getter[rune]{Box[rune]{'a'}})
	_ = handler
	var target func(int) int = Identity
	var two func(string, ...func(string) string) string = Apply
	_, _ = target, two
	target = Identity
	_ = func() func([]int) []int { return Same }
	consume(Identity, Map)
}

func consume(f func(string) string, g func([]int, func(int) bool) []bool) {}

func stdlib() {
	words := strings.Fields("a b c")
	slices.SortFunc(words, strings.Compare)
	slices.SortFunc(words, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	_, _ = slices.BinarySearchFunc(words, 3, func(s string, n int) int { return len(s) - n })
	_ = slices.Collect(maps.Keys(map[string]int{}))
	_ = slices.Sorted(maps.Values(map[string]Celsius{}))
	_ = slices.IndexFunc(words, func(s string) bool { return s == "" })
	_ = slices.Concat(words, words)
	_ = slices.Clone(Meters{})
	_ = maps.Clone(Index{})
	_ = slices.MaxFunc(words, cmp.Compare)
	_ = slices.Compact(slices.Insert(words, 1, "x", "y"))
	var p atomic.Pointer[Box[int]]
	p.Store(&Box[int]{2})
	_ = p.Load().Get() + p.Swap(nil).value
	for i, w := range slices.Backward(words) {
		_, _ = i, w
	}
	next, stop := iter.Pull(slices.Values(words))
	_, _ = next()
	stop()
	_ = cmp.Or(0, 1, 2)
	_ = cmp.Or("", os.Getenv("X"))
	_ = errors.Is(io.EOF, io.EOF)
}

func recursive[T any](n int, value T) []T {
	if n == 0 {
		return []T{value}
	}
	_ = recursive(n-1, 1)
	return append(recursive(n-1, value), value)
}

func mutual[A, B any](a A, b B, n int) (A, B) {
	if n > 0 {
		x, y := mutual(b, a, n-1)
		return y, x
	}
	return a, b
}

type Tree[K cmp.Ordered, V any] struct {
	left, right *Tree[K, V]
	key         K
	value       V
}

func (t *Tree[K, V]) Find(key K) (value V, ok bool) {
	for t != nil {
		switch c := cmp.Compare(key, t.key); {
		case c < 0:
			t = t.left
		case c > 0:
			t = t.right
		default:
			return t.value, true
		}
	}
	return value, false
}

func (t *Tree[Key, _]) All() iter.Seq2[Key, int] {
	return func(yield func(Key, int) bool) {
		if t != nil && t.left.walk(yield) && yield(t.key, 1) {
			t.right.walk(yield)
		}
	}
}

func (t *Tree[K, V]) walk(yield func(K, int) bool) bool { return true }

type (
	Set[T comparable]        = map[T]struct{}
	Lookup[V any]            = Tree[string, V]
	Chain[T any]             struct{ next *Chain[T] }
	Matrix[T Number, R ~[]T] struct{ rows []R }
	Either[L, R any]         struct {
		*Box[L]
		right R
	}
	Ordered[T any] interface {
		Less(T) bool
		comparable
	}
	Numbers[T Number] interface {
		~[]T
		Len() int
	}
)

func (e Either[L, R]) Right() R { return e.right }

func use() {
	var set Set[string] = map[string]struct{}{"a": {}}
	var lookup Lookup[[]int]
	value, ok := lookup.Find("x")
	_, _, _ = set, value, ok
	e := Either[int, string]{Box: &Box[int]{1}, right: "x"}
	e.Put(2)
	_ = e.Get() + e.value
	_ = len(e.Right())
	f := e.Get
	g := (*Box[int]).Put
	h := Box[string].Get
	_, _, _ = f, g, h
	m := Matrix[float64, Meters]{rows: []Meters{{1}}}
	_ = m.rows[0][0]
	for key, n := range lookup.All() {
		_, _ = key, n
	}
	c := Chain[Chain[int]]{}
	_ = c.next.next.next
}

func least[T Ordered[T]](list []T) (least T) {
	for _, one := range list {
		if one == least || one.Less(least) {
			least = one
		}
	}
	return least
}

type Age int

func (a Age) Less(b Age) bool { return a < b }

func lengths[N Numbers[T], T Number](n N) (int, T) { return n.Len() + len(n), n[0] }

func (m Meters) Len() int { return len(m) }

func constraints() {
	_ = least([]Age{1, 2})
	_, _ = lengths(Meters{1})
}
