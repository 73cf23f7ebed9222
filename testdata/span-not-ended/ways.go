package fixture

import (
	"context"
	"errors"
	"fmt"

	"go.opentelemetry.io/otel/trace"
)

func start(ctx context.Context, tracer trace.Tracer, name string) (context.Context, trace.Span) {
	return tracer.Start(ctx, name)
}

func throughHelper(ctx context.Context, tracer trace.Tracer) {
	ctx, span := start(ctx, tracer, "work") // want "`span` is not ended"
	fmt.Println(ctx, span)
}

func throughHelperEnded(ctx context.Context, tracer trace.Tracer) {
	ctx, span := start(ctx, tracer, "work")
	defer span.End()
	fmt.Println(ctx)
}

func blank(ctx context.Context, tracer trace.Tracer) {
	ctx, _ = tracer.Start(ctx, "work") // want "dropped without being ended"
	fmt.Println(ctx)
}

func early(ctx context.Context, tracer trace.Tracer, ok bool) error {
	_, span := tracer.Start(ctx, "work") // want "`span` is not ended"
	if !ok {
		return errors.New("not ok")
	}
	span.End()
	return nil
}

func perTurn(ctx context.Context, tracer trace.Tracer, names []string) {
	for _, name := range names {
		_, span := tracer.Start(ctx, name) // want "`span` is not ended"
		if name == "" {
			continue
		}
		span.End()
	}
}

func finish(span trace.Span) { span.End() }

func inHelper(ctx context.Context, tracer trace.Tracer) {
	_, span := tracer.Start(ctx, "work")
	defer finish(span)
}

func inLiteral(ctx context.Context, tracer trace.Tracer) {
	_, span := tracer.Start(ctx, "work")
	defer func() { span.End() }()
}

func inGoroutine(ctx context.Context, tracer trace.Tracer) {
	_, span := tracer.Start(ctx, "work")
	go func() { defer span.End() }()
}

type request struct{ span trace.Span }

func stored(ctx context.Context, tracer trace.Tracer) *request {
	_, span := tracer.Start(ctx, "work")
	return &request{span: span}
}

func inLocalStruct(ctx context.Context, tracer trace.Tracer) {
	var r request
	_, r.span = tracer.Start(ctx, "work") // want "`r.span` is not ended"
	fmt.Println(ctx)
}

func replaced(ctx context.Context, tracer trace.Tracer) {
	ctx, span := tracer.Start(ctx, "one") // want "`span` is not ended"
	_, span = tracer.Start(ctx, "two")
	defer span.End()
}

func switched(ctx context.Context, tracer trace.Tracer, kind int) {
	_, span := tracer.Start(ctx, "work") // want "`span` is not ended"
	switch kind {
	case 0:
		span.End()
	case 1:
		return
	default:
		span.End()
	}
}

func returned(ctx context.Context, tracer trace.Tracer) (span trace.Span) {
	_, span = tracer.Start(ctx, "work")
	return
}
