package fixture

import (
	"context"
	"net/http"
)

func serve(ctx context.Context, s *http.Server) error {
	go func() { _ = s.ListenAndServe() }()
	<-ctx.Done()
	return s.Shutdown(ctx) // want "which is done already"
}
