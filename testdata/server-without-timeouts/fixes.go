package fixture

import "net/http"

func short(mux http.Handler) error {
	server := &http.Server{Addr: ":80", Handler: mux} // want "this server has no read timeout"
	return server.ListenAndServe()
}

func long(mux http.Handler) error {
	server := &http.Server{ // want "this server has no read timeout"
		Addr:    ":80",
		Handler: mux,
	}
	return server.ListenAndServe()
}
