package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"hash/fnv"
	"math"
	"sort"
	"strconv"
	"strings"
)

// names knows what go/types does not say: which declaration a type parameter belongs to.
type names struct {
	owners map[token.Pos]string
}

func newNames() *names { return &names{owners: map[token.Pos]string{}} }

func (n *names) collect(path string, files []*ast.File) {
	list := func(fields *ast.FieldList, owner string) {
		if fields == nil {
			return
		}
		for _, field := range fields.List {
			for _, name := range field.Names {
				n.owners[name.Pos()] = owner
			}
		}
	}
	for _, file := range files {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if spec, ok := spec.(*ast.TypeSpec); ok {
						list(spec.TypeParams, path+"."+spec.Name.Name)
					}
				}
			case *ast.FuncDecl:
				owner := path + "." + decl.Name.Name
				if decl.Recv != nil && len(decl.Recv.List) == 1 {
					base, params := receiver(decl.Recv.List[0].Type)
					owner = path + "." + base + "." + decl.Name.Name
					for _, param := range params {
						n.owners[param.Pos()] = owner
					}
				}
				list(decl.Type.TypeParams, owner)
			}
		}
	}
}

// receiver takes a receiver's type apart: the name of its base type and the names of its type parameters.
func receiver(expr ast.Expr) (base string, params []*ast.Ident) {
	for {
		switch e := expr.(type) {
		case *ast.StarExpr:
			expr = e.X
		case *ast.ParenExpr:
			expr = e.X
		case *ast.IndexExpr:
			if id, ok := e.Index.(*ast.Ident); ok {
				params = append(params, id)
			}
			expr = e.X
		case *ast.IndexListExpr:
			for _, index := range e.Indices {
				if id, ok := index.(*ast.Ident); ok {
					params = append(params, id)
				}
			}
			expr = e.X
		case *ast.Ident:
			return e.Name, params
		default:
			return "", params
		}
	}
}

// printer spells types so that equal types of either side are equal texts (semantic.md 10).
type printer struct {
	w       *world
	out     strings.Builder
	invalid bool
	depth   int
}

// typeString spells a type; ok is false where go/types itself has an invalid type within.
func (w *world) typeString(t types.Type) (text string, ok bool) {
	p := printer{w: w}
	p.typ(t)
	return p.out.String(), !p.invalid
}

func (p *printer) str(s string) { p.out.WriteString(s) }

func (p *printer) typ(t types.Type) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > 200 {
		p.invalid = true
		return
	}
	switch t := types.Unalias(t).(type) {
	case nil:
		p.invalid = true
	case *types.Basic:
		if t.Kind() == types.Invalid {
			p.invalid = true
			return
		}
		switch t.Kind() {
		case types.Uint8:
			p.str("uint8")
		case types.Int32:
			p.str("int32")
		case types.UnsafePointer:
			p.str("unsafe.Pointer")
		default:
			p.str(t.Name())
		}
	case *types.Named:
		p.object(t.Origin().Obj())
		p.args(t.TypeArgs())
	case *types.Pointer:
		p.str("*")
		p.typ(t.Elem())
	case *types.Slice:
		p.str("[]")
		p.typ(t.Elem())
	case *types.Array:
		if t.Len() < 0 {
			p.invalid = true
		}
		p.str("[" + strconv.FormatInt(t.Len(), 10) + "]")
		p.typ(t.Elem())
	case *types.Map:
		p.str("map[")
		p.typ(t.Key())
		p.str("]")
		p.typ(t.Elem())
	case *types.Chan:
		switch t.Dir() {
		case types.SendOnly:
			p.str("chan<- (")
		case types.RecvOnly:
			p.str("<-chan (")
		default:
			p.str("chan (")
		}
		p.typ(t.Elem())
		p.str(")")
	case *types.Struct:
		p.str("struct{")
		for i := range t.NumFields() {
			if i > 0 {
				p.str("; ")
			}
			field := t.Field(i)
			if field.Embedded() {
				p.str("embed ")
			}
			p.member(field)
			p.str(" ")
			p.typ(field.Type())
			if tag := t.Tag(i); tag != "" {
				p.str(" " + quote(tag))
			}
		}
		p.str("}")
	case *types.Signature:
		p.str("func")
		p.params(t.TypeParams())
		p.signature(t)
	case *types.Tuple:
		p.str("(")
		for i := range t.Len() {
			if i > 0 {
				p.str(", ")
			}
			p.typ(t.At(i).Type())
		}
		p.str(")")
	case *types.Interface:
		p.iface(t)
	case *types.TypeParam:
		owner, ok := p.w.names.owners[t.Obj().Pos()]
		if !ok {
			owner = "?"
		}
		p.str(t.Obj().Name() + "@" + owner)
	case *types.Union:
		p.terms(unionTerms(t))
	default:
		p.str(fmt.Sprintf("%T", t))
	}
}

func (p *printer) object(obj *types.TypeName) {
	if obj.Pkg() == nil {
		p.str(obj.Name())
		return
	}
	p.str(obj.Pkg().Path() + "." + obj.Name())
	if obj.Parent() != obj.Pkg().Scope() {
		p.str("@" + strconv.Itoa(p.w.offset(obj.Pos())))
	}
}

// member spells the name of a field or method: unexported ones belong to their package.
func (p *printer) member(obj types.Object) { p.str(memberName(obj)) }

func memberName(obj types.Object) string {
	if !obj.Exported() && obj.Pkg() != nil {
		return obj.Pkg().Path() + "." + obj.Name()
	}
	return obj.Name()
}

func (p *printer) args(args *types.TypeList) {
	if args.Len() == 0 {
		return
	}
	p.str("[")
	for i := range args.Len() {
		if i > 0 {
			p.str(", ")
		}
		p.typ(args.At(i))
	}
	p.str("]")
}

func (p *printer) params(params *types.TypeParamList) {
	if params.Len() == 0 {
		return
	}
	p.str("[")
	for i := range params.Len() {
		if i > 0 {
			p.str(", ")
		}
		p.typ(params.At(i))
		p.str(" ")
		p.typ(params.At(i).Constraint())
	}
	p.str("]")
}

func (p *printer) signature(sig *types.Signature) {
	p.str("(")
	for i := range sig.Params().Len() {
		if i > 0 {
			p.str(", ")
		}
		t := sig.Params().At(i).Type()
		if sig.Variadic() && i == sig.Params().Len()-1 {
			p.str("...")
			if slice, ok := types.Unalias(t).(*types.Slice); ok {
				t = slice.Elem()
			}
		}
		p.typ(t)
	}
	p.str(")")
	if n := sig.Results().Len(); n > 0 {
		p.str(" (")
		for i := range n {
			if i > 0 {
				p.str(", ")
			}
			p.typ(sig.Results().At(i).Type())
		}
		p.str(")")
	}
}

// iface spells an interface by its type set: all methods sorted, then the terms.
func (p *printer) iface(t *types.Interface) {
	p.str("interface{")
	var methods []*types.Func
	for i := range t.NumMethods() {
		methods = append(methods, t.Method(i))
	}
	sort.SliceStable(methods, func(i, j int) bool { return memberName(methods[i]) < memberName(methods[j]) })
	first := true
	item := func() {
		if !first {
			p.str("; ")
		}
		first = false
	}
	for _, method := range methods {
		item()
		p.member(method)
		p.signature(method.Type().(*types.Signature))
	}
	terms := interfaceTerms(t, 0)
	if terms != nil {
		item()
		p.terms(*terms)
	} else if t.IsComparable() {
		item()
		p.str("comparable")
	}
	p.str("}")
}

type term struct {
	tilde bool
	typ   types.Type
}

// terms spells the terms of a type set, sorted.
func (p *printer) terms(list []term) {
	var texts []string
	for _, term := range list {
		inner := printer{w: p.w, depth: p.depth}
		inner.typ(term.typ)
		p.invalid = p.invalid || inner.invalid
		text := inner.out.String()
		if term.tilde {
			text = "~" + text
		}
		texts = append(texts, text)
	}
	sort.Strings(texts)
	if len(texts) == 0 {
		p.str("no types")
	}
	last := ""
	for i, text := range texts {
		if text == last {
			continue
		}
		if i > 0 {
			p.str(" | ")
		}
		p.str(text)
		last = text
	}
}

// unionTerms flattens a union; interfaces among its terms contribute their own terms.
func unionTerms(u *types.Union) []term {
	var list []term
	for i := range u.Len() {
		list = append(list, term{u.Term(i).Tilde(), u.Term(i).Type()})
	}
	return list
}

// interfaceTerms computes the specific types of an interface (Go specification, Interface types): nil means all types.
func interfaceTerms(t *types.Interface, depth int) *[]term {
	if depth > 20 {
		return nil
	}
	var all *[]term
	for i := range t.NumEmbeddeds() {
		one := embeddedTerms(t.EmbeddedType(i), depth+1)
		if one == nil {
			continue
		}
		if all == nil {
			all = one
			continue
		}
		var both []term
		for _, x := range *all {
			for _, y := range *one {
				if common, ok := intersect(x, y); ok {
					both = append(both, common)
				}
			}
		}
		all = &both
	}
	return all
}

func embeddedTerms(t types.Type, depth int) *[]term {
	if iface, ok := t.Underlying().(*types.Interface); ok {
		return interfaceTerms(iface, depth)
	}
	if union, ok := types.Unalias(t).(*types.Union); ok {
		list := []term{}
		for _, one := range unionTerms(union) {
			if iface, ok := one.typ.Underlying().(*types.Interface); ok {
				inner := interfaceTerms(iface, depth)
				if inner == nil {
					return nil
				}
				list = append(list, *inner...)
				continue
			}
			list = append(list, one)
		}
		return &list
	}
	return &[]term{{false, t}}
}

func intersect(x, y term) (term, bool) {
	switch {
	case x.tilde && y.tilde:
		return x, types.Identical(x.typ.Underlying(), y.typ.Underlying())
	case x.tilde:
		return y, types.Identical(x.typ.Underlying(), y.typ.Underlying())
	case y.tilde:
		return x, types.Identical(x.typ.Underlying(), y.typ.Underlying())
	}
	return x, types.Identical(x.typ, y.typ)
}

// quote spells a text in printable ASCII without question marks (which mean unknown on the other side).
func quote(s string) string {
	var out strings.Builder
	out.WriteByte('"')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == '"' || c == '\\' || c == '?' {
			fmt.Fprintf(&out, "\\x%02x", c)
		} else {
			out.WriteByte(c)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// constString spells a constant by its type: integers in decimal, floats by the bits of the nearest float64, long texts by
// length and FNV-1a hash.
func constString(t types.Type, value constant.Value) string {
	if value.Kind() == constant.Unknown {
		return ""
	}
	basic, _ := t.Underlying().(*types.Basic)
	if basic == nil {
		return value.ExactString()
	}
	info := basic.Info()
	switch {
	case info&types.IsBoolean != 0:
		return value.String()
	case info&types.IsString != 0:
		text := constant.StringVal(value)
		if len(text) > 100 {
			hash := fnv.New64a()
			hash.Write([]byte(text))
			return fmt.Sprintf("%d#%016x", len(text), hash.Sum64())
		}
		return quote(text)
	case info&types.IsInteger != 0:
		return constant.ToInt(value).ExactString()
	case info&types.IsFloat != 0:
		return floatString(value)
	case info&types.IsComplex != 0:
		return floatString(constant.Real(value)) + "+" + floatString(constant.Imag(value)) + "i"
	}
	return value.ExactString()
}

func floatString(value constant.Value) string {
	f, _ := constant.Float64Val(constant.ToFloat(value))
	if f == 0 {
		f = 0 // no negative zero
	}
	return fmt.Sprintf("%016x", math.Float64bits(f))
}
