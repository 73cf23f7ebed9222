package main

import (
	"database/sql"
	"net/http"
)

func open(dsn string) (*sql.DB, error) {
	db, err := sql.Open("postgres", dsn) // want "keeps its connections for ever"
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(10)
	db.SetMaxIdleConns(20) // want "20 idle connections cannot be kept of at most 10"
	return db, nil
}

func second(db *sql.DB) {
	db.SetMaxIdleConns(2) // want "only 2 of 100 connections are kept"
	db.SetMaxOpenConns(100)
}

func third(db *sql.DB) {
	db.SetMaxIdleConns(10)
	db.SetMaxOpenConns(10)
}

func main() {
	db, err := open("")
	if err != nil {
		panic(err)
	}
	second(db)
	third(db)
	_ = http.ListenAndServe(":8080", nil)
}
