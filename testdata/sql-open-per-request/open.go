package fixture

import (
	"database/sql"
	"net/http"
)

func handle(w http.ResponseWriter, r *http.Request) {
	db, err := sql.Open("postgres", "dsn") // want "`sql.Open` in a handler"
	if err == nil {
		db.Close()
	}
}

func register(mux *http.ServeMux) {
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		db, err := sql.Open("postgres", "dsn") // want "`sql.Open` in a handler"
		if err == nil {
			db.Close()
		}
	})
}

func open() (*sql.DB, error) { return sql.Open("postgres", "dsn") }

func build() (http.Handler, error) {
	db, err := sql.Open("postgres", "dsn")
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _ = db.Ping() }), nil
}
