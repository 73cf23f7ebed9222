package fixture

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"testing"
)

// Helpers that give back what they are given.

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func check(resp *http.Response, err error) *http.Response {
	if err != nil {
		log.Fatal(err)
	}
	return resp
}

func wrap(resp *http.Response, err error) (*http.Response, error) {
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	return resp, nil
}

func expect(resp *http.Response, code int) (*http.Response, error) {
	if resp.StatusCode != code {
		resp.Body.Close()
		return nil, fmt.Errorf("code %d", resp.StatusCode)
	}
	return resp, nil
}

func noted(resp *http.Response) *http.Response {
	log.Println(resp.Status)
	same := resp
	return same
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func bodyOf(resp *http.Response) io.ReadCloser { return resp.Body }

func generic(url string) {
	resp := must(http.Get(url)) // want "`resp.Body` is not closed"
	fmt.Println(resp.Status)
}

func genericExplicit(url string) {
	resp := must[*http.Response](http.Get(url)) // want "`resp.Body` is not closed"
	fmt.Println(resp.Status)
}

func genericClosed(url string) {
	resp := must(http.Get(url))
	defer resp.Body.Close()
	fmt.Println(resp.Status)
}

func checked(url string, v any) error {
	resp := check(http.Get(url)) // want "`resp.Body` is not closed"
	return json.NewDecoder(resp.Body).Decode(v)
}

func checkedLater(url string) {
	resp, err := http.Get(url) // want "`resp.Body` is not closed"
	resp = check(resp, err)
	fmt.Println(resp.Status)
}

func checkedLaterClosed(url string) {
	resp, err := http.Get(url)
	resp = check(resp, err)
	fmt.Println(resp.Status)
	resp.Body.Close()
}

func wrapped(url string) error {
	resp, err := wrap(http.Get(url)) // want "`resp.Body` is not closed"
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

func wrappedClosed(url string) error {
	resp, err := wrap(http.Get(url))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

func expected(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	ok, err := expect(resp, 200)
	if err != nil {
		return err
	}
	return ok.Body.Close()
}

func chained(url string) {
	resp := noted(check(http.Get(url))) // want "`resp.Body` is not closed"
	fmt.Println(resp.Status)
}

func thrownAway(url string) {
	check(http.Get(url)) // want "dropped"
}

func blank(url string) {
	_ = must(http.Get(url)) // want "dropped"
}

func inline(url string) ([]byte, error) {
	return io.ReadAll(must(http.Get(url)).Body) // want "dropped"
}

func status(url string) int {
	return check(http.Get(url)).StatusCode // want "dropped"
}

func closedInline(url string) error {
	return must(http.Get(url)).Body.Close()
}

func handedOn(url string) *http.Response {
	return must(http.Get(url))
}

func handedOnInField(url string) io.ReadCloser {
	return check(http.Get(url)).Body
}

func throughBody(url string) {
	body := bodyOf(must(http.Get(url))) // want "not closed"
	io.Copy(io.Discard, body)
}

func throughBodyClosed(url string) {
	body := bodyOf(must(http.Get(url)))
	defer body.Close()
	io.Copy(io.Discard, body)
}

func exits(url string) {
	resp, err := http.Get(url) // want "`resp.Body` is not closed"
	fail(err)
	fmt.Println(resp.Status)
}

func exitsClosed(url string) {
	resp, err := http.Get(url)
	fail(err)
	defer resp.Body.Close()
	fmt.Println(resp.Status)
}

func get(t *testing.T, url string) *http.Response {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

func viaTestHelper(t *testing.T) {
	resp := get(t, "x") // want "`resp.Body` is not closed"
	if resp.StatusCode != 200 {
		t.Fatal(resp.Status)
	}
}

func getClosing(t *testing.T, url string) *http.Response {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

func viaClosingHelper(t *testing.T) {
	resp := getClosing(t, "x")
	if resp.StatusCode != 200 {
		t.Fatal(resp.Status)
	}
}

func fetch(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != 200 {
		resp.Body.Close()
		return nil, fmt.Errorf("status %s", resp.Status)
	}
	return resp.Body, nil
}

func bodyFromHelper(url string) ([]byte, error) {
	body, err := fetch(url) // want "not closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(body)
}

func bodyFromHelperClosed(url string) ([]byte, error) {
	body, err := fetch(url)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(body)
}

func started(url string) {
	go http.Get(url) // want "dropped"
}

func atTheEnd(url string) {
	defer http.Get(url) // want "dropped"
}

type response = http.Response

func aliased(url string) {
	var resp *response
	resp = must(http.Get(url)) // want "`resp.Body` is not closed"
	fmt.Println(resp.Status)
}

func asValue(url string) {
	get := http.Get
	resp, err := get(url) // want "`resp.Body` is not closed"
	if err != nil {
		return
	}
	fmt.Println(resp.Status)
}

func methodValue(c *http.Client, req *http.Request) {
	do := c.Do
	resp, err := do(req) // want "`resp.Body` is not closed"
	if err != nil {
		return
	}
	fmt.Println(resp.Status)
}

func methodExpression(c *http.Client, req *http.Request) {
	resp, err := (*http.Client).Do(c, req) // want "`resp.Body` is not closed"
	if err != nil {
		return
	}
	fmt.Println(resp.Status)
}

type owner struct {
	*http.Client
	last *http.Response
}

func (o *owner) promoted(url string) {
	resp, err := o.Get(url) // want "`resp.Body` is not closed"
	if err != nil {
		return
	}
	fmt.Println(resp.Status)
}

func inLocalStruct(url string) error {
	var pair struct {
		resp *http.Response
		err  error
	}
	pair.resp, pair.err = http.Get(url) // want "not closed"
	if pair.err != nil {
		return pair.err
	}
	fmt.Println(pair.resp.Status)
	return nil
}

func inLocalStructClosed(url string) error {
	var pair struct {
		resp *http.Response
		err  error
	}
	pair.resp, pair.err = http.Get(url)
	if pair.err != nil {
		return pair.err
	}
	defer pair.resp.Body.Close()
	return nil
}

func inLocalOwner(url string) (err error) {
	o := &owner{}
	o.last, err = http.Get(url) // want "not closed"
	if err != nil {
		return err
	}
	fmt.Println(o.last.Status)
	return nil
}

func inLocalOwnerReturned(url string) (*owner, error) {
	o := &owner{}
	var err error
	o.last, err = http.Get(url)
	if err != nil {
		return nil, err
	}
	return o, nil
}

func (o *owner) close() { o.last.Body.Close() }

func inLocalOwnerReleased(url string) error {
	o := new(owner)
	var err error
	o.last, err = http.Get(url)
	if err != nil {
		return err
	}
	defer o.close()
	fmt.Println(o.last.Status)
	return nil
}

func namedResult(url string) (resp *http.Response, err error) {
	resp = must(http.Get(url))
	return
}

func shadowed(url string) (err error) {
	resp, err := http.Get(url) // want "`resp.Body` is not closed"
	if err != nil {
		return
	}
	if resp.StatusCode != 200 {
		err := fmt.Errorf("status %s", resp.Status)
		return err
	}
	return resp.Body.Close()
}

func labelled(urls []string) {
next:
	for _, url := range urls {
		resp, err := http.Get(url) // want "`resp.Body` is not closed"
		switch {
		case err != nil:
			break next
		case resp.StatusCode != 200:
			continue next
		}
		resp.Body.Close()
	}
}

func retry(url string) error {
	n := 0
again:
	resp, err := http.Get(url) // want "`resp.Body` is not closed"
	if err != nil {
		return err
	}
	if resp.StatusCode == 503 && n < 3 {
		n++
		goto again
	}
	return resp.Body.Close()
}

func selected(url string, stop chan struct{}) {
	resp, err := http.Get(url) // want "`resp.Body` is not closed"
	if err != nil {
		return
	}
	select {
	case <-stop:
		return
	default:
	}
	resp.Body.Close()
}

func deferredWithArgument(url string) {
	resp, err := http.Get(url)
	if err != nil {
		return
	}
	defer func(r *http.Response) {
		r.Body.Close()
	}(resp)
}

func deferredWithWrongArgument(url string) {
	resp, err := http.Get(url) // want "`resp.Body` is not closed"
	if err != nil {
		return
	}
	defer func(r *http.Response) {
		log.Println(r.Status)
	}(resp)
}

func closesInLiteral(url string) {
	resp, err := http.Get(url)
	if err != nil {
		return
	}
	done := func() { resp.Body.Close() }
	defer done()
}

func closeNeverCalled(url string) {
	resp, err := http.Get(url) // want "`resp.Body` is not closed"
	if err != nil {
		return
	}
	defer func() { _ = resp.Body.Close }()
}
