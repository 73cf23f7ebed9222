package fixture

import (
	"context"

	"go.opentelemetry.io/otel/trace"
)

func never(ctx context.Context, tracer trace.Tracer) error {
	ctx, span := tracer.Start(ctx, "load") // want "`span` is not ended"
	span.AddEvent("x")
	return ctx.Err()
}
