package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
)

// prices asks the price service, and remembers what it said.
type prices struct {
	base string
	mu   sync.Mutex
	seen map[string]int
}

func (p *prices) total(items []item) (int, error) {
	var wg sync.WaitGroup
	costs := make([]int, len(items))
	errs := make([]error, len(items))
	for i, it := range items {
		go func() {
			wg.Add(1)
			defer wg.Done()
			var price int
			price, errs[i] = p.price(it.SKU)
			costs[i] = price * it.Count
		}()
	}
	wg.Wait()
	sum := 0
	for i, cost := range costs {
		if errs[i] != nil {
			return 0, errs[i]
		}
		sum += cost
	}
	return sum, nil
}

func (p *prices) price(sku string) (int, error) {
	p.mu.Lock()
	known, ok := p.seen[sku]
	p.mu.Unlock()
	if ok {
		return known, nil
	}
	resp, err := http.Get(p.base + "/price?sku=" + sku)
	if err != nil {
		return 0, err
	}
	if resp.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("the price service says %s", resp.Status)
	}
	defer resp.Body.Close()
	var answer struct{ Price int }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return 0, err
	}
	p.remember(sku, answer.Price)
	return answer.Price, nil
}

func (p prices) remember(sku string, price int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil {
		p.seen = make(map[string]int)
	}
	p.seen[sku] = price
}
