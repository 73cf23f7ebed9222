package main

import (
	"database/sql"
	"log"
	"net/http"
)

func main() {
	db, err := sql.Open("postgres", "dsn") // want "this pool has no limit"
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { _ = db.PingContext(r.Context()) })
	log.Fatal(http.ListenAndServe(":8080", nil))
}
