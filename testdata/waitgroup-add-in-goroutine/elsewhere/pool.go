package fixture

import "sync"

type pool struct {
	group sync.WaitGroup
}
