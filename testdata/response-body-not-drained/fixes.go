package fixture

import "net/http"

func deferred(url string) (int, error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close() // want "is closed unread"
	return resp.StatusCode, nil
}

func plain(url string) (int, error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	resp.Body.Close() // want "is closed unread"
	return resp.StatusCode, nil
}
