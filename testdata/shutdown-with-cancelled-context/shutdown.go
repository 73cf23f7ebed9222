package fixture

import (
	"context"
	"net/http"
	"time"
)

func after(ctx context.Context, s *http.Server) error {
	<-ctx.Done()
	return s.Shutdown(ctx) // want "`Shutdown` gets `ctx`, which is done already"
}

func selected(ctx context.Context, s *http.Server, failed chan error) error {
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return s.Shutdown(ctx) // want "`Shutdown` gets `ctx`"
	}
}

func fresh(ctx context.Context, s *http.Server) error {
	<-ctx.Done()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return s.Shutdown(ctx)
}

func reassigned(ctx context.Context, s *http.Server) error {
	<-ctx.Done()
	ctx = context.WithoutCancel(ctx)
	return s.Shutdown(ctx)
}

func open(ctx context.Context, s *http.Server) error { return s.Shutdown(ctx) }

func other(ctx context.Context, s *http.Server, failed chan error) error {
	select {
	case <-ctx.Done():
	case <-failed:
		return s.Shutdown(ctx)
	}
	return nil
}
