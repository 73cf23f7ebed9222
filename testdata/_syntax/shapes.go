// Shapes that the grammar reads otherwise or not at all.
package odd
var ( x int )
const ( A = 1 )
const ( B = 1; C = 2 )
var (y int)
type ( T int )
func f() {
	if ; x == 1 { }
	switch ; { }
	switch ; x { }
	L: M: }
func g() {
	const ( A = 1 )
	/* a
	*/ h() /* 
	*/ h()
	x.new(1)
	_ = new(3)
	_ = new([]int{1})
	_ = make (T, 3)
	_ = new (1 + 2)
	var c chan <- chan int
	var d chan <-chan <- chan int
	_ = <-chan int(x)
	_ = *T(x)
	_ = *T[int](x)
	_ = **T{}.x
	_ = *[]int{1}[1:]
	new := 3
	make := new
	new(1, 2, 3)
	make(x...)
	new()
	func() { return }()
	go func() {}()
}
type I interface { ~int | ~string; *T; m(); }
type A[P *T,] int
type A[P *T] int
type A[P interface{*T}] int
type A[P T|Q] int
type A[N + 1] int
type A[N] int
func h(a, b int, c string, _ ...int) (x, y int, err error)
func h(a, b, c)
func h(T, *U, ...V) (T)
func h(a, b []int)
