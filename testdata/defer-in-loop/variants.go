package a

import (
	"context"
	"database/sql"
	"net/http"
	fs "os"
	"sync"
	"time"
)

func plain(paths []string) error {
	for _, p := range paths {
		f, err := fs.Open(p)
		if err != nil {
			return err
		}
		defer f.Close() // want "deferred"
	}
	return nil
}

func closure(paths []string) error {
	for _, p := range paths {
		f, err := fs.Open(p)
		if err != nil {
			return err
		}
		defer func() { // want "deferred"
			_ = f.Close()
		}()
	}
	return nil
}

func closureArg(paths []string) error {
	for i := 0; i < len(paths); i++ {
		f, err := fs.Open(paths[i])
		if err != nil {
			continue
		}
		defer func(f *fs.File) { // want "deferred"
			f.Close()
		}(f)
	}
	return nil
}

func forever(l net) {
	for {
		c := l.accept()
		defer c.Close() // want "deferred"
	}
}

type net interface{ accept() *fs.File }

func lock(mu *sync.Mutex, xs []int) {
	for range xs {
		mu.Lock()
		defer mu.Unlock() // want "deferred"
	}
}

type S struct{ sync.RWMutex }

func (s *S) rlock(n int) {
	for range n {
		s.RLock()
		defer s.RUnlock() // want "deferred"
	}
}

func cancels(ctx context.Context, xs []int) {
	for range xs {
		_, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel() // want "deferred"
	}
}

func tx(db *sql.DB, xs []int) error {
	for range xs {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback() // want "deferred"
	}
	return nil
}

func wg(xs []int) {
	var wg sync.WaitGroup
	for range xs {
		wg.Add(1)
		defer wg.Done() // want "deferred"
	}
}

func tick(xs []int) {
	for range xs {
		t := time.NewTicker(1)
		defer t.Stop() // want "deferred"
	}
}

func body(urls []string) {
	for _, u := range urls {
		resp, err := http.Get(u)
		if err != nil {
			continue
		}
		defer resp.Body.Close() // want "deferred"
		if resp.StatusCode == 200 {
			break
		}
	}
}

func inIf(urls []string) {
	for _, u := range urls {
		if resp, err := http.Get(u); err == nil {
			defer resp.Body.Close() // want "deferred"
		}
	}
}

func inSwitch(paths []string, k int) {
	for _, p := range paths {
		switch k {
		case 1:
			f, _ := fs.Open(p)
			defer f.Close() // want "deferred"
		default:
		}
	}
}

func inSelect(ch chan *fs.File, stop chan struct{}) {
	for {
		select {
		case f := <-ch:
			defer f.Close() // want "deferred"
		case <-stop:
			return
		}
	}
}

func literalOuter(paths []string) {
	go func() {
		for _, p := range paths {
			f, _ := fs.Open(p)
			defer f.Close() // want "deferred"
		}
	}()
}

func perTurn(paths []string) {
	for _, p := range paths {
		func() {
			f, _ := fs.Open(p)
			defer f.Close()
		}()
	}
}

func perTurnGo(paths []string) {
	for _, p := range paths {
		go func() {
			f, _ := fs.Open(p)
			defer f.Close()
		}()
	}
}

func retry() error {
	for {
		f, err := fs.Open("x")
		if err != nil {
			continue
		}
		defer f.Close()
		return nil
	}
}

func retryIf(n int) error {
	for i := 0; i < n; i++ {
		f, err := fs.Open("x")
		if err == nil {
			defer f.Close()
			break
		}
	}
	return nil
}

func other(xs []int) {
	for range xs {
		defer println("x") // want strict "deferred"
	}
}

func gotoLoop() {
again:
	f, _ := fs.Open("x")
	defer f.Close() // want "deferred"
	if f != nil {
		goto again
	}
}

func labelled(xs [][]string) {
outer:
	for _, x := range xs {
		for _, p := range x {
			f, err := fs.Open(p)
			if err != nil {
				continue outer
			}
			defer f.Close() // want "deferred"
			continue outer
		}
	}
}

func rangeFunc(seq func(func(string) bool)) {
	for p := range seq {
		f, _ := fs.Open(p)
		defer f.Close() // want "deferred"
	}
}

func rangeChan(ch <-chan *sql.Rows) {
	for r := range ch {
		defer r.Close() // want "deferred"
	}
}

func methodValue(paths []string) {
	for _, p := range paths {
		f, _ := fs.Open(p)
		cl := f.Close
		defer cl() // want strict "deferred"
	}
}

func helper(paths []string) {
	for _, p := range paths {
		f, _ := fs.Open(p)
		defer closeIt(f) // want strict "deferred"
	}
}

func closeIt(f *fs.File) { f.Close() }

func nested(xs [][]string) {
	for _, x := range xs {
		for _, p := range x {
			f, _ := fs.Open(p)
			defer f.Close() // want "deferred"
		}
	}
}

func once() {
	for i := 0; i < 1; i++ {
		f, _ := fs.Open("p")
		defer f.Close()
	}
}

func fieldRelease(xs []struct{ f *fs.File }) {
	for _, x := range xs {
		defer x.f.Close() // want "deferred"
	}
}

func mapStore(names []string) map[string]*fs.File {
	m := map[string]*fs.File{}
	for _, n := range names {
		m[n], _ = fs.Open(n)
		defer m[n].Close() // want "deferred"
	}
	return m
}

func idxClose(fs []*fs.File) {
	for i := range fs {
		defer fs[i].Close() // want "deferred"
	}
}

func unlockFn(ls []func() func()) {
	for _, l := range ls {
		defer l()() // want strict "deferred"
	}
}

func cancelStore(ctx context.Context, xs []int) {
	var cancel context.CancelFunc
	for range xs {
		ctx, cancel = context.WithCancel(ctx)
		defer cancel() // want "deferred"
	}
}
