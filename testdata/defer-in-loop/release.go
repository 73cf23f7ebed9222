package fixture

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"
)

func files(paths []string) error {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close() // want "deferred in a loop"
	}
	return nil
}

func locks(all []*sync.Mutex) {
	for i := 0; i < len(all); i++ {
		all[i].Lock()
		defer all[i].Unlock() // want "deferred in a loop"
	}
}

func backwards(path string) {
again:
	f, err := os.Open(path)
	if err == nil {
		defer f.Close() // want "deferred in a loop"
		goto again
	}
}

func cancels(ctx context.Context, n int) {
	for range n {
		_, cancel := context.WithCancel(ctx)
		defer cancel() // want "deferred in a loop"
	}
}

func nested(groups [][]string) {
	for _, group := range groups {
		for _, path := range group {
			if f, err := os.Open(path); err == nil {
				defer func() { // want "deferred in a loop"
					f.Close()
				}()
			}
		}
	}
}

func retry(path string) error {
	for {
		f, err := os.Open(path)
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		defer f.Close()
		return use(f)
	}
}

func breaks(paths []string) {
	for _, path := range paths {
		if f, err := os.Open(path); err == nil {
			defer f.Close()
			break
		}
	}
}

func perIteration(paths []string) {
	for _, path := range paths {
		func() {
			f, err := os.Open(path)
			if err != nil {
				return
			}
			defer f.Close()
		}()
	}
}

func goroutines(paths []string) {
	var wg sync.WaitGroup
	for range paths {
		wg.Add(1)
		go func() {
			defer wg.Done()
		}()
	}
	wg.Wait()
}

func afterwards(paths []string) {
	for _, path := range paths {
		fmt.Println(path)
	}
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
}

func once(mu *sync.Mutex, values []int) (total int) {
	locked := false
	for _, v := range values {
		if v > 3 {
			if !locked {
				mu.Lock()
				defer mu.Unlock()
				locked = true
			}
			total += v
		}
	}
	return total
}

func use(f *os.File) error { _, err := f.Stat(); return err }
