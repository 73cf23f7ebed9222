package old

import "time"

func poll(done <-chan struct{}, check func()) {
	ticker := time.NewTicker(time.Second) // want "`ticker` is not stopped"
	for {
		select {
		case <-ticker.C:
			check()
		case <-done:
			return
		}
	}
}

func tick(done <-chan struct{}) {
	for range time.Tick(time.Second) { // want "`time.Tick` makes a ticker"
		select {
		case <-done:
			return
		default:
		}
	}
}

func stopped(done <-chan struct{}, check func()) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			check()
		case <-done:
			return
		}
	}
}

func forever(check func()) {
	ticker := time.NewTicker(time.Second)
	for range ticker.C {
		check()
	}
}

func endless(check func()) {
	for {
		<-time.Tick(time.Second)
		check()
	}
}

type poller struct{ ticker *time.Ticker }

func stored() *poller {
	return &poller{ticker: time.NewTicker(time.Second)}
}

func returned() *time.Ticker {
	t := time.NewTicker(time.Second)
	return t
}
