package a

import (
	"net/http"
	"sync"
)

var (
	m1 = map[string]int{}
	m2 = map[string]int{}
	m3 sync.Map
	m4 []string
	m5 = map[string]bool{}
	m6 = map[string]int{}
)

func g1(w http.ResponseWriter, r *http.Request) {
	m1[r.URL.Path]++ // want "nothing ever removes"
	m2[r.URL.Path]++
	m3.Store(r.URL.Path, 1)     // want "nothing ever removes"
	m4 = append(m4, r.URL.Path) // want "nothing ever removes"
	if _, ok := m5[r.RemoteAddr]; !ok {
		m5[r.RemoteAddr] = true // want "nothing ever removes"
	}
	m6["hits"]++
}
func sweep() {
	for k := range m2 {
		delete(m2, k)
	}
}

type Server struct {
	mu       sync.Mutex
	sessions map[string]string
	limit    map[string]int
	reg      map[string]http.Handler
}

func New() *Server { return &Server{sessions: map[string]string{}, limit: make(map[string]int)} }
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions[r.RemoteAddr] = "x" // want "nothing ever removes"
	s.hit(r.RemoteAddr)
}
func (s *Server) hit(ip string) {
	s.limit[ip]++ // want "nothing ever removes"
}
func (s *Server) Register(n string, h http.Handler) { s.reg[n] = h }

type UserCache struct {
	mu   sync.RWMutex
	data map[string]string
}

func (c *UserCache) Get(k string) string { return c.data[k] }
func (c *UserCache) Set(k, v string) {
	c.data[k] = v // want "nothing ever removes"
}

type TTLCache struct {
	data map[string]string
}

func (c *TTLCache) Set(k, v string) {
	if len(c.data) > 100 {
		c.data = map[string]string{}
	}
	c.data[k] = v
}
