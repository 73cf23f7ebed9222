package fixture

import (
	"bufio"
	"bytes"
	"context"
	dsql "database/sql"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jmoiron/sqlx"
)

type user struct{ Name, Email string }

type store struct {
	db    *dsql.DB
	table string
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*dsql.Rows, error)
}

func args(db *dsql.DB) (*dsql.Rows, error) {
	q := "SELECT * FROM users WHERE name = '" + os.Args[1] + "'" // want "data in the text of a query"
	return db.Query(q)
}

func argsFormat(db *dsql.DB) (*dsql.Rows, error) {
	q := fmt.Sprintf("SELECT * FROM users WHERE name = '%s'", os.Args[1]) // want "data in the text of a query"
	return db.Query(q)
}

func direct(db *dsql.DB, name string) (*dsql.Rows, error) {
	return db.Query(fmt.Sprintf("SELECT * FROM users WHERE name = '%v' AND age > %d", name, 3)) // want "data in the text of a query"
}

func field(ctx context.Context, tx *dsql.Tx, u user) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO users (name) VALUES ('"+u.Name+"')") // want "data in the text of a query"
	return err
}

func pointer(stmt *dsql.Conn, ctx context.Context, u *user) (*dsql.Stmt, error) {
	return stmt.PrepareContext(ctx, "SELECT id FROM users WHERE email = '"+u.Email+"'") // want "data in the text of a query"
}

func appended(db *dsql.DB, name, email string) (*dsql.Rows, error) {
	q := "SELECT id FROM users WHERE active"
	if name != "" {
		q += " AND name = '" + name + "'" // want "data in the text of a query"
	}
	return db.Query(q)
}

func reassigned(db *dsql.DB, name string) (*dsql.Rows, error) {
	q := "SELECT id FROM users"
	if name != "" {
		q = "SELECT id FROM users WHERE name = '" + name + "'" // want "data in the text of a query"
	}
	return db.Query(q)
}

func declared(db *dsql.DB, name string) *dsql.Row {
	var q string = "SELECT id FROM users WHERE name = " + name // want "data in the text of a query"
	return db.QueryRow(q)
}

func selfAppend(db *dsql.DB, name string) *dsql.Row {
	q := "SELECT id FROM users WHERE name = "
	q = q + name // want "data in the text of a query"
	return db.QueryRow(q)
}

func converted(db *dsql.DB, name []byte) *dsql.Row {
	return db.QueryRow("SELECT id FROM users WHERE name = '" + string(name) + "'") // want "data in the text of a query"
}

func trimmed(db *dsql.DB, name string) *dsql.Row {
	return db.QueryRow("SELECT id FROM users WHERE name = '" + strings.TrimSpace(name) + "'") // want "data in the text of a query"
}

func local(db *dsql.DB, r *http.Request) (*dsql.Rows, error) {
	id := r.URL.Query().Get("id")
	return db.Query("SELECT name FROM users WHERE id = " + id) // want "data in the text of a query"
}

func header(db *dsql.DB, r *http.Request) (*dsql.Rows, error) {
	return db.Query("SELECT name FROM users WHERE token = '" + r.Header.Get("Token") + "'") // want "data in the text of a query"
}

func scanned(db *dsql.DB) (*dsql.Rows, error) {
	in := bufio.NewScanner(os.Stdin)
	in.Scan()
	return db.Query("SELECT name FROM users WHERE id = " + in.Text()) // want "data in the text of a query"
}

func vars(db *dsql.DB, vars map[string]string) (*dsql.Rows, error) {
	return db.Query("SELECT name FROM users WHERE id = " + vars["id"]) // want "data in the text of a query"
}

func multiline(db *dsql.DB, name string) (*dsql.Rows, error) {
	return db.Query("SELECT name " + // want "data in the text of a query"
		"FROM users " +
		"WHERE name = '" + name + "'")
}

func byInterface(ctx context.Context, q querier, name string) (*dsql.Rows, error) {
	return q.QueryContext(ctx, "SELECT id FROM users WHERE name = '"+name+"'") // want "data in the text of a query"
}

func extended(db *sqlx.DB, name string) error {
	var id int
	return db.Get(&id, "SELECT id FROM users WHERE name = '"+name+"'") // want "data in the text of a query"
}

func driver(ctx context.Context, c *pgx.Conn, name string) (pgx.Rows, error) {
	return c.Query(ctx, "SELECT id FROM users WHERE name = '"+name+"'") // want "data in the text of a query"
}

func values(db *dsql.DB, names []string) error {
	for _, name := range names {
		if _, err := db.Exec("DELETE FROM users WHERE name = '" + name + "'"); err != nil { // want "data in the text of a query"
			return err
		}
	}
	return nil
}

func boxed(db *dsql.DB, v any) *dsql.Row {
	return db.QueryRow(fmt.Sprintf("SELECT id FROM users WHERE name = '%v'", v)) // want "data in the text of a query"
}

func literal(db *dsql.DB) func(string) *dsql.Row {
	return func(name string) *dsql.Row {
		return db.QueryRow("SELECT id FROM users WHERE name = '" + name + "'") // want "data in the text of a query"
	}
}

// The strict tier: names, builders, other functions.
func (s *store) tableName() (*dsql.Rows, error) {
	return s.db.Query("SELECT id FROM " + s.table) // want strict "data in the text of a query"
}

func tableParam(db *dsql.DB, name string) (*dsql.Rows, error) {
	return db.Query(fmt.Sprintf("SELECT id FROM %s WHERE active", name)) // want strict "data in the text of a query"
}

func ordered(db *dsql.DB, by string) (*dsql.Rows, error) {
	return db.Query("SELECT id FROM users ORDER BY " + by) // want strict "data in the text of a query"
}

func builder(db *dsql.DB, name string) (*dsql.Rows, error) {
	var sb strings.Builder
	sb.WriteString("SELECT id FROM users WHERE name = '")
	sb.WriteString(name)
	sb.WriteString("'")
	return db.Query(sb.String()) // want strict "data in the text of a query"
}

func buffer(db *dsql.DB, name string) (*dsql.Rows, error) {
	var buf bytes.Buffer
	fmt.Fprintf(&buf, "SELECT id FROM users WHERE name = '%s'", name)
	return db.Query(buf.String()) // want strict "data in the text of a query"
}

func joined(db *dsql.DB, name string) (*dsql.Rows, error) {
	q := strings.Join([]string{"SELECT id FROM users WHERE name =", name}, " ") // want strict "data in the text of a query"
	return db.Query(q)
}

func byName(name string) string { return "SELECT id FROM users WHERE name = '" + name + "'" }

func otherFunction(db *dsql.DB, name string) (*dsql.Rows, error) {
	return db.Query(byName(name)) // want strict "data in the text of a query"
}

func run(q string) error { return nil }

func anyFunction(name string) error {
	return run("SELECT id FROM users WHERE name = '" + name + "'") // want strict "data in the text of a query"
}

func anyFormat(name string) error {
	return run(fmt.Sprintf("DELETE FROM users WHERE name = '%s'", name)) // want strict "data in the text of a query"
}

// Look-alikes.
const base = "SELECT id FROM users"

var allowed = map[string]string{"name": "name", "age": "age"}

func constants(db *dsql.DB, desc bool) (*dsql.Rows, error) {
	q := base + " WHERE active"
	order := "ASC"
	if desc {
		order = "DESC"
	}
	return db.Query(q + " ORDER BY id " + order)
}

func numbers(db *dsql.DB, id int, f float64, b bool) (*dsql.Rows, error) {
	_, _ = db.Query(fmt.Sprintf("SELECT id FROM users WHERE id = %d AND f < %f AND b = %t", id, f, b))
	_, _ = db.Query(fmt.Sprintf("SELECT id FROM users WHERE id = %v", id))
	_, _ = db.Query("SELECT id FROM users WHERE id = " + strconv.FormatInt(int64(id), 10))
	return db.Query("SELECT id FROM users WHERE id = " + fmt.Sprint(id))
}

func whitelist(db *dsql.DB, key string) (*dsql.Rows, error) {
	return db.Query("SELECT id FROM users ORDER BY " + allowed[key])
}

func quoted(db *dsql.DB, name string) (*dsql.Rows, error) {
	return db.Query("SELECT id FROM " + quoteIdent(name))
}

func quoteIdent(name string) string { return strconv.Quote(name) }

func marks(db *dsql.DB, ids []any) (*dsql.Rows, error) {
	marks := make([]string, len(ids))
	for i := range marks {
		marks[i] = "?"
	}
	return db.Query("SELECT id FROM users WHERE id IN ("+strings.TrimSuffix(strings.Repeat("?,", len(ids)), ",")+")", ids...)
}

func printed(name string) {
	fmt.Println("SELECT id FROM users WHERE name = '" + name + "'")
}

func loops(db *dsql.DB) {
	for _, table := range []string{"a", "b"} {
		_, _ = db.Exec("DELETE FROM " + table)
	}
}
