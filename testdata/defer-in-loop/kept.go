package fixture

import (
	"context"
	"os"
	"sync"
	"time"
)

type opened struct {
	file *os.File
	name string
}

// What the loop opens is read after it.
func collected(paths []string) error {
	var all []opened
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close() // want strict "deferred in a loop"
		all = append(all, opened{file: f, name: path})
	}
	return readAll(all)
}

func byName(paths []string) error {
	files := map[string]*os.File{}
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { f.Close() }() // want strict "deferred in a loop"
		files[path] = f
	}
	return readNamed(files)
}

// A goroutine goes on with it.
func started(ctx context.Context, tasks []func(context.Context)) {
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, task := range tasks {
		wg.Add(1)
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel() // want strict "deferred in a loop"
		go func() {
			defer wg.Done()
			task(ctx)
		}()
	}
}

// The context is kept for later turns.
func shared(ctx context.Context, addresses []string, dial func(context.Context, string) error) error {
	for i, address := range addresses {
		if i == 0 || addresses[i-1] != address {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, time.Second)
			defer cancel() // want strict "deferred in a loop"
		}
		if err := dial(ctx, address); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// They were open before.
func closeAll(files []*os.File) {
	for _, f := range files {
		if f != nil {
			defer f.Close() // want default "deferred in a loop"
		}
	}
}

// What was read goes on, the file does not.
func names(paths []string) (all []string, err error) {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close() // want default "deferred in a loop"
		all = append(all, f.Name())
	}
	return all, nil
}

func reused(paths []string) error {
	var f *os.File
	var err error
	for _, path := range paths {
		if f, err = os.Open(path); err != nil {
			return err
		}
		defer f.Close() // want default "deferred in a loop"
		if err := use(f); err != nil {
			return err
		}
	}
	return nil
}

func readAll([]opened) error              { return nil }
func readNamed(map[string]*os.File) error { return nil }
