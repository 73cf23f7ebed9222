package fixture

import (
	"net"
	"net/http"
	"time"
)

func helper(h http.Handler) error {
	return http.ListenAndServe(":8080", h) // want "`http.ListenAndServe` has no timeouts"
}

func tls(h http.Handler) error {
	return http.ListenAndServeTLS(":8443", "cert", "key", h) // want "`http.ListenAndServeTLS` has no timeouts"
}

func listener(l net.Listener, h http.Handler) error {
	return http.Serve(l, h) // want "`http.Serve` has no timeouts"
}

func literal(h http.Handler) error {
	s := &http.Server{Addr: ":8080", Handler: h} // want "no read timeout"
	return s.ListenAndServe()
}

func value(h http.Handler) error {
	var s = http.Server{ // want "no read timeout"
		Addr:         ":8080",
		WriteTimeout: time.Second,
	}
	return s.ListenAndServe()
}

func header(h http.Handler) error {
	s := &http.Server{
		Addr:              ":8080",
		ReadHeaderTimeout: time.Second,
		WriteTimeout:      time.Second,
		IdleTimeout:       time.Minute,
	}
	return s.ListenAndServe()
}

func assignedLater(h http.Handler) error {
	s := &http.Server{Addr: ":8080", Handler: h}
	s.ReadTimeout = time.Second
	s.WriteTimeout = time.Second
	s.IdleTimeout = time.Second
	return s.ListenAndServe()
}

func loopback(h http.Handler) error {
	return http.ListenAndServe("localhost:6060", h)
}

func port(port string) error {
	return http.ListenAndServe("localhost:"+port, nil)
}

func diagnostics() error {
	return http.ListenAndServe("127.0.0.1:6060", nil)
}

func unix(h http.Handler) error {
	l, err := net.Listen("unix", "/run/x.sock")
	if err != nil {
		return err
	}
	return http.Serve(l, h)
}

type Server struct{ Addr string }

func own() *Server { return &Server{Addr: ":1"} }
