package fixture

import (
	"bytes"
	"os"
	"sync"
)

var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func view(text string) []byte {
	buf := pool.Get().(*bytes.Buffer)
	buf.Reset()
	defer pool.Put(buf)
	buf.WriteString(text)
	return buf.Bytes() // want "this memory belongs to `buf`"
}

func files(f *os.File) {
	var files sync.Pool
	files.Put(f) // want "a pool may drop this `*os.File`"
}

func slices(b []byte) {
	var bytes sync.Pool
	bytes.Put(b) // want "each Put of the slice `b` allocates"
}

func copied(text string) []byte {
	buf := pool.Get().(*bytes.Buffer)
	buf.Reset()
	defer pool.Put(buf)
	buf.WriteString(text)
	return bytes.Clone(buf.Bytes())
}

func kept(text string) []byte {
	buf := pool.Get().(*bytes.Buffer)
	buf.WriteString(text)
	return buf.Bytes()
}
