package a

import (
	"context"
	"sync"
)

type watcher struct {
	mu     sync.Mutex
	cancel context.CancelFunc
	notify func()

	streamCancel func()
}

// A cancel function does not wait.
func (w *watcher) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cancel != nil {
		w.cancel()
		w.cancel = nil
	}
}

func (w *watcher) stopStream() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.streamCancel()
}

func (w *watcher) tell() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.notify() // want "everyone waits for `w.mu` while this runs the callback `notify`"
}
