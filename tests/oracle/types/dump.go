package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// fileDump is what is known about one file: its lines, sorted.
type fileDump struct {
	Path  string
	Lines []line
}

// line is one fact: a place, a kind, and the rest as JSON without its opening brace.
type line struct {
	Start, End int
	Kind       string
	Rest       string
}

func (l *line) write(out *bufio.Writer) {
	out.WriteString(`{"start":`)
	out.WriteString(strconv.Itoa(l.Start))
	out.WriteString(`,"end":`)
	out.WriteString(strconv.Itoa(l.End))
	out.WriteString(`,"kind":"`)
	out.WriteString(l.Kind)
	out.WriteString(`",`)
	out.WriteString(l.Rest)
	out.WriteString("\n")
}

func (d *fileDump) write(out *bufio.Writer) {
	out.WriteString(`{"file":`)
	out.WriteString(jsonString(d.Path))
	out.WriteString("}\n")
	for i := range d.Lines {
		d.Lines[i].write(out)
	}
}

func jsonString(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			plain = false
			break
		}
	}
	if plain {
		return `"` + s + `"`
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.Encode(s)
	return strings.TrimSuffix(out.String(), "\n")
}

func (w *world) offset(pos token.Pos) int {
	file := w.fset.File(pos)
	if file == nil {
		return -1
	}
	return file.Offset(pos)
}

// exprKind is the name of a node's kind in our tree.
func exprKind(expr ast.Expr) string {
	switch expr.(type) {
	case *ast.Ident:
		return "Ident"
	case *ast.BasicLit:
		return "Lit"
	case *ast.CompositeLit:
		return "CompositeLit"
	case *ast.FuncLit:
		return "FuncLit"
	case *ast.ParenExpr:
		return "Paren"
	case *ast.SelectorExpr:
		return "Selector"
	case *ast.IndexExpr, *ast.IndexListExpr:
		return "Index"
	case *ast.SliceExpr:
		return "Slice"
	case *ast.TypeAssertExpr:
		return "TypeAssert"
	case *ast.CallExpr:
		return "Call"
	case *ast.StarExpr:
		return "Star"
	case *ast.UnaryExpr:
		return "Unary"
	case *ast.BinaryExpr:
		return "Binary"
	case *ast.KeyValueExpr:
		return "KeyValue"
	case *ast.ArrayType:
		return "ArrayType"
	case *ast.StructType:
		return "StructType"
	case *ast.FuncType:
		return "FuncType"
	case *ast.InterfaceType:
		return "InterfaceType"
	case *ast.MapType:
		return "MapType"
	case *ast.ChanType:
		return "ChanType"
	case *ast.Ellipsis:
		return "Ellipsis"
	}
	return "Bad"
}

func mode(tv types.TypeAndValue) string {
	switch {
	case tv.IsVoid():
		return "void"
	case tv.IsType():
		return "type"
	case tv.IsBuiltin():
		return "builtin"
	case tv.IsNil():
		return "nil"
	case tv.Value != nil:
		return "const"
	case tv.Addressable():
		return "var"
	case tv.Assignable():
		return "mapindex"
	case tv.HasOk():
		return "commaok"
	}
	return "value"
}

// repeated gives the ranges of constant specs whose expressions are evaluated again by the specs that follow.
func repeated(file *ast.File) (spans [][2]token.Pos) {
	ast.Inspect(file, func(node ast.Node) bool {
		decl, ok := node.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST {
			return true
		}
		var last *ast.ValueSpec
		marked := false
		for _, spec := range decl.Specs {
			spec := spec.(*ast.ValueSpec)
			if spec.Type != nil || len(spec.Values) > 0 {
				last, marked = spec, false
			} else if last != nil && !marked {
				spans = append(spans, [2]token.Pos{last.Pos(), last.End()})
				marked = true
			}
		}
		return true
	})
	return spans
}

// dump writes down all that go/types found in one file.
func (w *world) dump(e *entry, pkg *types.Package, file *ast.File, info *types.Info) *fileDump {
	d := &fileDump{Path: w.fset.File(file.FileStart).Name()}
	shared := repeated(file)
	inShared := func(pos token.Pos) bool {
		for _, span := range shared {
			if span[0] <= pos && pos < span[1] {
				return true
			}
		}
		return false
	}
	add := func(node ast.Node, kind, rest string) {
		d.Lines = append(d.Lines, line{w.offset(node.Pos()), w.offset(node.End()), kind, rest})
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if id, ok := node.(*ast.Ident); ok {
			if obj := info.Defs[id]; obj != nil {
				if text, ok := w.typeString(obj.Type()); ok || isPackage(obj) {
					if isPackage(obj) {
						text = ""
					}
					add(id, "def", `"object":`+jsonString(objectKind(obj))+`,"type":`+jsonString(text)+`}`)
				}
			}
			if obj := info.Uses[id]; obj != nil {
				add(id, "use", `"object":`+jsonString(w.objectString(pkg, obj))+`}`)
			}
			if inst, ok := info.Instances[id]; ok {
				ok := true
				var args []string
				for i := range inst.TypeArgs.Len() {
					text, valid := w.typeString(inst.TypeArgs.At(i))
					args = append(args, text)
					ok = ok && valid
				}
				text, valid := w.typeString(inst.Type)
				if ok && valid {
					add(id, "instance", `"args":`+jsonString(strings.Join(args, ", "))+`,"type":`+jsonString(text)+`}`)
				}
			}
		}
		if sel, ok := node.(*ast.SelectorExpr); ok {
			if s := info.Selections[sel]; s != nil {
				kind := "field"
				path := s.Index()
				switch s.Kind() {
				case types.MethodVal:
					kind = "method"
					path = path[:len(path)-1] // the order of methods is nobody's business
				case types.MethodExpr:
					kind = "expr"
					path = path[:len(path)-1]
				}
				add(sel, "selection", fmt.Sprintf(`"selection":"%s","path":"%s","indirect":%v}`, kind, intList(path), s.Indirect()))
			}
		}
		if expr, ok := node.(ast.Expr); ok {
			if tv, ok := info.Types[expr]; ok {
				m := mode(tv)
				var rest strings.Builder
				rest.WriteString(`"mode":"`)
				if m == "builtin" || m == "void" {
					rest.WriteString(m + `"}`)
					add(expr, exprKind(expr), rest.String())
					return true
				}
				text, ok := w.typeString(tv.Type)
				if !ok {
					rest.WriteString(`invalid"}`)
					add(expr, exprKind(expr), rest.String())
					return true
				}
				rest.WriteString(m + `","type":`)
				rest.WriteString(jsonString(text))
				if m == "const" {
					rest.WriteString(`,"const":`)
					if inShared(expr.Pos()) {
						rest.WriteString(`"*"`)
					} else {
						rest.WriteString(jsonString(constString(tv.Type, tv.Value)))
					}
				}
				rest.WriteString("}")
				add(expr, exprKind(expr), rest.String())
			}
		}
		return true
	})
	d.sort()
	return d
}

func (d *fileDump) sort() {
	sort.SliceStable(d.Lines, func(i, j int) bool { return d.Lines[i].less(&d.Lines[j]) })
}

func (l *line) less(m *line) bool {
	if l.Start != m.Start {
		return l.Start < m.Start
	}
	if l.End != m.End {
		return l.End < m.End
	}
	return l.Kind < m.Kind
}

func intList(list []int) string {
	var texts []string
	for _, n := range list {
		texts = append(texts, strconv.Itoa(n))
	}
	return strings.Join(texts, ".")
}

func isPackage(obj types.Object) bool {
	_, ok := obj.(*types.PkgName)
	return ok
}

func objectKind(obj types.Object) string {
	switch obj := obj.(type) {
	case *types.PkgName:
		return "package"
	case *types.Const:
		return "const"
	case *types.TypeName:
		return "type"
	case *types.Var:
		if obj.IsField() {
			return "field"
		}
		return "var"
	case *types.Func:
		return "func"
	case *types.Label:
		return "label"
	case *types.Builtin:
		return "builtin"
	case *types.Nil:
		return "nil"
	}
	return "other"
}

// objectString names what an identifier refers to: by name where the name is unique, else by the place of its declaration.
func (w *world) objectString(from *types.Package, obj types.Object) string {
	name := obj.Name()
	switch obj := obj.(type) {
	case *types.PkgName:
		return "package " + obj.Imported().Path()
	case *types.Builtin, *types.Nil:
		if obj.Pkg() != nil {
			return obj.Pkg().Path() + "." + name
		}
		return "universe " + name
	case *types.Func:
		if recv := obj.Type().(*types.Signature).Recv(); recv != nil {
			t := types.Unalias(recv.Type())
			if ptr, ok := t.(*types.Pointer); ok {
				t = types.Unalias(ptr.Elem())
			}
			if named, ok := t.(*types.Named); ok {
				tn := named.Origin().Obj()
				if tn.Pkg() == nil {
					return "universe " + tn.Name() + "." + name
				}
				return "method " + w.typeName(tn) + "." + name
			}
			return "method " + memberName(obj)
		}
	case *types.Var:
		if obj.IsField() {
			if obj.Pkg() == from {
				return "field " + memberName(obj) + w.place(obj)
			}
			return "field " + memberName(obj)
		}
	}
	if obj.Pkg() == nil {
		return "universe " + name
	}
	if obj.Parent() == obj.Pkg().Scope() {
		return obj.Pkg().Path() + "." + name
	}
	return objectKind(obj) + " " + name + w.place(obj)
}

func (w *world) typeName(obj *types.TypeName) string {
	p := printer{w: w}
	p.object(obj)
	return p.out.String()
}

func (w *world) place(obj types.Object) string {
	file := w.fset.File(obj.Pos())
	if file == nil {
		return ""
	}
	return "@" + filepath.Base(file.Name()) + ":" + strconv.Itoa(file.Offset(obj.Pos()))
}
