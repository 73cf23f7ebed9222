package old

import "time"

func drain(in <-chan int, handle func(int)) {
	for {
		select {
		case v := <-in:
			handle(v)
		case <-time.After(time.Minute): // want "a new timer at each turn"
			handle(0)
		}
	}
}

func ranged(items []int, in <-chan int) {
	for range items {
		select {
		case <-in:
		case <-time.After(time.Second): // want "a new timer at each turn"
		}
	}
}

func once(in <-chan int) {
	select {
	case <-in:
	case <-time.After(time.Second):
	}
}

func pause(items []int) {
	for range items {
		<-time.After(time.Second) // want default "a new timer at each turn of the loop"
	}
}

func ticker(in <-chan int) {
	t := time.NewTicker(time.Minute)
	defer t.Stop()
	for {
		select {
		case <-in:
			return
		case <-t.C:
		}
	}
}

func polls(stop <-chan struct{}, poll func()) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(time.Second): // want default "a new timer at each turn of the loop"
			poll()
		}
	}
}

func retries(stop <-chan struct{}, try func() error) error {
attempts:
	for {
		if try() == nil {
			return nil
		}
		select {
		case <-stop:
			break attempts
		case <-time.After(time.Second): // want default "a new timer at each turn of the loop"
		}
	}
	return try()
}

func maybeStays(wake <-chan bool, poll func()) {
	for {
		select {
		case more := <-wake:
			if !more {
				return
			}
		case <-time.After(time.Second): // want default "each alive until it fires"
			poll()
		}
	}
}

func confirmed(ch <-chan int, n int) {
	for done := false; !done && n > 0; n-- {
		select {
		case <-ch:
		case <-time.After(time.Second):
			done = true
		}
	}
}
