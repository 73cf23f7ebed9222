package nd

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
)

type T struct {
	n    int
	next *T
	f    func()
	arr  [3]int
}

func (t *T) M() int { return t.n }
func (t T) V() int  { return t.n }

type I interface{ Do() }

func declared() int {
	var p *T
	return p.n // want "this panics: `p` is nil here"
}

func star() {
	var p *int
	*p = 1 // want "this panics: `p` is nil here"
}

func starRead() int {
	var p *int
	return *p // want "this panics: `p` is nil here"
}

func iface() {
	var i I
	i.Do() // want "this panics: `i` is nil here"
}

func errIface() string {
	var err error
	return err.Error() // want "this panics: `err` is nil here"
}

func fn() {
	var f func()
	f() // want "this panics: `f` is nil here"
}

func assigned() int {
	p := &T{}
	p = nil
	return p.n // want "this panics: `p` is nil here"
}

func tested(p *T) int {
	if p == nil {
		return p.n // want "this panics: `p` is nil here"
	}
	return 0
}

func testedElse(p *T) int {
	if p != nil {
		return 1
	} else {
		return p.n // want "this panics: `p` is nil here"
	}
}

func testedAfter(p *T) int {
	if p == nil {
		fmt.Println("nil")
	}
	return p.n // want "this panics when `p` is nil, which is tested"
}

func testedLater(p *T) int {
	n := p.n
	if p == nil {
		return 0
	}
	return n
}

func orTest(p *T) bool {
	return p == nil || p.n > 0
}

func andWrong(p *T) bool {
	return p == nil && p.n > 0 // want "this panics: `p` is nil here"
}

func orWrong(p *T) bool {
	return p != nil || p.n > 0 // want "this panics: `p` is nil here"
}

func ifOrWrong(p *T) {
	if p != nil || p.n == 0 { // want "this panics: `p` is nil here"
		fmt.Println(p)
	}
}

func withErr() int {
	t, err := find()
	if err != nil {
		fmt.Println(t.n) // want "this panics: `t` is nil when `find` fails"
		return 0
	}
	return t.n
}

func find() (*T, error) {
	if os.Getenv("x") == "" {
		return nil, errors.New("x")
	}
	return &T{}, nil
}

func stdErr() {
	resp, err := http.Get("x")
	if err != nil {
		fmt.Println(resp.StatusCode)
		return
	}
	resp.Body.Close()
}

func openErr() {
	f, err := os.Open("x")
	if err != nil {
		fmt.Println(f.Name())
		return
	}
	f.Close()
}

func errNil() error {
	_, err := strconv.Atoi("x")
	if err == nil {
		fmt.Println(err.Error()) // want "this panics: `err` is nil here"
	}
	return nil
}

func errElse() {
	err := do()
	if err != nil {
		return
	}
	fmt.Println(err.Error()) // want "this panics: `err` is nil here"
}

func do() error { return nil }

func array() int {
	var p *[3]int
	return p[0] // want "this panics: `p` is nil here"
}

func method() int {
	var p *T
	return p.V() // want "this panics: `p` is nil here"
}

func methodOK() int {
	var p *T
	return p.M() // want "this panics: `p` is nil here"
}

func result() (p *T) {
	p.n = 1 // want "this panics: `p` is nil here"
	return
}

func field(t *T) int {
	if t.next == nil {
		return t.next.n // want "this panics: `t.next` is nil here"
	}
	return 0
}

func fieldAfter(t *T) int {
	if t.next == nil {
		fmt.Println("no next")
	}
	return t.next.n
}

func sw(p *T) int {
	switch {
	case p == nil:
		return p.n // want "this panics: `p` is nil here"
	}
	return 0
}

func swTag(p *T) int {
	switch p {
	case nil:
		return p.n // want "this panics: `p` is nil here"
	}
	return 0
}

func typeSwitch(i I) {
	switch v := i.(type) {
	case nil:
		v.Do() // want "this panics: `v` is nil here"
	default:
		v.Do()
	}
}

func loop() {
	var p *T
	for i := 0; i < 3; i++ {
		fmt.Println(p.n) // want "this panics: `p` is nil here"
	}
}

func mapResult(m map[string]*T) int {
	t, ok := m["a"]
	if !ok {
		return t.n // want "this panics: `t` is nil here, since the map has no such key"
	}
	return 0
}

func assertResult(i any) int {
	t, ok := i.(*T)
	if !ok {
		return t.n // want "this panics: `t` is nil here, since the value has another"
	}
	return 0
}

func mapAfter(m map[string]*T) int {
	t := m["a"]
	if t == nil {
		fmt.Println(t.n) // want "this panics: `t` is nil here"
	}
	return 0
}

func conv() {
	p := (*T)(nil)
	fmt.Println(p.n) // want "this panics: `p` is nil here"
}

func deferNil() {
	var f func()
	defer f() // want "this panics: `f` is nil here"
}

func closure() {
	var p *T
	func() {
		fmt.Println(p.n) // want "this panics: `p` is nil here"
	}()
}

func addr() *int {
	var p *T
	return &p.n // want "this panics: `p` is nil here"
}

func slice() int {
	var s []int
	return s[0]
}

func rangePtr() {
	var p *[3]int
	for range p {
	}
	for _, v := range p { // want "this panics: `p` is nil here"
		fmt.Println(v)
	}
}

func multi() {
	var a, b *T
	a = &T{}
	fmt.Println(a.n, b.n) // want "this panics: `b` is nil here"
}

func early(p *T) int {
	if p == nil {
		p = &T{}
	}
	return p.n
}

func fieldWrite(p *T) {
	if p == nil {
		p.n = 3 // want "this panics: `p` is nil here"
	}
}

func logAndGo(err error) string {
	if err == nil {
		fmt.Println("ok")
	}
	return err.Error() // want "this panics when `err` is nil, which is tested"
}

func nested(p *T, b bool) int {
	if p == nil {
		if b {
			return p.n // want "this panics: `p` is nil here"
		}
		return 0
	}
	return 1
}

func named() (t *T, err error) {
	if t, err = find(); err != nil {
		t.n++ // want "this panics: `t` is nil when `find` fails"
		return
	}
	return
}

func summary() int {
	t := alwaysNil()
	return t.n
}

func alwaysNil() *T { return nil }

func shadow(p *T) int {
	if p == nil {
		p := &T{}
		return p.n
	}
	return p.n
}

// Look-alikes.

func fatal(p *T) int {
	if p == nil {
		panic("nil")
	}
	return p.n
}

func exit(p *T) int {
	if p == nil {
		os.Exit(1)
	}
	return p.n
}

func flagged(p *T, b bool) int {
	if p == nil {
		b = false
	}
	if b {
		return p.n
	}
	return 0
}

func and(p *T) bool { return p != nil && p.n > 0 }

func retEarly(p *T) int {
	if p == nil {
		return 0
	}
	return p.n
}
