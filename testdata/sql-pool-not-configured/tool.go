package main

import (
	"database/sql"
	"log"
)

func main() {
	db, err := sql.Open("postgres", "dsn")
	if err != nil {
		log.Fatal(err)
	}
	log.Print(db.Ping())
}

func configured(db *sql.DB) { db.SetMaxOpenConns(3) }
