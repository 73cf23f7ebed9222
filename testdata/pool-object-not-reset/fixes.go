package fixture

import (
	"bytes"
	"sync"
)

var plainPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func plain(text string) string {
	buf := plainPool.Get().(*bytes.Buffer)
	buf.WriteString(text)
	out := buf.String()
	plainPool.Put(buf) // want "`buf` goes back with its content"
	return out
}

var deferredPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func deferred(text string) string {
	buf := deferredPool.Get().(*bytes.Buffer)
	defer deferredPool.Put(buf) // want "`buf` goes back with its content"
	buf.WriteString(text)
	return buf.String()
}
