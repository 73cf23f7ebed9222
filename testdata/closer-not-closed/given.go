package fixture

import (
	"errors"
	"net"
)

// The listener is returned open: a deferred close would break it, so no fix is offered.
func listen(ok bool) (net.Listener, error) {
	listener, err := net.Listen("tcp", ":0") // want "`listener` is not closed on every path"
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errors.New("not now")
	}
	return listener, nil
}
