package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"strconv"
)

// dump writes the nodes of a file in the order of ast.Inspect, one a line: depth, kind, start, end, detail.
// Comments and the file itself are left out.
func dump(file *ast.File, base int) ([]byte, int) {
	out := make([]byte, 0, 1<<16)
	nodes := 0
	depth := -1
	ast.Inspect(file, func(node ast.Node) bool {
		switch node.(type) {
		case nil:
			depth--
			return true
		case *ast.File:
			depth = 0
			return true
		case *ast.CommentGroup, *ast.Comment:
			return false
		}
		kind, detail := describe(node)
		out = strconv.AppendInt(out, int64(depth), 10)
		out = append(out, ' ')
		out = append(out, kind...)
		out = append(out, ' ')
		out = strconv.AppendInt(out, int64(int(node.Pos())-base), 10)
		out = append(out, ' ')
		out = strconv.AppendInt(out, int64(int(node.End())-base), 10)
		if detail != "" {
			out = append(out, ' ')
			out = append(out, detail...)
		}
		out = append(out, '\n')
		nodes++
		depth++
		return true
	})
	return out, nodes
}

// describe gives the kind of a node and what tells it from others of its kind.
func describe(node ast.Node) (kind, detail string) {
	switch n := node.(type) {
	case *ast.Ident:
		return "Ident", n.Name
	case *ast.BasicLit:
		return "BasicLit", n.Kind.String()
	case *ast.IndexListExpr:
		return "IndexExpr", ""
	case *ast.SliceExpr:
		if n.Slice3 {
			detail = "3"
		}
		for _, bound := range []struct {
			x    ast.Expr
			name string
		}{{n.Low, "l"}, {n.High, "h"}, {n.Max, "m"}} {
			if bound.x != nil {
				detail += bound.name
			}
		}
		if detail == "" || detail == "3" {
			detail += "-"
		}
		return "SliceExpr", detail
	case *ast.TypeAssertExpr:
		return "TypeAssertExpr", when(n.Type == nil, "type")
	case *ast.CallExpr:
		return "CallExpr", when(n.Ellipsis.IsValid(), "...")
	case *ast.UnaryExpr:
		return "UnaryExpr", n.Op.String()
	case *ast.BinaryExpr:
		return "BinaryExpr", n.Op.String()
	case *ast.ArrayType:
		return "ArrayType", when(n.Len != nil, "len")
	case *ast.ChanType:
		switch n.Dir {
		case ast.SEND:
			detail = "send"
		case ast.RECV:
			detail = "recv"
		}
		return "ChanType", detail
	case *ast.EmptyStmt:
		return "EmptyStmt", when(n.Implicit, "implicit")
	case *ast.IncDecStmt:
		return "IncDecStmt", n.Tok.String()
	case *ast.AssignStmt:
		return "AssignStmt", n.Tok.String()
	case *ast.BranchStmt:
		return "BranchStmt", n.Tok.String()
	case *ast.IfStmt:
		return "IfStmt", when(n.Init != nil, "i") + when(n.Else != nil, "x")
	case *ast.SwitchStmt:
		return "SwitchStmt", when(n.Init != nil, "i") + when(n.Tag != nil, "x")
	case *ast.TypeSwitchStmt:
		return "TypeSwitchStmt", when(n.Init != nil, "i")
	case *ast.CaseClause:
		return "CaseClause", when(n.List == nil, "default")
	case *ast.CommClause:
		return "CommClause", when(n.Comm == nil, "default")
	case *ast.ForStmt:
		return "ForStmt", when(n.Init != nil, "i") + when(n.Cond != nil, "c") + when(n.Post != nil, "p")
	case *ast.RangeStmt:
		if n.Tok == token.ILLEGAL {
			return "RangeStmt", ""
		}
		return "RangeStmt", n.Tok.String() + " " + when(n.Key != nil, "k") + when(n.Value != nil, "v")
	case *ast.GenDecl:
		return "GenDecl", n.Tok.String() + when(n.Lparen.IsValid(), "(")
	case *ast.TypeSpec:
		return "TypeSpec", when(n.Assign.IsValid(), "=")
	}
	name := reflect.TypeOf(node).String()
	if len(name) < 6 || name[:5] != "*ast." {
		panic(fmt.Sprintf("a node of type %s", name))
	}
	return name[5:], ""
}

func when(is bool, text string) string {
	if is {
		return text
	}
	return ""
}
