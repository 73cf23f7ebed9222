// Prints, for every function of the Go files named on standard input (one path a line), each statement in the control
// flow graph that golang.org/x/tools/go/cfg builds, and whether it can be reached:
//
//	file <path>
//	func <offset of the body's brace>
//	<start> <end> <0|1>
//
// A call of panic, os.Exit, log.Fatal or runtime.Goexit that is a statement of its own does not return.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"

	"golang.org/x/tools/go/cfg"
)

func mayReturn(call *ast.CallExpr) bool {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name != "panic"
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok {
			switch x.Name + "." + fun.Sel.Name {
			case "os.Exit", "log.Fatal", "runtime.Goexit":
				return false
			}
		}
	}
	return true
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, in.Text(), nil, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		fmt.Fprintln(out, "file", in.Text())
		offset := func(pos token.Pos) int { return fset.PositionFor(pos, false).Offset }
		ast.Inspect(file, func(n ast.Node) bool {
			var body *ast.BlockStmt
			switch n := n.(type) {
			case *ast.FuncDecl:
				body = n.Body
			case *ast.FuncLit:
				body = n.Body
			}
			if body == nil {
				return true
			}
			fmt.Fprintln(out, "func", offset(body.Lbrace))
			for _, block := range cfg.New(body, mayReturn).Blocks {
				for _, node := range block.Nodes {
					stmt, ok := node.(ast.Stmt)
					if !ok {
						continue
					}
					if _, ok := node.(*ast.EmptyStmt); ok {
						continue
					}
					// The graph adds a return at the closing brace.
					if ret, ok := node.(*ast.ReturnStmt); ok && ret.Return == body.Rbrace {
						continue
					}
					live := 0
					if block.Live {
						live = 1
					}
					fmt.Fprintln(out, offset(stmt.Pos()), offset(stmt.End()), live)
				}
			}
			return true
		})
	}
}
