package fixture

import "runtime"

type handle struct{ fd int }

func (h *handle) close() {}

func captures(release func(int)) *handle {
	h := &handle{}
	runtime.SetFinalizer(h, func(*handle) {
		release(h.fd) // want "the finalizer holds `h`, so it never runs"
	})
	return h
}

func bound() *handle {
	h := &handle{}
	runtime.SetFinalizer(h, h.close) // want "the finalizer holds `h`"
	return h
}

func argument(release func(int)) *handle {
	h := &handle{}
	runtime.SetFinalizer(h, func(own *handle) { // want hint "nothing says when the finalizer"
		release(own.fd)
	})
	return h
}

func cleared(h *handle) { runtime.SetFinalizer(h, nil) }
