package fixture

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"
)

type Repo struct {
	db   *sql.DB
	done chan struct{}
}

func (r *Repo) Find(id int) error { // want "`Find` may block"
	_, err := r.db.Query("SELECT 1")
	return err
}

func Fetch(url string) (*http.Response, error) { // want "`Fetch` may block"
	return http.Get(url)
}

func Connect(addr string) (net.Conn, error) { // want "`Connect` may block"
	return net.Dial("tcp", addr)
}

func Build() error { // want "`Build` may block"
	return exec.Command("make").Run()
}

func Pause() { // want "`Pause` may block"
	time.Sleep(time.Second)
}

func (r *Repo) Join() { // want "`Join` may block"
	<-r.done
}

func Collect(ch <-chan int) (sum int) { // want "`Collect` may block"
	for n := range ch {
		sum += n
	}
	return sum
}

func First(a, b chan int) int { // want "`First` may block"
	select {
	case n := <-a:
		return n
	case n := <-b:
		return n
	}
}

func load(url string) (*http.Response, error) { return http.Get(url) }

func Load(url string) (*http.Response, error) { // want "`Load` may block"
	return load(url)
}

// Look-alikes.
func FindContext(ctx context.Context, r *Repo) error { return r.db.PingContext(ctx) }

func NewRepo(dsn string) (*Repo, error) {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return nil, err
	}
	return &Repo{db: db}, db.Ping()
}

func (r *Repo) Close() error { <-r.done; return nil }

func Local(name string) ([]byte, error) { return os.ReadFile(name) }

func Handle(w http.ResponseWriter, r *http.Request) { time.Sleep(time.Second) }

func Poll(ch chan int) (int, bool) {
	select {
	case n := <-ch:
		return n, true
	default:
		return 0, false
	}
}

func Start(r *Repo) {
	go func() { <-r.done }()
}

func internal() { time.Sleep(time.Second) }

func Ask(r *Repo) error { return r.db.Ping() }

func AskContext(ctx context.Context, r *Repo) error { return r.db.PingContext(ctx) }

func (r *Repo) Save() error { return r.db.Ping() }

func (r *Repo) SaveContext(ctx context.Context) error { return r.db.PingContext(ctx) }

func Watch(events <-chan int, stop <-chan struct{}, handle func(int)) {
	for {
		select {
		case n := <-events:
			handle(n)
		case <-stop:
			return
		}
	}
}

func Follow(url string, stop <-chan struct{}) error { // want "`Follow` may block"
	if _, err := http.Get(url); err != nil {
		return err
	}
	return until(stop)
}

func (r *Repo) Follow(events <-chan int) int {
	select {
	case n := <-events:
		return n
	case <-r.done:
		return 0
	}
}

func until(stop <-chan struct{}) error { <-stop; return nil }

// Slots for work on the disk: waited for like a lock.
var slots = make(chan struct{}, 4)

func Store(name string, data []byte) error {
	<-slots
	err := os.WriteFile(name, data, 0o600)
	slots <- struct{}{}
	return err
}

func Drop(name string) error {
	<-slots
	defer func() { slots <- struct{}{} }()
	return os.Remove(name)
}

func Replace(name string, data []byte) error { return replace(name, data) }

func replace(name string, data []byte) error {
	<-slots
	defer func() { slots <- struct{}{} }()
	return os.WriteFile(name, data, 0o600)
}

type Disk struct{ slots chan struct{} }

func (d *Disk) Remove(name string) error {
	<-d.slots
	err := os.Remove(name)
	d.slots <- struct{}{}
	return err
}

func (d *Disk) Fetch(url string) (*http.Response, error) { // want "`Fetch` may block"
	<-d.slots
	defer func() { d.slots <- struct{}{} }()
	return http.Get(url)
}

// Whoever gives that slot is not seen here.
func Take() { // want "`Take` may block"
	<-slots
}
