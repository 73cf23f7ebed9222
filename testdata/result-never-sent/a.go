package a

import (
	"context"
	"log"
)

func load(read func() (string, error)) string {
	result := make(chan string)
	go func() {
		text, err := read()
		if err != nil {
			log.Print(err)
			return
		}
		result <- text
	}()
	return <-result // want "this receive hangs"
}

func buffered(read func() (string, error)) string {
	result := make(chan string, 1)
	go func() {
		if text, err := read(); err == nil {
			result <- text
		}
	}()
	return <-result // want "this receive hangs"
}

func twoWays(read func() int) int {
	ch := make(chan int)
	go func() {
		switch v := read(); {
		case v > 0:
			ch <- v
		case v < 0:
			ch <- -v
		}
	}()
	v := <-ch // want "this receive hangs"
	return v
}

// What looks alike.

func closes(read func() (string, error)) string {
	result := make(chan string)
	go func() {
		defer close(result)
		text, err := read()
		if err != nil {
			return
		}
		result <- text
	}()
	return <-result
}

func closesInLiteral(read func() (string, error)) string {
	result := make(chan string)
	go func() {
		defer func() { close(result) }()
		text, err := read()
		if err != nil {
			return
		}
		result <- text
	}()
	return <-result
}

func everyPath(read func() (string, error)) string {
	result := make(chan string)
	go func() {
		text, err := read()
		if err != nil {
			result <- ""
			return
		}
		result <- text
	}()
	return <-result
}

func wayOut(ctx context.Context, read func() (string, error)) string {
	result := make(chan string, 1)
	go func() {
		text, err := read()
		if err != nil {
			return
		}
		result <- text
	}()
	select {
	case text := <-result:
		return text
	case <-ctx.Done():
		return ""
	}
}

func several(reads []func() (string, error)) string {
	result := make(chan string, len(reads))
	for _, read := range reads {
		go func() {
			if text, err := read(); err == nil {
				result <- text
			}
		}()
	}
	return <-result
}

func panics(read func() (string, error)) string {
	result := make(chan string)
	go func() {
		text, err := read()
		if err != nil {
			panic(err)
		}
		result <- text
	}()
	return <-result
}

func forEver(read func() (int, bool)) int {
	ch := make(chan int)
	go func() {
		for {
			if v, ok := read(); ok {
				ch <- v
			}
		}
	}()
	return <-ch
}

func sameCondition(async bool, read func() int) int {
	ch := make(chan int)
	go func() {
		if !async {
			return
		}
		ch <- read()
	}()
	if async {
		return <-ch
	}
	return 0
}

func escapes(give func(chan int), read func() (int, error)) int {
	ch := make(chan int)
	give(ch)
	go func() {
		v, err := read()
		if err != nil {
			return
		}
		ch <- v
	}()
	return <-ch
}
