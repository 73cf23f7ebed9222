package cnc

import (
	"bufio"
	"fmt"
	"os"
	"sync"
)

func noClose() {
	ch := make(chan int)
	go func() {
		for i := 0; i < 3; i++ {
			ch <- i
		}
	}()
	for v := range ch { // want "this loop never ends: nobody closes `ch`"
		fmt.Println(v)
	}
}

func bufferedNoClose() {
	ch := make(chan int, 3)
	ch <- 1
	ch <- 2
	for v := range ch { // want "this loop never ends: nobody closes `ch`"
		fmt.Println(v)
	}
}

func worker(jobs <-chan int, wg *sync.WaitGroup) {
	defer wg.Done()
	for j := range jobs {
		fmt.Println(j)
	}
}

func poolNoClose() {
	jobs := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go worker(jobs, &wg) // want "this loop never ends: nobody closes `jobs`"
	}
	for i := 0; i < 10; i++ {
		jobs <- i
	}
	wg.Wait()
}

func poolLiteral() {
	jobs := make(chan int, 10)
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range jobs { // want "this loop never ends: nobody closes `jobs`"
				fmt.Println(j)
			}
		}()
	}
	for i := range 10 {
		jobs <- i
	}
	wg.Wait()
}

func consumerLeaks() {
	ch := make(chan int)
	go func() {
		for v := range ch { // want "this loop never ends: nobody closes `ch`"
			fmt.Println(v)
		}
	}()
	ch <- 1
	ch <- 2
}

func waitThenRange(n int) {
	results := make(chan int, n)
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			results <- i
		}()
	}
	wg.Wait()
	for r := range results { // want "this loop never ends: nobody closes `results`"
		fmt.Println(r)
	}
}

func gen(n int) <-chan int {
	ch := make(chan int) // want "loops over `ch` never end: nobody closes it"
	go func() {
		for i := 0; i < n; i++ {
			ch <- i
		}
	}()
	return ch
}

func useGen() {
	for v := range gen(3) {
		fmt.Println(v)
	}
}

func lines(path string) <-chan string {
	out := make(chan string) // want "loops over `out` hang: the sender may end without closing it"
	go func() {
		f, err := os.Open(path)
		if err != nil {
			return
		}
		defer f.Close()
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			out <- sc.Text()
		}
		close(out)
	}()
	return out
}

func sq(in <-chan int) <-chan int {
	out := make(chan int) // want "loops over `out` never end: nobody closes it"
	go func() {
		for v := range in {
			out <- v * v
		}
	}()
	return out
}

func useSq() {
	in := make(chan int)
	go func() {
		defer close(in)
		in <- 1
	}()
	for v := range sq(in) {
		fmt.Println(v)
	}
}

func produce(ch chan<- int) {
	for i := 0; i < 3; i++ {
		ch <- i
	}
}

func namedProducer() {
	ch := make(chan int)
	go produce(ch)
	for v := range ch { // want "this loop never ends: nobody closes `ch`"
		fmt.Println(v)
	}
}

func literalParam() {
	ch := make(chan int)
	go func(c chan<- int) {
		c <- 1
	}(ch)
	for v := range ch { // want "this loop never ends: nobody closes `ch`"
		fmt.Println(v)
	}
}

func condClose(ok bool) {
	ch := make(chan int)
	go func() {
		ch <- 1
		if ok {
			close(ch)
		}
	}()
	for v := range ch { // want "this loop may never end: the sender may end without closing"
		fmt.Println(v)
	}
}

func viaVar() {
	c := genVar(4)
	for v := range c {
		fmt.Println(v)
	}
}

func genVar(n int) chan int {
	ch := make(chan int) // want "loops over `ch` never end: nobody closes it"
	go func() {
		for i := range n {
			ch <- i
		}
	}()
	return ch
}

// Look-alikes.

func good() {
	ch := make(chan int)
	go func() {
		defer close(ch)
		ch <- 1
	}()
	for v := range ch {
		fmt.Println(v)
	}
}

func coordinator(n int) {
	results := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			results <- i
		}()
	}
	go func() {
		wg.Wait()
		close(results)
	}()
	for r := range results {
		fmt.Println(r)
	}
}

func breaks() {
	ch := make(chan int)
	go func() {
		ch <- 1
	}()
	for v := range ch {
		fmt.Println(v)
		break
	}
}

func endless() <-chan int {
	ch := make(chan int)
	go func() {
		for i := 0; ; i++ {
			ch <- i
		}
	}()
	return ch
}

func once() <-chan int {
	ch := make(chan int, 1)
	go func() { ch <- 1 }()
	return ch
}

func useOnce() { fmt.Println(<-once()) }

func closesNamed() {
	ch := make(chan int)
	go closing(ch)
	for v := range ch {
		fmt.Println(v)
	}
}

func closing(ch chan<- int) {
	defer close(ch)
	ch <- 1
}

func earlier(jobs []int) {
	work := make(chan int)
	if len(jobs) == 0 {
		return
	}
	go func() {
		for job := range work {
			fmt.Println(job)
		}
	}()
	for _, job := range jobs {
		work <- job
	}
	close(work)
}

func earlierReturn(jobs []int) error {
	work := make(chan int)
	go func() {
		for job := range work { // want "this loop may never end: the sender may end without closing"
			fmt.Println(job)
		}
	}()
	for _, job := range jobs {
		if job < 0 {
			return fmt.Errorf("bad job %d", job)
		}
		work <- job
	}
	close(work)
	return nil
}

func rotations(stop <-chan struct{}, tick <-chan int) <-chan int {
	keys := make(chan int)
	go func() {
		for {
			select {
			case key := <-tick:
				keys <- key
			case <-stop:
				return
			}
		}
	}()
	return keys
}

func closedEarlier(records []int, workers *sync.WaitGroup) (found []int) {
	work := make(chan int, 3)
	go func() {
		defer workers.Done()
		for record := range work {
			fmt.Println(record)
		}
	}()
	for _, record := range records {
		if record < 0 && len(found) == 0 {
			close(work)
			found = append(found, record)
			continue
		}
		if len(found) == 0 {
			work <- record
		}
	}
	if len(found) == 0 {
		close(work)
	}
	return found
}
