package fixture

import (
	"fmt"
	"sync"
)

func each(mus []*sync.Mutex) {
	for _, mu := range mus {
		mu.Lock()
		defer mu.Unlock() // want "deferred in a loop"
		fmt.Println("held")
	}
}
