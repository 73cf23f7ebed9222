package old

import "time"

func inSelect(in chan int, timeout time.Duration) int {
	sum := 0
	for {
		select {
		case n := <-in:
			sum += n
		case <-time.After(timeout): // want "a new timer at each turn of the loop, each alive until it fires"
			println(sum)
		}
	}
}

// Without a fix: the timer would come between the label and its loop.
func labelled(in chan int) {
loop:
	for {
		select {
		case n := <-in:
			if n == 0 {
				break loop
			}
		case <-time.After(3 * time.Second): // want "a new timer at each turn of the loop, each alive until it fires"
			continue
		}
	}
}

// Without a fix: the duration is another one in each turn.
func growing(in chan int) {
	for i := 1; i < 5; i++ {
		wait := time.Duration(i) * time.Second
		select {
		case n := <-in:
			println(n)
		case <-time.After(wait): // want "a new timer at each turn of the loop, each alive until it fires"
			println(i)
		}
	}
}
