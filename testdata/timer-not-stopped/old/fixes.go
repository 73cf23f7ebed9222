package old

import "time"

func first(in chan int) int {
	timer := time.NewTimer(time.Minute) // want "`timer` is not stopped where it is no longer needed"
	select {
	case n := <-in:
		return n
	case <-timer.C:
		return 0
	}
}

func late(in chan int, warn func()) int {
	alarm := time.AfterFunc(time.Minute, warn) // want "`alarm` is not stopped where it is no longer needed"
	n := <-in
	if n < 0 {
		return 0
	}
	alarm.Stop()
	return n
}
