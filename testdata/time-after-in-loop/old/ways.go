package tick

import (
	"context"
	"fmt"
	"time"
)

func aloop(ctx context.Context, ch chan int) {
	for {
		select {
		case <-ch:
		case <-time.After(time.Minute): // want "a new timer at each turn of the loop, each alive until it"
			fmt.Println("idle")
		case <-ctx.Done():
			return
		}
	}
}

func areturn(ch chan int) {
	for {
		select {
		case v := <-ch:
			fmt.Println(v)
		case <-time.After(time.Minute):
			return
		}
	}
}

func arange(xs []int, ch chan int) {
	for range xs {
		select {
		case <-ch:
		case t := <-time.After(time.Second): // want "a new timer at each turn of the loop, each alive until it"
			fmt.Println(t)
		}
	}
}

func avar(ch chan int) {
	for {
		timeout := time.After(time.Second)
		select {
		case <-ch:
		case <-timeout:
			return
		}
	}
}

func abare(n int) {
	for i := 0; i < n; i++ {
		<-time.After(time.Second) // want default "a new timer at each turn of the loop"
	}
}

func agoto(ch chan int) {
again:
	select {
	case <-ch:
		goto again
	case <-time.After(time.Second):
	}
}

func alit(ch chan int) {
	for {
		func() {
			select {
			case <-ch:
			case <-time.After(time.Second):
			}
		}()
	}
}

func aonce(ch chan int) {
	select {
	case <-ch:
	case <-time.After(time.Second):
	}
}

func aoutside(ch chan int) {
	timeout := time.After(time.Second)
	for {
		select {
		case <-ch:
		case <-timeout:
			return
		}
	}
}

func aends(ch chan int) {
	for {
		select {
		case <-ch:
			return
		case <-time.After(time.Second):
			return
		}
	}
}
