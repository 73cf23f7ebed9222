package cases

import "unsafe"

type Text interface{ ~string | ~[]byte }

type Channel interface{ chan int | <-chan int }

type Integer interface {
	~int | ~uint8 | ~int64
}

// Bodies of generic functions: operations on type parameters.
func operations[T Integer, F ~float32 | ~float64, S Text, M ~map[string]T, C Channel, A [4]T | *[4]T, P *int | *string, O ~int32](t T, f F, s S, m M, c C, a A, one O) {
	_ = t + 1
	_ = t<<2 | t>>t
	_ = 1 << t
	_ = -t ^ t
	_ = t == 2
	_ = t < t
	_ = float64(t) + 1.5
	_ = F(t) * 2
	_ = F(1) / f
	_ = T(3)
	_ = T('a')
	_ = string(s)
	_ = []byte(s)
	_ = S("abc")
	_ = len(s) + len(m) + cap(c) + len(a)
	_ = s[0]
	_ = s[1:2]
	_ = a[0] + 1
	_ = m["x"] * 3
	value, ok := m["y"]
	_, _ = value, ok
	n, open := <-c
	_, _ = n, open
	for i := range len(a) {
		_ = a[i]
	}
	for k, v := range m {
		_, _ = k, v
	}
	for x := range c {
		_ = x
	}
	for i := range one {
		_ = i + one
	}
	delete(m, "z")
	clear(m)
	_ = append([]byte{}, s...)
	_ = copy([]byte{}, s)
	_ = make(M, 3)
	_ = max(t, 3, T(2))
	_ = min(1, f)
	_ = new(T)
	_ = any(t).(int)
	switch x := any(s).(type) {
	case string:
		_ = x
	case []byte:
		_ = x
	case interface{ Len() int }, nil:
		_ = x
	}
	_ = unsafe.Sizeof(t)
	_ = unsafe.Sizeof(P(nil))
	_ = unsafe.Sizeof([2]int32{})
	var zero P
	_ = zero == nil
	const k = 3
	_ = [k]T{t, 2: t}
	_ = []T{1, 2}
	_ = map[T]F{1: 2}
	_ = struct{ t T }{1}
	t++
	t += 2
	t <<= 1
}

func nilable[T ~[]int | ~map[int]int | ~func()](t T) bool { return t == nil }

func call[F ~func(int) string](f F) string { return f(1) }

func fields[T any](list []struct{ v T }) (out []T) {
	for _, x := range list {
		out = append(out, x.v)
	}
	return
}

func lens[T ~string](t T) [2]int {
	const s = "const"
	return [...]int{len(t), len(s)}
}

func local[T any]() {
	type pair struct{ a, b T }
	type list []pair
	p := pair{}
	_ = list{p}[0].a
	f := func(t T) pair { return pair{a: t} }
	_ = f(p.b).b
}

func structs[T struct{ X int }](t T) T { return t }

func convert[To, From Integer](x From) To { return To(x) + To(1) }

func slicing[E any, S ~[]E](s S, es ...E) S {
	s = append(s, es...)
	s = append(s[:1], s[2:]...)
	_ = cap(s[:1:2])
	copy(s, es)
	return s[len(s)-1:]
}

type Stringer interface{ String() string }

type named[T Stringer] struct{ T T }

func (n named[T]) String() string { return n.T.String() + named[T].String(n) }

func methods[T interface {
	Stringer
	~int | ~string
}](t T) string {
	f := t.String
	g := T.String
	return f() + g(t)
}

var _ = convert[int64](uint8(1))
var _ = slicing([]string{}, "a", "b")
