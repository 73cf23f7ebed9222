// Package grpc stands in for the module of that name: declarations alone.
package grpc

type DialOption interface{}

type ClientConn struct{}

func NewClient(target string, opts ...DialOption) (*ClientConn, error) { return &ClientConn{}, nil }

func (cc *ClientConn) Close() error { return nil }

func (cc *ClientConn) Connect() {}
