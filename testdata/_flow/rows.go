package rows

// Each row of the protocol table: lost in one function, released in the next.

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/csv"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jmoiron/sqlx"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc"
)

func cancel(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx) // leak context.CancelFunc
	if ctx.Err() != nil {
		return ctx.Err()
	}
	cancel()
	return nil
}

func canceled(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return ctx.Err()
}

func sqlRows(db *sql.DB) error {
	rows, err := db.Query("select 1") // leak sql.Rows
	if err != nil {
		return err
	}
	_, err = rows.Columns()
	return err
}

func sqlRowsErr(db *sql.DB) error {
	rows, err := db.Query("select 1") // unread sql.Rows
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return nil
}

func sqlRowsDone(db *sql.DB) error {
	rows, err := db.Query("select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

func sqlxRows(db *sqlx.DB) error {
	rows, err := db.Queryx("select 1") // leak sqlx.Rows
	if err != nil {
		return err
	}
	err = rows.StructScan(new(int))
	return err
}

func sqlxRowsDone(db *sqlx.DB) error {
	rows, err := db.Queryx("select 1")
	if err != nil {
		return err
	}
	return rows.Close()
}

func pgxRows(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, "select 1") // leak pgx.Rows
	if err != nil {
		return err
	}
	return rows.Scan(new(int))
}

func pgxRowsDone(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, "select 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

func stmt(db *sql.DB) error {
	stmt, err := db.Prepare("select 1") // leak sql.Stmt
	if err != nil {
		return err
	}
	_, err = stmt.Exec()
	return err
}

func stmtDone(db *sql.DB) error {
	stmt, err := db.Prepare("select 1")
	if err != nil {
		return err
	}
	defer stmt.Close()
	_, err = stmt.Exec()
	return err
}

func tx(db *sql.DB) error {
	tx, err := db.Begin() // leak sql.Tx
	if err != nil {
		return err
	}
	if _, err := tx.Exec("delete from t"); err != nil {
		return err
	}
	return tx.Commit()
}

func txDone(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("delete from t"); err != nil {
		return err
	}
	return tx.Commit()
}

func conn(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx) // leak sql.Conn
	if err != nil {
		return err
	}
	return conn.PingContext(ctx)
}

func connDone(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.PingContext(ctx)
}

func body(url string) (int, error) {
	resp, err := http.Get(url) // leak http.Response
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func bodyDone(url string) (int, error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

func file(name string) ([]byte, error) {
	f, err := os.Open(name) // leak os.File
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

func fileDone(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func closer(name string) (int, error) {
	archive, err := zip.OpenReader(name) // leak io.Closer
	if err != nil {
		return 0, err
	}
	return len(archive.File), nil
}

func closerDone(name string) (int, error) {
	archive, err := zip.OpenReader(name)
	if err != nil {
		return 0, err
	}
	defer archive.Close()
	return len(archive.File), nil
}

func dial(address string) error {
	conn, err := net.Dial("tcp", address) // leak net.Conn
	if err != nil {
		return err
	}
	_, err = conn.Write([]byte("hello"))
	return err
}

func dialDone(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.Write([]byte("hello"))
	return err
}

func listen(address string) (string, error) {
	listener, err := net.Listen("tcp", address) // leak net.Listener
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), nil
}

func listenDone(address string) (string, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

func client(target string) error {
	conn, err := grpc.NewClient(target) // leak grpc.ClientConn
	if err != nil {
		return err
	}
	conn.Connect()
	return nil
}

func clientDone(target string) error {
	conn, err := grpc.NewClient(target)
	if err != nil {
		return err
	}
	conn.Connect()
	return conn.Close()
}

type session struct{}

func (*session) Close() error { return nil }
func (*session) Ping() error  { return nil }

func NewSession(name string) (*session, error) { return sessions[name], nil }

var sessions map[string]*session

func anyCloser() error {
	session, err := NewSession("x") // leak any.Closer
	if err != nil {
		return err
	}
	return session.Ping()
}

func anyCloserDone() error {
	session, err := NewSession("x")
	if err != nil {
		return err
	}
	defer session.Close()
	return session.Ping()
}

func command(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil { // leak exec.Cmd
		return err
	}
	return nil
}

func commandDone(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Wait()
}

func buffered(w io.Writer) {
	out := bufio.NewWriter(w) // leak bufio.Writer
	out.WriteString("hello")
}

func bufferedDone(w io.Writer) error {
	out := bufio.NewWriter(w)
	out.WriteString("hello")
	return out.Flush()
}

func table(w io.Writer) {
	out := csv.NewWriter(w) // leak csv.Writer
	out.Write([]string{"a", "b"})
}

func tableDone(w io.Writer) {
	out := csv.NewWriter(w)
	defer out.Flush()
	out.Write([]string{"a", "b"})
}

func columns(w io.Writer) {
	out := tabwriter.NewWriter(w, 0, 8, 1, ' ', 0) // leak tabwriter.Writer
	out.Write([]byte("a\tb\n"))
}

func columnsAgain(w io.Writer) {
	var out tabwriter.Writer
	out.Init(w, 0, 8, 1, ' ', 0) // leak tabwriter.Init
	out.Write([]byte("a\tb\n"))
}

func columnsAgainDone(w io.Writer) error {
	var out tabwriter.Writer
	out.Init(w, 0, 8, 1, ' ', 0)
	out.Write([]byte("a\tb\n"))
	return out.Flush()
}

func columnsDone(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 8, 1, ' ', 0)
	out.Write([]byte("a\tb\n"))
	return out.Flush()
}

func compressed(w io.Writer) {
	out := gzip.NewWriter(w) // leak compress.Writer
	out.Write([]byte("hello"))
}

func compressedDone(w io.Writer) error {
	out := gzip.NewWriter(w)
	out.Write([]byte("hello"))
	return out.Close()
}

func archived(w io.Writer, header *tar.Header) {
	out := tar.NewWriter(w) // leak archive.Writer
	out.WriteHeader(header)
}

func archivedDone(w io.Writer, header *tar.Header) error {
	out := tar.NewWriter(w)
	out.WriteHeader(header)
	return out.Close()
}

func encoded(w io.Writer) {
	out := base64.NewEncoder(base64.StdEncoding, w) // leak encoding.Writer
	out.Write([]byte("hello"))
}

func encodedDone(w io.Writer) error {
	out := base64.NewEncoder(base64.StdEncoding, w)
	out.Write([]byte("hello"))
	return out.Close()
}

func ticks(stop chan bool) {
	ticker := time.NewTicker(time.Second) // leak time.Ticker
	for {
		select {
		case <-ticker.C:
		case <-stop:
			return
		}
	}
}

func ticksDone(stop chan bool) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-stop:
			return
		}
	}
}

func waits(stop chan bool) {
	timer := time.NewTimer(time.Hour) // leak time.Timer
	select {
	case <-timer.C:
	case <-stop:
	}
}

func waitsDone(stop chan bool) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-stop:
	}
}

func later(stop chan bool, do func()) {
	timer := time.AfterFunc(time.Hour, do) // leak time.AfterFunc
	<-stop
	println(timer)
}

func laterDone(stop chan bool, do func()) {
	timer := time.AfterFunc(time.Hour, do)
	defer timer.Stop()
	<-stop
}

func lock(mu *sync.Mutex, ready bool) bool {
	mu.Lock() // leak sync.Locker
	if ready {
		return true
	}
	mu.Unlock()
	return false
}

func lockDone(mu *sync.Mutex) {
	mu.Lock()
	defer mu.Unlock()
}

func rlock(mu *sync.RWMutex, ready bool) bool {
	mu.RLock() // leak sync.RLocker
	if ready {
		return true
	}
	mu.RUnlock()
	return false
}

func rlockDone(mu *sync.RWMutex) {
	mu.RLock()
	defer mu.RUnlock()
}

func span(ctx context.Context, tracer trace.Tracer) error {
	ctx, span := tracer.Start(ctx, "work") // leak otel.Span
	if ctx.Err() != nil {
		return ctx.Err()
	}
	span.End()
	return nil
}

func spanDone(ctx context.Context, tracer trace.Tracer) error {
	ctx, span := tracer.Start(ctx, "work")
	defer span.End()
	return ctx.Err()
}
