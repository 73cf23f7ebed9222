package fixture

import (
	"context"
	"errors"
	"fmt"

	"go.opentelemetry.io/otel/trace"
)

var errEmpty = errors.New("empty")

func work(ctx context.Context) error { return ctx.Err() }

func silent(ctx context.Context, tracer trace.Tracer, id int) error {
	ctx, span := tracer.Start(ctx, "load")
	defer span.End()
	if id < 0 {
		return errors.New("negative") // want strict "this error is not recorded on `span`"
	}
	if id == 0 {
		return errEmpty // want strict "this error is not recorded on `span`"
	}
	if err := work(ctx); err != nil {
		return fmt.Errorf("work: %w", err) // want strict "this error is not recorded on `span`"
	}
	return nil
}

func told(ctx context.Context, tracer trace.Tracer) error {
	ctx, span := tracer.Start(ctx, "load")
	defer span.End()
	if err := work(ctx); err != nil {
		span.RecordError(err)
		return err
	}
	return nil
}

func inDefer(ctx context.Context, tracer trace.Tracer) (err error) {
	ctx, span := tracer.Start(ctx, "load")
	defer func() {
		if err != nil {
			span.RecordError(err)
		}
		span.End()
	}()
	if err := work(ctx); err != nil {
		return err
	}
	return nil
}

func bare(ctx context.Context, tracer trace.Tracer) (err error) {
	ctx, span := tracer.Start(ctx, "load")
	defer span.End()
	err = work(ctx)
	if err != nil {
		return // want strict "this error is not recorded on `span`"
	}
	return
}

func before(ctx context.Context, tracer trace.Tracer) error {
	if ctx == nil {
		return errEmpty
	}
	_, span := tracer.Start(ctx, "load")
	span.End()
	return nil
}

func handedOn(ctx context.Context, tracer trace.Tracer) error {
	ctx, span := tracer.Start(ctx, "load")
	defer span.End()
	if err := work(ctx); err != nil {
		return fail(span, err)
	}
	return nil
}

func fail(span trace.Span, err error) error {
	span.RecordError(err)
	return err
}
