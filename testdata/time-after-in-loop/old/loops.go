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
		<-time.After(time.Second) // want hint "a new timer at each turn of the loop"
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
