package fixture

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"log/slog"
	"net"
	nethttp "net/http"
	"net/url"
	osexec "os/exec"
	"strings"
	"time"

	"crypto/tls"
)

type repo struct {
	db     *sql.DB
	client *nethttp.Client
	log    *slog.Logger
}

func database(ctx context.Context, db *sql.DB, tx *sql.Tx, stmt *sql.Stmt) {
	_, _ = db.Exec("x")    // want "`db.Exec` ignores `ctx`"
	_, _ = db.Query("x")   // want "`db.Query` ignores `ctx`"
	_ = db.QueryRow("x")   // want "`db.QueryRow` ignores `ctx`"
	_, _ = db.Prepare("x") // want "`db.Prepare` ignores `ctx`"
	_ = db.Ping()          // want "`db.Ping` ignores `ctx`"
	_, _ = db.Begin()      // want "`db.Begin` ignores `ctx`"
	_, _ = tx.Exec("x")    // want "`tx.Exec` ignores `ctx`"
	_, _ = tx.Query("x")   // want "`tx.Query` ignores `ctx`"
	_ = tx.QueryRow("x")   // want "`tx.QueryRow` ignores `ctx`"
	_, _ = tx.Prepare("x") // want "`tx.Prepare` ignores `ctx`"
	_ = tx.Stmt(stmt)      // want "`tx.Stmt` ignores `ctx`"
	_, _ = stmt.Exec()     // want "`stmt.Exec` ignores `ctx`"
	_, _ = stmt.Query()    // want "`stmt.Query` ignores `ctx`"
	_ = stmt.QueryRow()    // want "`stmt.QueryRow` ignores `ctx`"
	_, _ = db.ExecContext(ctx, "x")
	_, _ = db.BeginTx(ctx, nil)
}

func (r *repo) find(ctx context.Context, id int) (name string, err error) {
	err = r.db.QueryRow("select name from users where id = ?", id).Scan(&name) // want "`r.db.QueryRow` ignores `ctx`"
	return name, err
}

func handler(w nethttp.ResponseWriter, r *nethttp.Request, db *sql.DB) {
	_, _ = db.Exec("x") // want "`db.Exec` ignores `r.Context()`"
}

func web(ctx context.Context, client *nethttp.Client) {
	_, _ = nethttp.Get("http://example.org")                                        // want "`nethttp.Get` ignores `ctx`"
	_, _ = nethttp.Head("http://example.org")                                       // want "`nethttp.Head` ignores `ctx`"
	_, _ = nethttp.Post("http://example.org", "text/plain", strings.NewReader("x")) // want "`nethttp.Post` ignores `ctx`"
	_, _ = nethttp.PostForm("http://example.org", url.Values{})                     // want "`nethttp.PostForm` ignores `ctx`"
	_, _ = client.Get("http://example.org")                                         // want "`client.Get` ignores `ctx`"
	_, _ = client.Head("http://example.org")                                        // want "`client.Head` ignores `ctx`"
	_, _ = client.Post("http://example.org", "text/plain", bytes.NewReader(nil))    // want "`client.Post` ignores `ctx`"
	_, _ = client.PostForm("http://example.org", nil)                               // want "`client.PostForm` ignores `ctx`"
	_, _ = nethttp.DefaultClient.Get("http://example.org")                          // want "`nethttp.DefaultClient.Get` ignores `ctx`"
}

func (r *repo) get(ctx context.Context) (*nethttp.Response, error) {
	req, err := nethttp.NewRequest(nethttp.MethodGet, "http://example.org", nil) // want "`nethttp.NewRequest` ignores `ctx`"
	if err != nil {
		return nil, err
	}
	return r.client.Do(req)
}

func headers(ctx context.Context, client *nethttp.Client) error {
	req, _ := nethttp.NewRequest("POST", "http://example.org", nil) // want "`nethttp.NewRequest` ignores `ctx`"
	req.Header.Set("Accept", "text/plain")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return nil
}

func passedRequest(ctx context.Context, client *nethttp.Client) error {
	req, err := nethttp.NewRequest("POST", "http://example.org", nil) // want "`nethttp.NewRequest` ignores `ctx`"
	if err != nil {
		return err
	}
	return send(client, req)
}

func send(client *nethttp.Client, req *nethttp.Request) error {
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func returnedRequest(ctx context.Context) (*nethttp.Request, error) {
	return nethttp.NewRequest("POST", "http://example.org", nil) // want "`nethttp.NewRequest` ignores `ctx`"
}

func processes(ctx context.Context) error {
	cmd := osexec.Command("true") // want "`osexec.Command` ignores `ctx`"
	if err := cmd.Run(); err != nil {
		return err
	}
	return osexec.Command("false").Run() // want "`osexec.Command` ignores `ctx`"
}

func network(ctx context.Context, d *net.Dialer, td *tls.Dialer) {
	_, _ = net.Dial("tcp", "example.org:80")                     // want "`net.Dial` ignores `ctx`"
	_, _ = net.DialTimeout("tcp", "example.org:80", time.Second) // want "`net.DialTimeout` ignores `ctx`"
	_, _ = d.Dial("tcp", "example.org:80")                       // want "`d.Dial` ignores `ctx`"
	_, _ = td.Dial("tcp", "example.org:80")                      // want "`td.Dial` ignores `ctx`"
	_, _ = tls.Dial("tcp", "example.org:80", nil)                // want "`tls.Dial` ignores `ctx`"
	_, _ = net.Listen("tcp", ":80")                              // want strict "`net.Listen` ignores `ctx`"
	_, _ = net.ListenPacket("udp", ":80")                        // want strict "`net.ListenPacket` ignores `ctx`"
	_, _ = net.LookupHost("example.org")                         // want "`net.LookupHost` ignores `ctx`"
	_, _ = net.LookupIP("example.org")                           // want "`net.LookupIP` ignores `ctx`"
	_, _ = net.LookupAddr("192.0.2.1")                           // want "`net.LookupAddr` ignores `ctx`"
	_, _ = net.LookupCNAME("example.org")                        // want "`net.LookupCNAME` ignores `ctx`"
	_, _ = net.LookupMX("example.org")                           // want "`net.LookupMX` ignores `ctx`"
	_, _ = net.LookupNS("example.org")                           // want "`net.LookupNS` ignores `ctx`"
	_, _ = net.LookupPort("tcp", "http")                         // want "`net.LookupPort` ignores `ctx`"
	_, _, _ = net.LookupSRV("http", "tcp", "example.org")        // want "`net.LookupSRV` ignores `ctx`"
	_, _ = net.LookupTXT("example.org")                          // want "`net.LookupTXT` ignores `ctx`"
}

func tlsConn(ctx context.Context, c *tls.Conn) error {
	return c.Handshake() // want "`c.Handshake` ignores `ctx`"
}

func logs(ctx context.Context, r *repo) {
	slog.Info("x")                // want strict "`slog.Info` ignores `ctx`"
	slog.Debug("x")               // want strict "`slog.Debug` ignores `ctx`"
	slog.Warn("x", "n", 1)        // want strict "`slog.Warn` ignores `ctx`"
	slog.Error("x")               // want strict "`slog.Error` ignores `ctx`"
	r.log.Info("x")               // want strict "`r.log.Info` ignores `ctx`"
	r.log.With("n", 1).Error("x") // want strict "`Error` ignores `ctx`"
	slog.InfoContext(ctx, "x")
}

// A context made here is at hand as well.
func local(db *sql.DB) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, err := db.Exec("x") // want "`db.Exec` ignores `ctx`"
	_ = ctx
	return err
}

func inLiteral(ctx context.Context, db *sql.DB) error {
	return func() error {
		_, err := db.Exec("x") // want "`db.Exec` ignores `ctx`"
		return err
	}()
}

func callback(ctx context.Context, db *sql.DB, each func(func() error) error) error {
	return each(func() error {
		_, err := db.Exec("x") // want "`db.Exec` ignores `ctx`"
		return err
	})
}

type embedded struct{ *sql.DB }

func promoted(ctx context.Context, e embedded) error {
	_, err := e.Exec("x") // want "`e.Exec` ignores `ctx`"
	return err
}

type execer interface {
	Exec(query string, args ...any) (sql.Result, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func byInterface(ctx context.Context, e execer) error {
	_, err := e.Exec("x") // want "`e.Exec` ignores `ctx`"
	return err
}

// Look-alikes.
func without(db *sql.DB) error {
	_, err := db.Exec("x")
	return err
}

func later(ctx context.Context, client *nethttp.Client) error {
	req, err := nethttp.NewRequest("GET", "http://example.org", nil)
	if err != nil {
		return err
	}
	req = req.WithContext(ctx)
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func clone(ctx context.Context, client *nethttp.Client) error {
	req, err := nethttp.NewRequest("GET", "http://example.org", nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req.Clone(ctx))
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func inGoroutine(ctx context.Context, db *sql.DB) {
	go func() {
		_, _ = db.Exec("x")
	}()
}

func stop(ctx context.Context, db *sql.DB) {
	_, _ = db.Exec("delete from locks")
}

func own(ctx context.Context, d doer) { d.Exec("x") }

type doer struct{}

func (doer) Exec(string) {}

func logger(ctx context.Context, w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, nil)).With("n", 1)
}

// A struct that embeds a context is one.
type scope struct {
	context.Context
	name string
}

func embedded(s scope, c *nethttp.Client) (*nethttp.Response, error) {
	req, err := nethttp.NewRequest("GET", "http://example.com", nil) // want "`nethttp.NewRequest` ignores `s`"
	if err != nil {
		return nil, err
	}
	return c.Do(req)
}
