// Package trace is as much of OpenTelemetry's tracing API as the fixtures need.
package trace

import "context"

// SpanStartOption configures a span.
type SpanStartOption interface{ applySpanStart() }

// SpanEndOption configures the end of a span.
type SpanEndOption interface{ applySpanEnd() }

// Span is one unit of work.
type Span interface {
	End(options ...SpanEndOption)
	AddEvent(name string)
	RecordError(err error)
	SetStatus(code uint32, description string)
	IsRecording() bool
}

// Tracer makes spans.
type Tracer interface {
	Start(ctx context.Context, spanName string, opts ...SpanStartOption) (context.Context, Span)
}

// SpanFromContext gives the current span.
func SpanFromContext(ctx context.Context) Span { return nil }
