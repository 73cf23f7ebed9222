package a

import (
	"bytes"
	"net"
	"net/http"
	"os"
	. "sync"
)

var bufs = Pool{New: func() any { return new(bytes.Buffer) }}

func p1() []byte {
	b := bufs.Get().(*bytes.Buffer)
	defer bufs.Put(b)
	b.WriteString("x")
	return b.Bytes() // want "memory"
}
func p2() []byte {
	b := bufs.Get().(*bytes.Buffer)
	b.WriteString("x")
	out := b.Bytes()
	bufs.Put(b)
	return out // want "memory"
}
func p3() string {
	b := bufs.Get().(*bytes.Buffer)
	defer bufs.Put(b)
	b.WriteString("x")
	return b.String()
}
func p4() []byte {
	b := bufs.Get().(*bytes.Buffer)
	defer bufs.Put(b)
	return append([]byte(nil), b.Bytes()...)
}
func p5() []byte {
	b := bufs.Get().(*bytes.Buffer)
	defer bufs.Put(b)
	return bytes.Clone(b.Bytes())
}
func p6() {
	b := bufs.Get().(*bytes.Buffer)
	bufs.Put(b)
	b.WriteString("x") // want "after"
}
func getBuf() *bytes.Buffer  { return bufs.Get().(*bytes.Buffer) }
func putBuf(b *bytes.Buffer) { b.Reset(); bufs.Put(b) }
func p7() []byte {
	b := getBuf()
	defer putBuf(b)
	b.WriteString("x")
	return b.Bytes() // want "memory"
}
func p8() *bytes.Buffer {
	b := getBuf()
	defer putBuf(b)
	return b // want "memory"
}

var conns Pool

func p9(c net.Conn) {
	conns.Put(c) // want "may drop"
}

var files = &Pool{New: func() any {
	f, _ := os.CreateTemp("", "x")
	return f // want "may drop"
}}
var clients = Pool{New: func() any { return &http.Client{} }} // want "may drop"

var slices = Pool{New: func() any { return make([]byte, 10) }}

func p10() {
	b := slices.Get().([]byte)
	slices.Put(b) // want "allocates"
}

type sc struct{ a, b int }

func p11(s sc) {
	conns.Put(s) // want "allocates"
}
func p12(s *sc) { conns.Put(s) }
func p13(b []byte) {
	slices.Put(&b)
	conns.Put(b[:0]) // want "allocates"
}
func p14(n int) int {
	b := bufs.Get().(*bytes.Buffer) // want hint "does not go back"
	if n > 3 {
		return 3
	}
	bufs.Put(b)
	return 0
}
func p15(n int) {
	b := bufs.Get().(*bytes.Buffer) // want hint "does not go back"
	b.Reset()
}
func p16() []byte {
	bp := slices.Get().(*[]byte)
	defer slices.Put(bp)
	b := (*bp)[:0]
	b = append(b, 1)
	return b // want "memory"
}

type R struct{ data []byte }

func (r *R) p17() {
	b := bufs.Get().(*bytes.Buffer)
	b.WriteString("x")
	r.data = b.Bytes() // want "memory"
	bufs.Put(b)
}
func p18(w net.Conn) {
	b := bufs.Get().(*bytes.Buffer)
	defer bufs.Put(b)
	w.Write(b.Bytes())
}
func p19(ch chan []byte) {
	b := bufs.Get().(*bytes.Buffer)
	defer func() { b.Reset(); bufs.Put(b) }()
	ch <- b.Bytes() // want "memory"
}
func p20() *R {
	b := bufs.Get().(*bytes.Buffer)
	defer bufs.Put(b)
	return &R{data: b.Bytes()} // want "memory"
}

type message struct{ text string }

var messages Pool

func newMessage(text string) *message {
	var m *message
	pooled := messages.Get()
	if pooled != nil {
		m = pooled.(*message)
	} else {
		m = &message{}
	}
	m.text = text
	return m
}
