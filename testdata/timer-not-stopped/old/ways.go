package tick

import (
	"context"
	"fmt"
	"time"
)

func check() error { return nil }

func tnever(ctx context.Context) error {
	t := time.NewTimer(time.Second) // want "`t` is not stopped where it is no longer needed"
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func tearly(ch chan int) int {
	t := time.NewTimer(time.Second) // want "`t` is not stopped where it is no longer needed"
	select {
	case v := <-ch:
		return v
	case <-t.C:
	}
	return 0
}

func tafter(ch chan int) int {
	t := time.AfterFunc(time.Second, func() { fmt.Println("late") }) // want "`t` is not stopped where it is no longer needed"
	v := <-ch
	if v == 0 {
		return 0
	}
	t.Stop()
	return v
}

func tafterNever(ch chan int) int {
	t := time.AfterFunc(time.Second, func() { fmt.Println("late") }) // want "`t` is not stopped where it is no longer needed"
	t.Reset(time.Minute)
	return <-ch
}

func terr() error {
	t := time.NewTimer(time.Second) // want "`t` is not stopped where it is no longer needed"
	if err := check(); err != nil {
		return err
	}
	<-t.C
	return nil
}

func tloop(ctx context.Context, ch chan int) {
	for {
		t := time.NewTimer(time.Second) // want "`t` is not stopped where it is no longer needed"
		select {
		case <-ch:
		case <-t.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

func tgood(ctx context.Context) {
	t := time.NewTimer(time.Second)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

func tfires() {
	t := time.NewTimer(time.Second)
	<-t.C
}

func tret() *time.Timer { return time.NewTimer(1) }

func tstop(ctx context.Context) {
	t := time.NewTimer(time.Second)
	select {
	case <-t.C:
	case <-ctx.Done():
		if !t.Stop() {
			<-t.C
		}
	}
}

func fire() { time.AfterFunc(time.Second, func() {}) }
