package fixture

import (
	"context"
	"net/http"
	"time"
)

var a, errA = http.Get("a") //gotcha:ignore default-http-client -- the line

//gotcha:ignore default-http-client -- the next declaration
var (
	b, errB = http.Get("b")
	c, errC = http.Get("c")
)

//gotcha:ignore default-http-client -- the next function, whole
func whole() {
	for range 3 {
		http.Get("d")
	}
}

func inner() {
	//gotcha:ignore default-http-client -- the next statement, whole
	for range 3 {
		http.Get("e")
	}
	http.Get("f") //gotcha:ignore default-http-client,lost-cancel -- one of them
	// want-1 "nothing here for `lost-cancel`"
}

//gotcha:disable default-http-client -- a range

func ranged() { http.Get("g") }

//gotcha:enable default-http-client

//gotcha:disable default-http-client -- an empty range
// want-1 "nothing here for `default-http-client`"

func quiet() {}

//gotcha:enable default-http-client

//gotcha:file-ignore error-compared-with-equals -- nowhere in the file
// want-1 "nothing here for `error-compared-with-equals`"

//nolint:errcheck // foreign ones are never called unused
var client = &http.Client{Timeout: time.Second}

//gotcha:ignore lost-cancel -- nothing is lost below
// want-1 "nothing here for `lost-cancel`"
func kept(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	<-ctx.Done()
}
