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

func comments() {
	_ = T{ // nothing
	}
	_ = f( /* nothing */ )
	x.f( // here
		a, /* and */ b, // there
	)
	return /* c */
	return /* c */ 1 /* d */, 2
	( /* c */ x /* d */)()
	x /* c */ .y /* d */ ()
	a /* c */ + /* d */ b /* e */ ++
	- /* c */ x /* d */ = /* e */ y
	for /* c */ range /* d */ x /* e */ {
	}
	for i /* c */ := /* d */ range x {
	}
	for /* c */ {
	}
	for /* c */ x /* d */ {
	}
	if /* c */ x /* d */ {
	} /* e */ else /* f */ if y { /* g */
	} /* h */ else /* i */ {
	}
	switch /* c */ {
	case /* d */ 1 /* e */ : // f
	case 1, /* d */ 2 /* : */ : // f
		/* g */
		f() /* h */
		/* i */
	default /* : */ : /* j */
	}
	go /* c */ f()
	_ = map /* c */ [ /* d */ K] /* e */ V{ /* f */ k /* g */ : /* h */ {1}, /* i */ }
	_ = [ /* c */ ... /* d */] /* e */ int{}
	_ = func( /* c */ a /* d */, b /* e */ int /* f */, /* g */) /* h */ (r /* i */ T) /* j */ {}
	_ = a[ /* c */ b /* d */]
	_ = a[ /* c */ : /* d */ b /* e */ : c]
	_ = a. /* c */ ( /* d */ type1 /* e */)
	_ = * /* c */ p
	_ = [] /* c */ int{}
	_ = (* /* c */ T)(x)
	_ = chan /* c */ <- /* d */ int(x)
	x /* c */ ++
	/* c */ defer /* d */ f()
	;
	/* c */ ; /* d */
	;
}
