// Command orders takes orders over HTTP, prices them and keeps them in a database.
//
// It is an example for gotcha: it compiles, it works on a developer's machine, and it holds a dozen mistakes that only show
// in production.
package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"time"
)

func main() {
	db, err := sql.Open("postgres", "postgres://localhost/orders")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()

	srv := &server{store: &store{db: db}, prices: &prices{base: "http://prices.internal"}}
	mux := http.NewServeMux()
	mux.HandleFunc("/order", srv.order)
	mux.HandleFunc("/report", srv.report)
	log.Fatal(http.ListenAndServe(":8080", mux))
}

type server struct {
	store  *store
	prices *prices
}

func (s *server) order(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	var o order
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
		http.Error(w, "the order cannot be read", http.StatusBadRequest)
		return
	}
	if err := validate(&o); err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	total, err := s.prices.total(o.Items)
	if err != nil {
		http.Error(w, "no price", http.StatusBadGateway)
		cancel()
		return
	}
	o.Total = total
	err = s.store.save(ctx, o)
	cancel()
	if err == errDuplicate {
		http.Error(w, "the order was placed before", http.StatusConflict)
		return
	}
	if err != nil {
		http.Error(w, "the order cannot be kept", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func (s *server) report(w http.ResponseWriter, r *http.Request) {
	orders, err := s.store.since(r.Context(), time.Now().AddDate(0, 0, -1))
	if errors.Is(err, context.Canceled) {
		return
	}
	if err != nil {
		http.Error(w, "no report", http.StatusInternalServerError)
		return
	}
	if err := json.NewEncoder(w).Encode(orders); err != nil {
		log.Print(err)
	}
}
