// Blocks after headers that end in what looks like the type of a literal.
package odd

func f() {
	for _, x := range a.b {
		x.reset()
	}
	{
		g()
	}
	if !a.b {
		c()
	}
	{
	}
	if a && b == c.d[e] {
		c()
	}

	{
	}
	for i := 0; i < n; i += a.step {
		x()
	}
	{
	}
	if a := b; a {
	} // comment
	{
	}
	for range ch {}
	{
	}
	switch x {}
	{}
	for x {
		if y {
			z()
		}
		{
		}
	}
	{
		a()
	}
	if x := (T{}); x == y {
		if func() bool { return T{} == T{} }() {
		}
		{
		}
	}
	{
	}
	if (x) == y {
	}
	{
	}
	if x == [2]int{} {
	}
	if f(T{}) && a[T{1}] == (T{2}) {
	}
	{
	}
	if v, ok := x.(T); ok {
	}
	{
	}
	for k := range m {
		k = T{}
	}
	{}
	switch a.b {
	}
	{
		switch t := x.(type) {
		}
		{}
	}
}
