// Package grpc stands in for the module of that name: declarations alone.
package grpc

import "context"

type DialOption interface{}

type ClientConn struct{}

func NewClient(target string, opts ...DialOption) (*ClientConn, error) { return &ClientConn{}, nil }

func (cc *ClientConn) Close() error { return nil }

func (cc *ClientConn) Connect() {}

func (cc *ClientConn) Target() string { return "" }

func Dial(target string, opts ...DialOption) (*ClientConn, error) { return NewClient(target, opts...) }

func DialContext(ctx context.Context, target string, opts ...DialOption) (*ClientConn, error) {
	return NewClient(target, opts...)
}
