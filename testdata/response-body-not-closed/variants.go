package a

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	h "net/http"
	"net/http/httptest"
	"net/http/httputil"
)

func f1() {
	resp, err := h.Get("x") // want "not closed"
	if err != nil {
		return
	}
	_ = resp
}

func f2() error {
	resp, err := h.Get("x") // want "not closed"
	if err != nil {
		return err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	fmt.Println(string(body))
	return nil
}

func f3() {
	_, err := h.Get("x") // want "dropped"
	if err != nil {
		log.Println(err)
	}
}

func f4() {
	h.Get("x") // want "dropped"
}

func f5() {
	resp, _ := h.Get("x") // want "not closed"
	fmt.Println(resp.StatusCode)
}

func f6(c *h.Client, r *h.Request) (int, error) {
	resp, err := c.Do(r) // want "not closed"
	if err != nil {
		return 0, err
	}
	if resp.StatusCode != 200 {
		return 0, errors.New("bad")
	}
	defer resp.Body.Close()
	return 1, nil
}

func f7(c h.Client) {
	resp, err := c.Head("x") // want "not closed"
	if err != nil {
		return
	}
	log.Println(resp.Status)
}

func f8(rt h.RoundTripper, r *h.Request) error {
	resp, err := rt.RoundTrip(r) // want "not closed"
	if err != nil {
		return err
	}
	log.Println(resp.Status)
	return nil
}

func f9(r *h.Request) error {
	resp, err := h.DefaultTransport.RoundTrip(r) // want "not closed"
	if err != nil {
		return err
	}
	log.Println(resp.Status)
	return nil
}

type api struct{ client *h.Client }

func (a *api) do(ctx context.Context, path string) (*h.Response, error) {
	r, err := h.NewRequestWithContext(ctx, "GET", path, nil)
	if err != nil {
		return nil, err
	}
	return a.client.Do(r)
}

func (a *api) f10(ctx context.Context) error {
	resp, err := a.do(ctx, "x") // want "not closed"
	if err != nil {
		return err
	}
	return json.NewDecoder(resp.Body).Decode(&struct{}{})
}

func f11() {
	resp, err := h.Get("x") // want "not closed"
	if err != nil {
		return
	}
	body := resp.Body
	io.Copy(io.Discard, body)
}

func f12() {
	resp, err := h.Get("x")
	if err != nil {
		return
	}
	body := resp.Body
	defer body.Close()
}

func f13() {
	resp, err := h.Get("x")
	if err != nil {
		return
	}
	defer func() {
		if err := resp.Body.Close(); err != nil {
			log.Println(err)
		}
	}()
}

func f14() {
	resp, err := h.Get("x")
	if err != nil {
		return
	}
	defer func(b io.Closer) { b.Close() }(resp.Body)
}

func closeResp(r *h.Response) { r.Body.Close() }

func f15() {
	resp, err := h.Get("x")
	if err != nil {
		return
	}
	defer closeResp(resp)
}

func closeBody(r io.ReadCloser) { io.Copy(io.Discard, r); r.Close() }

func f16() {
	resp, err := h.Get("x")
	if err != nil {
		return
	}
	closeBody(resp.Body)
}

func readOnly(r *h.Response) { io.Copy(io.Discard, r.Body) }

func f17() {
	resp, err := h.Get("x") // want "not closed"
	if err != nil {
		return
	}
	readOnly(resp)
}

func f18() {
	rec := httptest.NewRecorder()
	resp := rec.Result()
	fmt.Println(resp.StatusCode)
}

func f19() {
	for i := 0; i < 3; i++ {
		resp, err := h.Get("x") // want "not closed"
		if err != nil {
			continue
		}
		if resp.StatusCode == 200 {
			break
		}
		resp.Body.Close()
	}
}

func f20() (resp *h.Response, err error) {
	resp, err = h.Get("x")
	return
}

func f21() error {
	resp, err := f20() // want "not closed"
	if err != nil {
		return err
	}
	fmt.Println(resp.Header)
	return nil
}

func f22() io.ReadCloser {
	resp, err := h.Get("x")
	if err != nil {
		return nil
	}
	return resp.Body
}

type st struct{ resp *h.Response }

func (s *st) f23() (err error) {
	s.resp, err = h.Get("x")
	return err
}

func f24() {
	if resp, err := h.Post("x", "y", nil); err != nil { // want "not closed"
		log.Println(err)
	} else {
		log.Println(resp.StatusCode)
	}
}

func f25() {
	resp, err := h.PostForm("x", nil)
	if err != nil {
		log.Fatal(err)
	}
	log.Println(resp.StatusCode)
	resp.Body.Close()
}

func f26() {
	resp, err := h.Get("x") // want "not closed"
	if err != nil {
		return
	}
	b, _ := httputil.DumpResponse(resp, true)
	fmt.Println(string(b))
}

func f27() (int, error) {
	resp, err := h.Get("x") // want "not closed"
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func f28() {
	resp, err := h.Get("a")
	if err != nil {
		return
	}
	defer resp.Body.Close()
	resp, err = h.Get("b") // want "not closed"
	if err != nil {
		return
	}
	fmt.Println(resp.Status)
}

func f29(ch chan *h.Response) {
	resp, err := h.Get("a")
	if err != nil {
		return
	}
	ch <- resp
}

func f30() {
	go func() {
		resp, err := h.Get("a") // want "not closed"
		if err != nil {
			return
		}
		fmt.Println(resp)
	}()
}

func f31(fn func(string) (*h.Response, error)) {
	resp, err := fn("x")
	if err != nil {
		return
	}
	fmt.Println(resp.Status)
}

type Doer interface {
	Do(*h.Request) (*h.Response, error)
}

func f32(d Doer, r *h.Request) {
	resp, err := d.Do(r) // want "not closed"
	if err != nil {
		return
	}
	fmt.Println(resp.Status)
}

func f33() {
	resp, err := h.Get("x")
	if err != nil {
		return
	}
	if resp != nil && resp.Body != nil {
		defer resp.Body.Close()
	}
}

func f34() {
	resp, err := h.Get("x")
	defer resp.Body.Close()
	if err != nil {
		return
	}
}

func f35() {
	resp, err := h.Get("x")
	if resp != nil {
		defer resp.Body.Close()
	}
	if err != nil {
		return
	}
}

func f36() {
	var resp *h.Response
	var err error
	resp, err = h.DefaultClient.Get("x") // want "not closed"
	if err != nil {
		return
	}
	var v any
	if err := json.NewDecoder(resp.Body).Decode(&v); err != nil {
		return
	}
	resp.Body.Close()
}

func f37(c *h.Client) {
	resp, err := c.Get("x") // want "not closed"
	if err == nil {
		fmt.Println(resp.Status)
		return
	}
	fmt.Println(err)
}

func f38() {
	resp, err := h.Get("x") // want "not closed"
	if err != nil {
		return
	}
	s := &st{}
	_ = s
	x := resp
	fmt.Println(x.Status)
}

func f39() func() {
	resp, err := h.Get("x")
	if err != nil {
		return nil
	}
	return func() { resp.Body.Close() }
}

func f40() {
	var (
		resp, err = h.Get("x") // want "not closed"
	)
	if err != nil {
		return
	}
	switch resp.StatusCode {
	case 200:
		resp.Body.Close()
	case 404:
	}
}

func f41(t testT) {
	resp, err := h.Get("x") // want "not closed"
	t.NoError(err)
	fmt.Println(resp.Status)
}

type testT interface{ NoError(error) }

type promClient interface {
	Do(context.Context, *h.Request) (*h.Response, []byte, error)
}

func withContent(c promClient, r *h.Request) error {
	resp, data, err := c.Do(context.Background(), r)
	if err != nil {
		return err
	}
	fmt.Println(resp.StatusCode, len(data))
	return nil
}

type reader struct{}

func (reader) Do(r *h.Request) (*h.Response, error) {
	resp, err := h.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	_, err = io.ReadAll(resp.Body)
	return resp, err
}

func readBefore(c reader, r *h.Request) error {
	resp, err := c.Do(r)
	if err != nil {
		return err
	}
	fmt.Println(resp.StatusCode)
	return nil
}
