package a

import (
	"bytes"
	"strings"
	"sync"
)

var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func o1() string {
	b := pool.Get().(*bytes.Buffer)
	b.WriteString("x")
	s := b.String()
	pool.Put(b) // want "content"
	return s
}
func o2() string {
	b := pool.Get().(*bytes.Buffer)
	defer pool.Put(b) // want "content"
	b.WriteString("x")
	return b.String()
}

var p2 = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func o3() string {
	b := p2.Get().(*bytes.Buffer)
	b.Reset()
	defer p2.Put(b)
	b.WriteString("x")
	return b.String()
}

var p3 = &sync.Pool{New: func() interface{} { return &strings.Builder{} }}

func o4() string {
	b, ok := p3.Get().(*strings.Builder)
	if !ok {
		return ""
	}
	b.WriteString("x")
	p3.Put(b) // want "content"
	return ""
}

var p4 = sync.Pool{New: func() any { s := make([]byte, 0, 10); return &s }}

func o5(x []byte) {
	b := p4.Get().(*[]byte)
	*b = append(*b, x...)
	p4.Put(b) // want "content"
}
func o6(x []byte) {
	b := p4.Get().(*[]byte)
	*b = append((*b)[:0], x...)
	p4.Put(b)
}

var p5 sync.Pool

func o7(x []byte) {
	b := p5.Get().([]byte)
	b = append(b, x...)
	p5.Put(b) // want "content"
}
func o8(x []byte) {
	b := p5.Get().([]byte)
	b = append(b[:0], x...)
	p5.Put(b)
}
func o9(x []byte) {
	b := p5.Get().([]byte)
	b = append(b, x...)
	p5.Put(b[:0])
}

var p6 = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func get6() *bytes.Buffer  { return p6.Get().(*bytes.Buffer) }
func put6(b *bytes.Buffer) { p6.Put(b) }
func o10() {
	b := get6()
	defer put6(b) // want "content"
	b.WriteString("x")
}

type obj struct{ n int }

func (o *obj) Reset() { o.n = 0 }

var p7 = sync.Pool{New: func() any { return &obj{} }}

func o11() {
	o := p7.Get().(*obj)
	o.n++
	p7.Put(o) // want "content"
}

var p8 = sync.Pool{New: func() any { return &obj{} }}

func o12() {
	o := p8.Get().(*obj)
	*o = obj{n: 3}
	p8.Put(o)
}
func o13() {
	o := p8.Get().(*obj)
	defer func() {
		o.Reset()
		p8.Put(o)
	}()
}

var p9 = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func o14() string {
	b := p9.Get().(*bytes.Buffer)
	defer func() {
		p9.Put(b) // want "content"
	}()
	b.WriteString("x")
	return b.String()
}
