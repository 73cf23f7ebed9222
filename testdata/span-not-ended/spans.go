package fixture

import (
	"context"
	"errors"

	"go.opentelemetry.io/otel/trace"
)

func early(ctx context.Context, tracer trace.Tracer, id int) error {
	_, span := tracer.Start(ctx, "load") // want "`span` is not ended on every path"
	if id < 0 {
		return errors.New("negative")
	}
	span.End()
	return nil
}

func deferred(ctx context.Context, tracer trace.Tracer) error {
	ctx, span := tracer.Start(ctx, "load")
	defer span.End()
	return ctx.Err()
}

func inLiteral(ctx context.Context, tracer trace.Tracer) (err error) {
	_, span := tracer.Start(ctx, "load")
	defer func() {
		if err != nil {
			span.RecordError(err)
		}
		span.End()
	}()
	return nil
}

func returned(ctx context.Context, tracer trace.Tracer) (context.Context, trace.Span) {
	ctx, span := tracer.Start(ctx, "load")
	return ctx, span
}

func borrowed(ctx context.Context) { trace.SpanFromContext(ctx).AddEvent("x") }
