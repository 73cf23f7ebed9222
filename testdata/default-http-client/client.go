package fixture

import (
	"context"
	"net/http"
	web "net/http"
	"net/url"
	"strings"
	"time"
)

func get(address string) {
	resp, err := http.Get(address) // want "`http.Get` has no timeout"
	if err == nil {
		resp.Body.Close()
	}
}

func post(address string) {
	resp, err := http.Post(address, "text/plain", strings.NewReader("x")) // want "`http.Post` has no timeout"
	if err == nil {
		resp.Body.Close()
	}
	resp, err = web.PostForm(address, url.Values{}) // want "`web.PostForm` has no timeout"
	if err == nil {
		resp.Body.Close()
	}
	resp, err = http.Head(address) // want "`http.Head` has no timeout"
	if err == nil {
		resp.Body.Close()
	}
}

func shared(req *http.Request) {
	resp, err := http.DefaultClient.Do(req) // want "`http.DefaultClient` has no timeout"
	if err == nil {
		resp.Body.Close()
	}
}

var alias = http.DefaultClient // want "`http.DefaultClient` has no timeout"

var client = &http.Client{Timeout: time.Second}

func own(address string) {
	resp, err := client.Get(address)
	if err == nil {
		resp.Body.Close()
	}
}

type fake struct{}

func (fake) Get(string) {}

func shadowed() {
	http := fake{}
	http.Get("x")
}

func withContext(ctx context.Context, address string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	return client.Do(req)
}
