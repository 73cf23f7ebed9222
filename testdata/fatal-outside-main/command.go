package main

import "log"

func main() {
	check(nil)
	go func() {
		log.Fatal("x") // want "`log.Fatal` takes the decision"
	}()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
