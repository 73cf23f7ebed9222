package fixture

import (
	"context"
	"errors"
	"fmt"

	"go.opentelemetry.io/otel/trace"
)

type service struct{ tracer trace.Tracer }

func (s *service) never(ctx context.Context) {
	ctx, span := s.tracer.Start(ctx, "never") // want "`span` is not ended on every path"
	span.AddEvent("x")
	_ = ctx
}

func (s *service) discarded(ctx context.Context) error {
	ctx, _ = s.tracer.Start(ctx, "discarded") // want "the span of `s.tracer.Start` is dropped"
	return ctx.Err()
}

func (s *service) loop(ctx context.Context, ids []int) {
	for _, id := range ids {
		_, span := s.tracer.Start(ctx, "turn") // want "`span` is not ended on every path"
		if id == 0 {
			continue
		}
		span.End()
	}
}

func (s *service) switched(ctx context.Context, kind int) {
	_, span := s.tracer.Start(ctx, "switched") // want "`span` is not ended on every path"
	switch kind {
	case 1:
		span.End()
	}
}

func (s *service) overwritten(ctx context.Context) {
	ctx, span := s.tracer.Start(ctx, "one") // want "`span` is not ended on every path"
	ctx, span = s.tracer.Start(ctx, "two")
	defer span.End()
	_ = ctx
}

func start(ctx context.Context, tracer trace.Tracer) (context.Context, trace.Span) {
	return tracer.Start(ctx, "start")
}

func helper(ctx context.Context, tracer trace.Tracer) error {
	_, span := start(ctx, tracer) // want "`span` is not ended on every path"
	if ctx.Err() != nil {
		return nil
	}
	span.End()
	return nil
}

// The strict tier: an error of which the span hears nothing.
func (s *service) silent(ctx context.Context, load func(context.Context) error) error {
	ctx, span := s.tracer.Start(ctx, "silent")
	defer span.End()
	if err := load(ctx); err != nil {
		return err // want strict "this error is not recorded on `span`"
	}
	return nil
}

func (s *service) fresh(ctx context.Context, id int) error {
	_, span := s.tracer.Start(ctx, "fresh")
	defer span.End()
	if id < 0 {
		return errors.New("negative") // want strict "this error is not recorded on `span`"
	}
	return nil
}

func (s *service) oneOfTwo(ctx context.Context, load func(context.Context) error) error {
	ctx, span := s.tracer.Start(ctx, "two")
	defer span.End()
	if err := load(ctx); err != nil {
		span.RecordError(err)
		return err
	}
	if err := load(ctx); err != nil {
		return fmt.Errorf("load: %w", err) // want strict "this error is not recorded on `span`"
	}
	return nil
}

// Look-alikes.
func (s *service) recorded(ctx context.Context, load func(context.Context) error) error {
	ctx, span := s.tracer.Start(ctx, "recorded")
	defer span.End()
	if err := load(ctx); err != nil {
		span.RecordError(err)
		span.SetStatus(1, err.Error())
		return err
	}
	return nil
}

func (s *service) deferredRecord(ctx context.Context, load func(context.Context) error) (err error) {
	ctx, span := s.tracer.Start(ctx, "deferred")
	defer func() {
		if err != nil {
			span.RecordError(err)
		}
		span.End()
	}()
	if err := load(ctx); err != nil {
		return err
	}
	return nil
}

func fail(span trace.Span, err error) error {
	span.RecordError(err)
	return err
}

func (s *service) byHelper(ctx context.Context, load func(context.Context) error) error {
	ctx, span := s.tracer.Start(ctx, "helper")
	defer span.End()
	if err := load(ctx); err != nil {
		fail(span, err)
		return err
	}
	return nil
}

func (s *service) before(ctx context.Context, load func(context.Context) error) error {
	if err := load(ctx); err != nil {
		return err
	}
	_, span := s.tracer.Start(ctx, "before")
	defer span.End()
	return nil
}
