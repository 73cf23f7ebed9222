package fixture

import "net/http"

func status(url string) (int, error) {
	resp, err := http.Get(url)
	// want+1 "is deferred before the error is tested"
	defer resp.Body.Close()
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}
