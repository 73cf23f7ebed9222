package lv

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"
)

func use(...any) {}

func goRange(xs []int) {
	for i, x := range xs {
		go func() {
			fmt.Println(i, x) // want "the closure captures the loop variable `i`: all may see its" "the closure captures the loop variable `x`: all may see its"
		}()
	}
}

func goFor() {
	for i := 0; i < 3; i++ {
		go func() { fmt.Println(i) }() // want "the closure captures the loop variable `i`: all may see its"
	}
}

func deferred(xs []string) {
	for _, x := range xs {
		defer func() { fmt.Println(x) }() // want "the closure captures the loop variable `x`: all see its"
	}
}

func wg(xs []string) {
	var wg sync.WaitGroup
	for _, x := range xs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			use(x) // want "the closure captures the loop variable `x`: all may see its"
		}()
	}
	wg.Wait()
}

func stored(xs []int) []func() int {
	var fs []func() int
	for _, x := range xs {
		fs = append(fs, func() int { return x }) // want "the closure captures the loop variable `x`: all see its"
	}
	return fs
}

func storedMap(xs map[string]int) map[string]func() {
	m := map[string]func(){}
	for k, v := range xs {
		m[k] = func() { use(v) } // want "the closure captures the loop variable `v`: all see its"
	}
	return m
}

func storedIndex(xs []int) []func() {
	fs := make([]func(), len(xs))
	for i := range xs {
		fs[i] = func() { use(i) } // want "the closure captures the loop variable `i`: all see its"
	}
	return fs
}

type h struct{ cb func() }

func storedField(xs []int, hs []*h) {
	for i, x := range xs {
		hs[i].cb = func() { use(x) } // want "the closure captures the loop variable `x`: all see its"
	}
}

func literal(xs []int) []h {
	var out []h
	for _, x := range xs {
		out = append(out, h{cb: func() { use(x) }}) // want "the closure captures the loop variable `x`: all see its"
	}
	return out
}

func varFn(xs []int) {
	for _, x := range xs {
		f := func() { use(x) } // want "the closure captures the loop variable `x`: all may see its"
		go f()
	}
}

func handler(routes map[string]string) {
	for path, body := range routes {
		http.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, body) // want "the closure captures the loop variable `body`: all see its"
		})
	}
}

func after(xs []int) {
	for _, x := range xs {
		time.AfterFunc(time.Second, func() { use(x) }) // want "the closure captures the loop variable `x`: all see its"
	}
}

func sent(xs []int, ch chan func()) {
	for _, x := range xs {
		ch <- func() { use(x) } // want "the closure captures the loop variable `x`: all may see its"
	}
}

func TestX(t *testing.T) {
	for _, tc := range []struct{ name string }{{"a"}} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			use(tc.name) // want "the closure captures the loop variable `tc`: all subtests"
		})
	}
}

func labelled(xs []int) {
outer:
	for _, x := range xs {
		for _, y := range xs {
			go func() { use(x, y) }() // want "the closure captures the loop variable `x`: all may see its" "the closure captures the loop variable `y`: all may see its"
			if y > 3 {
				continue outer
			}
		}
	}
}

func nested(xs []int) {
	for _, x := range xs {
		go func() {
			func() { use(x) }() // want "the closure captures the loop variable `x`: all may see its"
		}()
	}
}

func cond(xs []int) {
	for _, x := range xs {
		if x > 0 {
			go func() { use(x) }() // want "the closure captures the loop variable `x`: all may see its"
		}
	}
}

func addr(xs []int) {
	for _, x := range xs {
		go func() { use(&x) }() // want "the closure captures the loop variable `x`: all may see its"
	}
}

func mapRange(m map[string]int) {
	for k := range m {
		go func() { use(k) }() // want "the closure captures the loop variable `k`: all may see its"
	}
}

func chanRange(ch chan int) {
	for v := range ch {
		go func() { use(v) }() // want "the closure captures the loop variable `v`: all may see its"
	}
}

func multi() {
	for i, j := 0, 10; i < j; i, j = i+1, j-1 {
		go func() { use(i, j) }() // want "the closure captures the loop variable `i`: all may see its" "the closure captures the loop variable `j`: all may see its"
	}
}

func returned(xs []int) (fs []func()) {
	for _, x := range xs {
		fs = append(fs, wrap(func() { use(x) }))
	}
	return
}

func wrap(f func()) func() { return f }

// Look-alikes.

func shadow(xs []int) {
	for _, x := range xs {
		x := x
		go func() { use(x) }()
	}
}

func arg(xs []int) {
	for i, x := range xs {
		go func(i, x int) { use(i, x) }(i, x)
	}
}

func atOnce(xs []int) {
	for _, x := range xs {
		func() { use(x) }()
	}
}

func deferInLit(xs []int) {
	for _, x := range xs {
		func() {
			defer func() { use(x) }()
		}()
	}
}

func TestY(t *testing.T) {
	for _, tc := range []string{"a"} {
		t.Run(tc, func(t *testing.T) {
			use(tc)
		})
	}
}

func outer(xs []int) {
	var x int
	for _, x = range xs {
		go func() { use(x) }()
	}
}
