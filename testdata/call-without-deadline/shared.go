package fixture

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

type group struct{ wg sync.WaitGroup }

func (g *group) Go(run func() error) { g.wg.Go(func() { _ = run() }) }

func shared(parent context.Context, db *sql.DB) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	var g group
	g.Go(func() error {
		_, err := db.ExecContext(ctx, "UPDATE a SET n = 1") // want "shares its deadline with the calls beside it"
		return err
	})
	g.Go(func() error {
		_, err := db.ExecContext(ctx, "UPDATE b SET n = 1")
		return err
	})
	g.wg.Wait()
}

func started(parent context.Context, db *sql.DB) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	go func() {
		_ = db.PingContext(ctx) // want "shares its deadline with the calls beside it"
	}()
	go func() {
		_ = db.PingContext(ctx)
	}()
	<-ctx.Done()
}

func budgets(parent context.Context, db *sql.DB) {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	for range 2 {
		go func() {
			own, cancel := context.WithTimeout(ctx, time.Millisecond)
			defer cancel()
			_ = db.PingContext(own)
		}()
	}
	<-ctx.Done()
}

func given(ctx context.Context, db *sql.DB) {
	go func() { _ = db.PingContext(ctx) }()
	go func() { _ = db.PingContext(ctx) }()
	<-ctx.Done()
}
