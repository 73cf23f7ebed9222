package fixture

import (
	"context"
	"net/http"
	"os"
	"os/signal"
	"time"
)

type provider struct{}

func (provider) Shutdown(ctx context.Context) error   { return ctx.Err() }
func (provider) ForceFlush(ctx context.Context) error { return ctx.Err() }

func waits(ctx context.Context, s *http.Server) error {
	<-ctx.Done()
	return s.Shutdown(ctx) // want "`Shutdown` gets `ctx`, which is done already"
}

func notified(s *http.Server) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	go func() { _ = s.ListenAndServe() }()
	<-ctx.Done()
	stop()
	return s.Shutdown(ctx) // want "`Shutdown` gets `ctx`, which is done already"
}

func inSelect(ctx context.Context, s *http.Server, errs chan error) error {
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
		return s.Shutdown(ctx) // want "`Shutdown` gets `ctx`, which is done already"
	}
}

func afterSelect(ctx context.Context, s *http.Server, errs chan error) error {
	select {
	case err := <-errs:
		return err
	case <-ctx.Done():
	}
	return s.Shutdown(ctx) // want "`Shutdown` gets `ctx`, which is done already"
}

func derivedTooLate(ctx context.Context, s *http.Server) error {
	<-ctx.Done()
	last, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return s.Shutdown(last) // want "`Shutdown` gets `last`, which is done already"
}

func inGoroutine(ctx context.Context, s *http.Server) {
	go func() {
		<-ctx.Done()
		_ = s.Shutdown(ctx) // want "`Shutdown` gets `ctx`, which is done already"
	}()
}

func loop(ctx context.Context, p provider, work chan int) error {
	for {
		select {
		case <-work:
		case <-ctx.Done():
			return p.ForceFlush(ctx) // want "`ForceFlush` gets `ctx`, which is done already"
		}
	}
}

func tested(ctx context.Context, p provider) error {
	if ctx.Err() != nil {
		return p.Shutdown(ctx) // want "`Shutdown` gets `ctx`, which is done already"
	}
	return nil
}

func startUp(p provider) func() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return func() error {
		return p.Shutdown(ctx) // want strict "`Shutdown` gets the start-up context `ctx`"
	}
}

// Look-alikes.
func fresh(ctx context.Context, s *http.Server) error {
	<-ctx.Done()
	last, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return s.Shutdown(last)
}

func renewed(ctx context.Context, s *http.Server) error {
	<-ctx.Done()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return s.Shutdown(ctx)
}

func given(ctx context.Context, s *http.Server) error { return s.Shutdown(ctx) }

func otherCase(ctx context.Context, s *http.Server, stop chan struct{}) error {
	select {
	case <-stop:
		return s.Shutdown(ctx)
	case <-ctx.Done():
		return nil
	}
}

func detached(ctx context.Context, s *http.Server) error {
	<-ctx.Done()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	return s.Shutdown(last)
}
