package fixture

import "net/http"

var seen = map[string]int{}

var bounded = map[string]int{}

var routes = map[string]int{}

func handle(w http.ResponseWriter, r *http.Request) {
	seen[r.URL.Path]++ // want "requests add to `seen`"
	bounded[r.URL.Path]++
	if len(bounded) > 100 {
		clear(bounded)
	}
	_ = routes[r.URL.Path]
}

func register(path string) { routes[path] = 1 }
