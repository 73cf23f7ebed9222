package fixture

import (
	"archive/zip"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os/exec"
	"testing"

	"google.golang.org/grpc"
)

// Processes.

func startedOnly(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil { // want "`cmd` is not waited for on every path"
		return err
	}
	log.Println("started", cmd.Args)
	return nil
}

func startedInline(name string) error {
	return exec.Command(name).Start()
}

func startedUnchecked(name string) {
	exec.Command(name).Start() // want "is dropped without being waited for"
}

func startedUncheckedInVariable(name string) {
	cmd := exec.Command(name)
	cmd.Start() // want "`cmd` is not waited for"
}

func startedWithContext(ctx context.Context, name string) (err error) {
	cmd := exec.CommandContext(ctx, name)
	err = cmd.Start() // want "`cmd` is not waited for"
	return err
}

func waited(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Wait()
}

func waitedOnOnePath(name string, detach bool) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil { // want "`cmd` is not waited for"
		return err
	}
	if detach {
		return nil
	}
	return cmd.Wait()
}

func pipeFailed(name string) error {
	cmd := exec.Command(name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil { // want "`cmd` is not waited for"
		return err
	}
	if _, err := io.Copy(io.Discard, out); err != nil {
		return err
	}
	return cmd.Wait()
}

func waitedElsewhere(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait()
	return nil
}

func waitedInGoroutine(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() {
		if err := cmd.Wait(); err != nil {
			log.Println(err)
		}
	}()
	return nil
}

func waitFor(cmd *exec.Cmd) error { return cmd.Wait() }

func waitedInHelper(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	return waitFor(cmd)
}

func logged(cmd *exec.Cmd) { log.Println(cmd.String()) }

func onlyLogged(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil { // want "`cmd` is not waited for"
		return err
	}
	logged(cmd)
	return nil
}

func commandReturned(name string) (*exec.Cmd, error) {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd, nil
}

func processReleased(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}

type runner struct{ cmd *exec.Cmd }

func (r *runner) run(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	r.cmd = cmd
	return nil
}

// Listeners.

func listened() error {
	l, err := net.Listen("tcp", ":0") // want "`l` is not closed"
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	return nil
}

func freePort() (int, error) {
	l, err := net.ListenTCP("tcp", &net.TCPAddr{}) // want "`l` is not closed"
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, nil
}

func freePortClosed() (int, error) {
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func listenedTwice() (a, b net.Listener, err error) {
	a, err = net.Listen("tcp", ":1") // want "`a` is not closed"
	if err != nil {
		return nil, nil, err
	}
	b, err = net.Listen("tcp", ":2")
	if err != nil {
		return nil, nil, err
	}
	return a, b, nil
}

func listenedInTest(t *testing.T) {
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
}

func dropped() {
	net.Listen("tcp", ":0") // want "is dropped without being closed"
}

func refused(t *testing.T) {
	_, err := net.Listen("tcp", "nonsense")
	if err == nil {
		t.Fatal("no error")
	}
}

func checkedAddress(address string) error {
	_, err := net.Listen("tcp", address) // want "is dropped without being closed"
	return err
}

func serve(l net.Listener, err error) error {
	if err != nil {
		return err
	}
	defer l.Close()
	return nil
}

func served() error {
	return serve(net.Listen("tcp", ":0"))
}

// gRPC connections.

func dialled(target string) error {
	conn, err := grpc.NewClient(target) // want "`conn` is not closed"
	if err != nil {
		return err
	}
	conn.Connect()
	return nil
}

func dialledEarly(ctx context.Context, target string) error {
	conn, err := grpc.DialContext(ctx, target) // want "`conn` is not closed"
	if err != nil {
		return err
	}
	if conn.Target() == "" {
		return errors.New("no target")
	}
	return conn.Close()
}

type api struct{ conn *grpc.ClientConn }

func newAPI(target string) (*api, error) {
	conn, err := grpc.NewClient(target)
	if err != nil {
		return nil, err
	}
	return &api{conn: conn}, nil
}

func dialledInClosure(target string) func() error {
	return func() error {
		conn, err := grpc.NewClient(target)
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close() }()
		conn.Connect()
		return nil
	}
}

// Statements and connections.

func prepared(db *sql.DB, ids []int) error {
	stmt, err := db.Prepare("delete from t where id = ?") // want "`stmt` is not closed"
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := stmt.Exec(id); err != nil {
			return err
		}
	}
	return nil
}

func preparedOnePath(db *sql.DB, id int) error {
	stmt, err := db.Prepare("delete from t where id = ?") // want "`stmt` is not closed"
	if err != nil {
		return err
	}
	if _, err := stmt.Exec(id); err != nil {
		return err
	}
	return stmt.Close()
}

func preparedInTx(tx *sql.Tx, id int) error {
	stmt, err := tx.Prepare("delete from t where id = ?")
	if err != nil {
		return err
	}
	_, err = stmt.Exec(id)
	return err
}

func preparedHere(db *sql.DB) {
	must(db.Prepare("select 1")).Exec() // want "is dropped without being closed"
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func connection(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx) // want "`conn` is not closed"
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "set x = 1")
	return err
}

// Readers.

func unzipped(r io.Reader) ([]byte, error) {
	return io.ReadAll(must(gzip.NewReader(r))) // want "is dropped without being closed"
}

func entry(f *zip.File) ([]byte, error) {
	r, err := f.Open() // want "`r` is not closed"
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func archive(name string) (int, error) {
	z, err := zip.OpenReader(name) // want "`z` is not closed"
	if err != nil {
		return 0, err
	}
	if len(z.File) == 0 {
		return 0, errors.New("empty")
	}
	return len(z.File), z.Close()
}

func entries(name string) error {
	z, err := zip.OpenReader(name)
	if err != nil {
		return err
	}
	defer z.Close()
	for _, f := range z.File {
		r, err := f.Open() // want "`r` is not closed"
		if err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, r); err != nil {
			return err
		}
		r.Close()
	}
	return nil
}

func dialledRaw(address string) ([]byte, error) {
	c, err := net.Dial("tcp", address) // want "`c` is not closed"
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(c, "GET /")
	return io.ReadAll(c)
}

func accepted(l net.Listener) error {
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		go func(c net.Conn) {
			defer c.Close()
			io.Copy(c, c)
		}(c)
	}
}

func acceptedAndLost(l net.Listener) error {
	for {
		c, err := l.Accept() // want "`c` is not closed"
		if err != nil {
			return err
		}
		fmt.Fprintln(c, "bye")
	}
}

func numbered(name string) (int, error) {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil { // want "`cmd` is not waited for"
		return 0, err
	}
	return cmd.Process.Pid, nil
}

func processKept(name string, keep func(pid int, wait func() error)) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	process := cmd.Process
	_, err := process.Wait()
	return err
}
