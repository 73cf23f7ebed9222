package fixes

import "net/url"

func count(words []string) map[string]int {
	var counts map[string]int
	for _, word := range words {
		counts[word]++ // want "this write panics: `counts` is a nil map"
	}
	return counts
}

func query(name string) string {
	var values url.Values
	values.Set("name", name) // want "this call panics: it writes to `values`, a nil map"
	return values.Encode()
}
