package old

import "time"

func wait(in <-chan int) (int, bool) {
	timer := time.NewTimer(time.Minute) // want "`timer` is not stopped"
	select {
	case v := <-in:
		return v, true
	case <-timer.C:
		return 0, false
	}
}

func watchdog(work func(), bark func()) {
	dog := time.AfterFunc(time.Minute, bark) // want "`dog` is not stopped"
	work()
	_ = dog.C
}

func stopped(in <-chan int) (int, bool) {
	timer := time.NewTimer(time.Minute)
	defer timer.Stop()
	select {
	case v := <-in:
		return v, true
	case <-timer.C:
		return 0, false
	}
}

func fired() {
	timer := time.NewTimer(time.Second)
	<-timer.C
}

func meant(work func()) {
	time.AfterFunc(time.Second, work)
}

func returned() *time.Timer {
	timer := time.NewTimer(time.Second)
	return timer
}
