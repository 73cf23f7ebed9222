// The other side of tests/constants.rs: evaluates small programs in reverse Polish notation with go/constant.
// Each line of standard input is one program, its instructions separated by tabs; each line of standard output the value
// left on the stack, as in Constant::exact_string.
package main

import (
	"bufio"
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"os"
	"strconv"
	"strings"
)

var binary = map[string]token.Token{
	"+": token.ADD, "-": token.SUB, "*": token.MUL, "/": token.QUO, "div": token.QUO_ASSIGN, "%": token.REM,
	"&": token.AND, "|": token.OR, "^": token.XOR, "&^": token.AND_NOT, "&&": token.LAND, "||": token.LOR,
}

var compare = map[string]token.Token{
	"==": token.EQL, "!=": token.NEQ, "<": token.LSS, "<=": token.LEQ, ">": token.GTR, ">=": token.GEQ,
}

var literal = map[string]token.Token{
	"INT": token.INT, "FLOAT": token.FLOAT, "IMAG": token.IMAG, "CHAR": token.CHAR, "STRING": token.STRING,
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		fmt.Fprintln(out, show(run(strings.Split(in.Text(), "\t"))))
	}
}

func run(program []string) constant.Value {
	var stack []constant.Value
	for _, instruction := range program {
		name, argument, _ := strings.Cut(instruction, " ")
		operands := 1
		if _, ok := literal[name]; ok {
			operands = 0
		} else if binary[name] != 0 || compare[name] != 0 {
			operands = 2
		}
		rest := len(stack) - operands
		stack = append(stack[:rest:rest], step(name, argument, stack[rest:]))
	}
	return stack[len(stack)-1]
}

// step gives the unknown value for an operation that go/constant refuses with a panic.
func step(name, argument string, operands []constant.Value) (result constant.Value) {
	defer func() {
		if recover() != nil {
			result = constant.MakeUnknown()
		}
	}()
	if tok, ok := literal[name]; ok {
		return constant.MakeFromLiteral(argument, tok, 0)
	}
	x := operands[0]
	if tok, ok := binary[name]; ok {
		y := operands[1]
		if isZero(y) && (tok == token.QUO || tok == token.QUO_ASSIGN || tok == token.REM) {
			return constant.MakeUnknown()
		}
		return constant.BinaryOp(x, tok, y)
	}
	if tok, ok := compare[name]; ok {
		y := operands[1]
		if x.Kind() == constant.Unknown || y.Kind() == constant.Unknown {
			return constant.MakeUnknown()
		}
		return constant.MakeBool(constant.Compare(x, tok, y))
	}
	return other(name, argument, x)
}

func isZero(x constant.Value) bool {
	switch x.Kind() {
	case constant.Int, constant.Float, constant.Complex:
		return constant.Sign(x) == 0
	}
	return false
}

func other(name, argument string, x constant.Value) constant.Value {
	number := func() uint {
		n, err := strconv.ParseUint(argument, 10, 32)
		if err != nil {
			panic(err)
		}
		return uint(n)
	}
	switch name {
	case "neg":
		return constant.UnaryOp(token.SUB, x, 0)
	case "not":
		return constant.UnaryOp(token.NOT, x, 0)
	case "xor":
		return constant.UnaryOp(token.XOR, x, number())
	case "<<":
		return constant.Shift(x, token.SHL, number())
	case ">>":
		return constant.Shift(x, token.SHR, number())
	case "int":
		return constant.ToInt(x)
	case "float":
		return constant.ToFloat(x)
	case "complex":
		return constant.ToComplex(x)
	case "real":
		return constant.Real(x)
	case "imag":
		return constant.Imag(x)
	case "convert":
		return convert(argument, x)
	}
	panic(name)
}

// convert evaluates T(x) with go/types where x can be written down, and rounds with go/constant else.
func convert(name string, x constant.Value) constant.Value {
	round := func(x constant.Value) constant.Value {
		if x.Kind() == constant.Unknown {
			return x
		}
		var f float64
		switch name {
		case "float32", "complex64":
			f32, _ := constant.Float32Val(x)
			f = float64(f32)
		default:
			f, _ = constant.Float64Val(x)
		}
		if math.IsInf(f, 0) {
			panic("too large")
		}
		return constant.MakeFloat64(f)
	}
	switch name {
	case "float32", "float64":
		return round(constant.ToFloat(x))
	case "complex64", "complex128":
		x = constant.ToComplex(x)
		return constant.BinaryOp(round(constant.Real(x)), token.ADD, constant.MakeImag(round(constant.Imag(x))))
	}
	x = constant.ToInt(x)
	tv, err := types.Eval(token.NewFileSet(), nil, token.NoPos, name+"("+x.ExactString()+")")
	if err != nil {
		panic(err)
	}
	return tv.Value
}

func show(x constant.Value) string {
	if x.Kind() != constant.String {
		return x.ExactString()
	}
	var out strings.Builder
	out.WriteByte('"')
	text := constant.StringVal(x)
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b == '"' || b == '\\':
			out.WriteByte('\\')
			out.WriteByte(b)
		case ' ' <= b && b <= '~':
			out.WriteByte(b)
		default:
			fmt.Fprintf(&out, "\\x%02x", b)
		}
	}
	out.WriteByte('"')
	return out.String()
}
