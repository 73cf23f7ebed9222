package fixture

import (
	"encoding/json"
	"net/http"
)

func load(client *http.Client, url string, v any) error {
	resp, err := client.Get(url) // want "`resp.Body` is not closed"
	if err != nil {
		return err
	}
	return json.NewDecoder(resp.Body).Decode(v)
}
