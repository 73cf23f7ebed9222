package fixture

import (
	"context"
	"net/http"
	"time"
)

func Fetch(client *http.Client, req *http.Request) (*http.Response, error) {
	return client.Do(req)
}

func Pause() { // want "`Pause` may block"
	time.Sleep(time.Second)
}

func Await(done chan struct{}) { // want "`Await` may block"
	<-done
}

func FetchContext(ctx context.Context, client *http.Client, req *http.Request) (*http.Response, error) {
	return client.Do(req.WithContext(ctx))
}

func pause() { time.Sleep(time.Second) }

func NewThing(done chan struct{}) int {
	<-done
	return 1
}

func Later() {
	go func() { time.Sleep(time.Second) }()
}
