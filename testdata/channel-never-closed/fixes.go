package fixes

func sum(numbers []int) int {
	values := make(chan int)
	go func() {
		for _, n := range numbers {
			values <- n
		}
	}()
	total := 0
	for n := range values { // want "this loop never ends: nobody closes `values`"
		total += n
	}
	return total
}

func squares(n int) <-chan int {
	out := make(chan int) // want "loops over `out` never end: nobody closes it"
	go func() {
		for i := 0; i < n; i++ {
			out <- i * i
		}
	}()
	return out
}

func printAll() {
	for n := range squares(3) {
		println(n)
	}
}
