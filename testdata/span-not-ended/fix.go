package fixture

import (
	"context"

	"go.opentelemetry.io/otel/trace"
)

func load(ctx context.Context, tracer trace.Tracer) context.Context {
	ctx, span := tracer.Start(ctx, "load") // want "`span` is not ended on every path"
	span.AddEvent("x")
	return ctx
}
