package a

import (
	"cmp"
	"context"
	h "net/http"
)

func h1() { h.Get("x") }           // want "no timeout"
func h2() { h.Post("x", "", nil) } // want "no timeout"
func h3() { h.PostForm("x", nil) } // want "no timeout"
func h4() { h.Head("x") }          // want "no timeout"
func h5(r *h.Request) {
	h.DefaultClient.Do(r) // want "no timeout"
}
func h6(r *h.Request) {
	c := h.DefaultClient // want "no timeout"
	c.Do(r)
}

type S struct{ c *h.Client }

func h7() *S { return &S{c: h.DefaultClient} } // want "no timeout"
func (s *S) h8() *h.Client {
	if s.c != nil {
		return s.c
	}
	return h.DefaultClient // want strict "no timeout"
}
func h9(c *h.Client) *h.Client { return cmp.Or(c, h.DefaultClient) } // want strict "no timeout"
func h10(ctx context.Context) {
	r, _ := h.NewRequestWithContext(ctx, "GET", "x", nil)
	h.DefaultClient.Do(r) // want strict "no timeout"
}
func h11() {
	r, _ := h.NewRequestWithContext(context.Background(), "GET", "x", nil)
	h.DefaultClient.Do(r) // want "no timeout"
}

var get = h.Get // want "no timeout"
func h12() {
	f := h.Get // want "no timeout"
	f("x")
}
func h13() { h.DefaultClient.Timeout = 3 }
func h14() { (*h.DefaultClient).Get("x") } // want "no timeout"
