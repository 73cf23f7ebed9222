package rns

import (
	"errors"
	"fmt"
	"log"
	"runtime"
	"sync"
)

func fetch() (string, error) { return "", nil }
func check() error           { return nil }

func errorBranch() string {
	ch := make(chan string)
	go func() {
		s, err := fetch()
		if err != nil {
			return
		}
		ch <- s
	}()
	return <-ch // want "this receive hangs: the goroutine may end without sending"
}

func logBranch() string {
	ch := make(chan string, 1)
	go func() {
		s, err := fetch()
		if err != nil {
			log.Println(err)
			return
		}
		ch <- s
	}()
	v := <-ch // want "this receive hangs: the goroutine may end without sending"
	return v
}

func ifOnly(n int) int {
	ch := make(chan int)
	go func() {
		if n > 0 {
			ch <- n
		}
	}()
	return <-ch // want "this receive hangs: the goroutine may end without sending"
}

func literalArg() string {
	ch := make(chan string)
	go func(out chan<- string) {
		s, err := fetch()
		if err != nil {
			return
		}
		out <- s
	}(ch)
	return <-ch // want "this receive hangs: the goroutine may end without sending"
}

func produce(out chan<- string) {
	s, err := fetch()
	if err != nil {
		fmt.Println(err)
		return
	}
	out <- s
}

func named() string {
	ch := make(chan string)
	go produce(ch)
	return <-ch // want "this receive hangs: the goroutine may end without sending"
}

func errOnly() error {
	errc := make(chan error)
	go func() {
		if err := check(); err != nil {
			errc <- err
		}
	}()
	return <-errc // want "this receive hangs: the goroutine may end without sending"
}

func switches(k int) int {
	done := make(chan int)
	go func() {
		switch k {
		case 1:
			done <- 1
		case 2:
			done <- 2
		}
	}()
	return <-done // want "this receive hangs: the goroutine may end without sending"
}

func goexit() int {
	done := make(chan int)
	go func() {
		if check() != nil {
			runtime.Goexit()
		}
		done <- 1
	}()
	return <-done // want "this receive hangs: the goroutine may end without sending"
}

func loopSend(items []int) int {
	found := make(chan int)
	go func() {
		for _, it := range items {
			if it > 10 {
				found <- it
				return
			}
		}
	}()
	return <-found // want "this receive hangs: the goroutine may end without sending"
}

func wgGo() string {
	var wg sync.WaitGroup
	ch := make(chan string, 1)
	wg.Go(func() {
		s, err := fetch()
		if err != nil {
			return
		}
		ch <- s
	})
	return <-ch // want "this receive hangs: the goroutine may end without sending"
}

func commaOk() (string, bool) {
	ch := make(chan string)
	go func() {
		s, err := fetch()
		if err != nil {
			return
		}
		ch <- s
	}()
	s, ok := <-ch // want "this receive hangs: the goroutine may end without sending"
	return s, ok
}

func nobodySends() int {
	ch := make(chan int)
	go func() {
		fmt.Println("working")
	}()
	return <-ch
}

func stmt() {
	done := make(chan struct{})
	go func() {
		if err := check(); err != nil {
			log.Print(err)
			return
		}
		close(done)
	}()
	<-done // want "this receive hangs: the goroutine may end without sending"
}

func assigned() {
	var ch chan string
	ch = make(chan string)
	go func() {
		s, err := fetch()
		if err != nil {
			return
		}
		ch <- s
	}()
	<-ch // want "this receive hangs: the goroutine may end without sending"
}

func twoReceives() {
	ch := make(chan string)
	errc := make(chan error)
	go func() {
		s, err := fetch()
		if err != nil {
			errc <- err
			return
		}
		ch <- s
	}()
	s := <-ch     // want "this receive hangs: the goroutine may end without sending"
	err := <-errc // want "this receive hangs: the goroutine may end without sending"
	fmt.Println(s, err)
}

// Look-alikes.

func deferClose() string {
	ch := make(chan string)
	go func() {
		defer close(ch)
		s, err := fetch()
		if err != nil {
			return
		}
		ch <- s
	}()
	return <-ch
}

func deferFunc() string {
	ch := make(chan string)
	go func() {
		var s string
		defer func() { ch <- s }()
		s, err := fetch()
		if err != nil {
			return
		}
		_ = s
	}()
	return <-ch
}

func sel() (string, error) {
	ch, errc := make(chan string), make(chan error)
	go func() {
		s, err := fetch()
		if err != nil {
			errc <- err
			return
		}
		ch <- s
	}()
	select {
	case s := <-ch:
		return s, nil
	case err := <-errc:
		return "", err
	}
}

func fatal() string {
	ch := make(chan string)
	go func() {
		s, err := fetch()
		if err != nil {
			log.Fatal(err)
		}
		ch <- s
	}()
	return <-ch
}

func panics() string {
	ch := make(chan string)
	go func() {
		s, err := fetch()
		if err != nil {
			panic(err)
		}
		ch <- s
	}()
	return <-ch
}

func several() int {
	ch := make(chan int)
	for i := 0; i < 3; i++ {
		go func() {
			if i == 1 {
				ch <- i
			}
		}()
	}
	return <-ch
}

func every() error {
	ch := make(chan error)
	go func() {
		if _, err := fetch(); err != nil {
			ch <- err
			return
		}
		ch <- errors.New("x")
	}()
	return <-ch
}
