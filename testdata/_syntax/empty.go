// Empty statements where the grammar wants other semicolons.
package odd

func f() {
	{
		;
		return
	}
	if true {
		; return
	}
	;;; g()
	switch { case true: ; g() }
	L: ; g()
	for ;; { ; }
	var x struct { a int; }
}
