package cases

import (
	"math"
	"math/big"
	"time"
	"unsafe"
)

const (
	big1  = 1 << 100
	small = big1 >> 98
	third = 1.0 / 3
	huge  = 1e400 / 1e390
	mask  = ^uint8(0x0f)
	neg   = -5 % 3
	quot  = -7 / 2
	fquot = -7 / 2.0
	shift = 1.0 << 3
	r     = 'a' + 1
	c     = 1 + 2i
	cc    = c * c
	re    = real(cc)
	im    = imag(c)
	cplx  = complex(1, 2.5)
	text  = "a" + "\xff" + `raw
text` + "\u00e9\U0001F600"
	length = len(text)
	truth  = 1 < 2 && "a" != "b" || !true
	f32    = float32(0.1)
	f64    = float64(f32)
	i8     = int8(-128)
	str    = string(rune(65))
	umax   = math.MaxUint64
	fmax   = math.MaxFloat64
	pi     = math.Pi
	size   = unsafe.Sizeof(uintptr(0))
	mixed  = 'a' * 1.5
	hexf   = 0x1.8p-3
	oct    = 0o17 + 017 + 0b11 + 1_000
	m1     = min(3, 2.5, 'a')
	m2     = max("a", "b")
)

const (
	a0 = iota
	a1
	_
	a3
	b0, b1 = iota, iota * 10
	b2, b3
	d0 time.Duration = (iota + 1) * time.Second
	d1
	s0 = "x"
	s1
	k0 = 1 << (10 * iota)
	k1
)

type Bits uint8

const (
	F0 Bits = 1 << iota
	F1
	F2
	all = F0 | F1 | F2
	inv = ^F1
	clr = all &^ F1
)

type Weekday int

const (
	Monday Weekday = iota + 1
	Tuesday
)

func values(n int, s uint, x float64, e any) {
	var a [small + 4]int
	var f float32 = 1
	var i64 int64 = 1 << 40
	var u = uint32(1)<<s | 3
	var g = float64(1 << 3)
	var h = x * 2
	var j = 'a' + n
	var arr = [...]string{2: "c", "d"}
	const local = len(arr) * 2
	_ = a[len(a)-1]
	_ = f*2 + 1
	_ = i64 << 2
	_, _, _, _ = u, g, h, j
	_ = 1<<s == 2
	_ = uint8(1) << s
	var w int64 = 1 << s
	var v = make([]int, 1<<s)
	_ = a[1<<s]
	_, _ = w, v
	_ = n > 1.0
	_ = time.Duration(n) * time.Millisecond
	_ = 2 * time.Second
	_ = time.Second / 2
	_ = x > 'a'
	_ = "abc"[1]
	_ = "abc"[1:2]
	_ = len("abc") + cap(a[:])
	_ = e == 1
	_ = e != nil
	_ = e == "x" || e == 'c' || 1.5 == e
	_ = math.MaxInt64
	_ = uint64(math.MaxUint64)
	_ = big.NewInt(1 << 62)
	_ = string("abc") + string([]rune{65})
	_ = []byte("x")
	_ = complex(x, 1)
	_ = complex64(1)
	_ = real(complex(f, 2))
	_ = len([3]int{1, 2})
	_ = len([3]int{n})
	_ = len(func() [3]int { return [3]int{} }())
	_ = Monday + 1
	_ = Tuesday == 2
	_ = -Monday
	_ = float32(third)
	_ = int(shift)
	_ = 5.0 == 5
	_ = !truth
	switch n {
	case 1, small, 'c':
	}
	switch {
	case n == 1:
	}
	switch e {
	case 1, "x", nil:
	}
	n = 'a'
	x = 1
	x += 1
	x = 1 << 3
	e = 1
	e = 'a'
	e = 1 << s
	n <<= 2
	var i any = 2.0
	var p *int = nil
	var fn func() = nil
	_, _, _ = i, p, fn
	println(1, 2.5, "x", nil == p)
	println(new(1), *new(2.5), new("x"), new(n))
}

type layout struct {
	a bool
	b int64
	c struct {
		d byte
		e [3]int16
	}
	f string
	g any
	h func()
	i [0]int
}

const (
	sz  = unsafe.Sizeof(layout{})
	al  = unsafe.Alignof(layout{}.c)
	of  = unsafe.Offsetof(layout{}.f)
	of2 = unsafe.Offsetof(layout{}.c.e)
	sz2 = unsafe.Sizeof(map[string]int{}) + unsafe.Sizeof([]int{}) + unsafe.Sizeof(complex64(0))
)

func pointers(p *byte, u unsafe.Pointer, s []int) {
	_ = unsafe.Slice(p, 3)
	_ = unsafe.String(p, 3)
	_ = unsafe.StringData("x")
	_ = unsafe.SliceData(s)
	_ = unsafe.Add(u, 8)
	_ = uintptr(u) + 1
	_ = (*int)(u)
	_ = unsafe.Pointer(p)
}
