package fixture

import "net/http"

func helper(address string) {
	if resp, err := http.Get(address); err == nil {
		resp.Body.Close()
	}
}
