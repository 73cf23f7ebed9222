package fixture

// The type of the field comes from a package that this file does not import.
func (p *pool) runAll(jobs []func()) {
	for _, job := range jobs {
		go func() {
			p.group.Add(1) // want "may return first"
			defer p.group.Done()
			job()
		}()
	}
	p.group.Wait()
}
