package a

import (
	"net"
	h "net/http"
	"time"
)

func s1()               { h.ListenAndServe(":80", nil) }            // want "no timeouts"
func s2()               { h.ListenAndServeTLS(":80", "", "", nil) } // want "no timeouts"
func s3(l net.Listener) { h.Serve(l, nil) }                         // want "no timeouts"
func s4()               { h.ListenAndServe("localhost:6060", nil) }
func s5()               { h.ListenAndServe("127.0.0.1:6060", nil) }
func s6() {
	s := &h.Server{Addr: ":80"} // want "no read timeout"
	s.ListenAndServe()
}
func s7() {
	s := h.Server{Addr: ":80", ReadTimeout: time.Second} // want strict "does not set"
	s.ListenAndServe()
}
func s8() {
	s := h.Server{Addr: ":80"}
	s.ReadHeaderTimeout = time.Second
	s.WriteTimeout = time.Second
	s.IdleTimeout = time.Second
	s.ListenAndServe()
}
func s9() {
	var s h.Server // want "no read timeout"
	s.Addr = ":80"
	s.ListenAndServe()
}
func s10() {
	s := new(h.Server) // want "no read timeout"
	s.Addr = ":80"
	s.ListenAndServe()
}
func s11() *h.Server {
	return &h.Server{Addr: ":80", Handler: nil} // want "no read timeout"
}

type A struct{ srv *h.Server }

func s12() *A {
	return &A{srv: &h.Server{}} // want "no read timeout"
}
func s13() {
	l, _ := net.Listen("unix", "/x")
	h.Serve(l, nil)
}

var global = h.Server{Addr: ":1"} // want "no read timeout"
func s14(mux h.Handler) {
	(&h.Server{Addr: ":80", Handler: mux}).ListenAndServe() // want "no read timeout"
}
func s15() {
	s := &h.Server{Addr: ":80", ReadHeaderTimeout: 1, WriteTimeout: 1, IdleTimeout: 2}
	s.ListenAndServe()
}
func s16() {
	go h.ListenAndServe(":6060", nil) // want "no timeouts"
}
func s17() {
	var s h.Server
	s.ReadTimeout = 3
	s.WriteTimeout = 3
	s.IdleTimeout = 3
	s.ListenAndServe()
}
func s18() {
	s := &h.Server{Addr: ":80", ReadTimeout: 0} // want "no read timeout"
	s.ListenAndServe()
}
