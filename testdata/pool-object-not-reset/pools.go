package fixture

import (
	"bytes"
	"sync"
)

var dirty = sync.Pool{New: func() any { return new(bytes.Buffer) }}

var clean = sync.Pool{New: func() any { return new(bytes.Buffer) }}

var shared = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func never(name string) string {
	buf := dirty.Get().(*bytes.Buffer)
	buf.WriteString(name)
	text := buf.String()
	dirty.Put(buf) // want "`buf` goes back with its content"
	return text
}

func reset(name string) string {
	buf := clean.Get().(*bytes.Buffer)
	buf.Reset()
	defer clean.Put(buf)
	buf.WriteString(name)
	return buf.String()
}

func release(buf *bytes.Buffer) {
	buf.Reset()
	shared.Put(buf)
}

func elsewhere(name string) string {
	buf := shared.Get().(*bytes.Buffer)
	buf.WriteString(name)
	text := buf.String()
	release(buf)
	return text
}
