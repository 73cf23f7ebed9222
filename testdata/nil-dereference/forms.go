// More ways to a nil pointer, interface or function, and what only looks like one.

package fixture

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
)

type T struct {
	a    int
	next *T
	name string
}

func (t *T) M() int { return t.a }
func (t T) V() int  { return t.a }
func (t *T) Safe() int {
	if t == nil {
		return 0
	}
	return t.a
}

type I interface{ M() int }

func get() *T { return nil }
func find(k string) (*T, error) {
	if k == "" {
		return nil, errors.New("x")
	}
	return &T{}, nil
}
func find2(k string) (t *T, err error) {
	if k == "" {
		return nil, errors.New("x")
	}
	return &T{}, nil
}

func find3(k string) (*T, bool) {
	if k == "" {
		return nil, false
	}
	return &T{}, true
}

func findWrap(k string) (*T, error) {
	return find(k)
}

func findWrap2(k string) (*T, error) {
	t, err := find(k)
	if err != nil {
		return nil, fmt.Errorf("w: %w", err)
	}
	return t, nil
}

func findWrap3(k string) (*T, error) {
	t, err := find(k)
	if err != nil {
		return t, err
	}
	return t, nil
}

func n3(x I) int {
	switch x.(type) {
	case nil:
		return x.M() // want "this panics: `x` is nil here"
	}
	return x.M()
}

func n3b(x I) int {
	switch v := x.(type) {
	case nil:
		return v.M() // want "this panics: `v` is nil here"
	default:
		return v.M()
	}
}

func n3c(x I) int {
	switch v := x.(type) {
	case nil, *T:
		return v.M()
	default:
		return v.M()
	}
}

func n4(k string) int {
	t, err := find(k)
	if err == nil {
		return 0
	}
	return t.a // want "this panics: `t` is nil when `find` fails"
}

func n5(k string) int {
	t, err := find(k)
	if err != nil {
		fmt.Println(t.name) // want "this panics: `t` is nil when `find` fails"
		return 0
	}
	return t.a
}

func n5b(k string) int {
	t, err := find2(k)
	if err != nil {
		fmt.Println(t.name, err) // want "this panics: `t` is nil when `find2` fails"
	}
	return t.a
}

func n5c(k string) int {
	t, err := findWrap(k)
	if err != nil {
		fmt.Println(t.name, err) // want "this panics: `t` is nil when `findWrap` fails"
		return 0
	}
	return t.a
}

func n5d(k string) int {
	t, err := findWrap2(k)
	if err != nil {
		fmt.Println(t.name, err) // want "this panics: `t` is nil when `findWrap2` fails"
		return 0
	}
	return t.a
}

func n5e(k string) int {
	t, err := findWrap3(k)
	if err != nil {
		fmt.Println(t.name, err) // want "this panics: `t` is nil when `findWrap3` fails"
		return 0
	}
	return t.a
}

func n5f(k string) int {
	if t, err := find(k); err != nil {
		return t.a // want "this panics: `t` is nil when `find` fails"
	}
	return 0
}

func n5g(k string) int {
	t, err := find(k)
	if err == nil {
		return t.a
	} else {
		return t.a + 1 // want "this panics: `t` is nil when `find` fails"
	}
}

func n5h(k string) (int, error) {
	t, err := find(k)
	switch {
	case err != nil:
		return t.a, err // want "this panics: `t` is nil when `find` fails"
	}
	return t.a, nil
}

func n5i(k string) int {
	t, err := find(k)
	if errors.Is(err, os.ErrNotExist) {
		return t.a // want "this panics: `t` is nil when `find` fails"
	}
	return 0
}

func n6(m map[string]*T) int {
	t, ok := m["a"]
	if !ok {
		return t.a // want "this panics: `t` is nil here, since the map has no such key"
	}
	return t.a
}

func n6b(m map[string]*T) int {
	if t, ok := m["a"]; !ok {
		return t.a // want "this panics: `t` is nil here, since the map has no such key"
	}
	return 0
}

func n6c(x any) int {
	t, ok := x.(*T)
	if !ok {
		return t.a // want "this panics: `t` is nil here, since the value has another type"
	}
	return t.a
}

func n6d(x any) int {
	if t, ok := x.(*T); ok {
		return t.a
	} else {
		return t.a // want "this panics: `t` is nil here, since the value has another type"
	}
}

func n6e(x any) int {
	t, ok := x.(I)
	if ok == false {
		return t.M() // want "this panics: `t` is nil here, since the value has another type"
	}
	return t.M()
}

func n6f(c chan *T) int {
	t, ok := <-c
	if !ok {
		return t.a // want "this panics: `t` is nil here, since the channel is closed"
	}
	return t.a
}

func n6g(k string) int {
	t, ok := find3(k)
	if !ok {
		return t.a // want "this panics: `t` is nil when `find3` fails"
	}
	return t.a
}

func n7() int {
	var p *T
	return p.a // want "this panics: `p` is nil here"
}

func n8() int {
	var p *T
	return p.V() // want "this panics: `p` is nil here"
}

func n8b() int {
	var p *T
	return p.Safe()
}

func n8c() int {
	var p *T
	return p.M() // want "this panics: `p` is nil here"
}

func n9() {
	var f func()
	f() // want "this panics: `f` is nil here"
}

func n9b() {
	var f func()
	go f() // want "this panics: `f` is nil here"
}

func n9c() {
	var f func()
	defer f() // want "this panics: `f` is nil here"
}

func n10() error {
	var e error
	fmt.Println(e.Error()) // want "this panics: `e` is nil here"
	return e
}

func n11(err error) string {
	if err == nil {
		return err.Error() // want "this panics: `err` is nil here"
	}
	return ""
}

func n11b(err error) string {
	if err != nil {
		return ""
	}
	return err.Error() // want "this panics: `err` is nil here"
}

func n11c() string {
	_, err := strconv.Atoi("x")
	if err == nil {
		panic(err.Error()) // want "this panics: `err` is nil here"
	}
	return ""
}

func n12(p *T) int {
	if p == nil {
		fmt.Println("nil")
	}
	return p.a // want "this panics when `p` is nil, which is tested"
}

func n12b(p *T) int {
	if p != nil {
		fmt.Println("not nil")
	}
	return p.a // want "this panics when `p` is nil, which is tested"
}

func n12c(p *T) int {
	if p == nil {
		fmt.Println("nil", p.name) // want "this panics: `p` is nil here"
		return 0
	}
	return p.a
}

func n12d(p *T, q *T) int {
	if p == nil && q == nil {
		return p.a // want "this panics: `p` is nil here"
	}
	return 0
}

func n12e(p *T) bool {
	return p == nil && p.a > 0 // want "this panics: `p` is nil here"
}

func n12f(p *T) bool {
	return p != nil || p.a > 0 // want "this panics: `p` is nil here"
}

func n12g(p *T) bool {
	if p == nil || p.a == 0 {
		return false
	}
	return p.a > 1
}

func n12h(p *T, q *T) int {
	if p == nil || q == nil {
		return p.a // want "this panics when `p` is nil, which is tested"
	}
	return 0
}

func n13(t *T) int {
	if t.next == nil {
		return t.next.a // want "this panics: `t.next` is nil here"
	}
	return 0
}

func n13b(t *T) int {
	if t.next == nil {
		t.next.a = 5 // want "this panics: `t.next` is nil here"
	}
	return 0
}

func n13c(t *T) int {
	if t.next != nil {
		return 1
	}
	return t.next.a // want "this panics: `t.next` is nil here"
}

func n14(p *[4]int) int {
	if p == nil {
		return p[0] // want "this panics: `p` is nil here"
	}
	s := 0
	for _, v := range p {
		s += v
	}
	return s
}

func n14b() int {
	var p *[4]int
	for i, v := range p { // want "this panics: `p` is nil here"
		_ = i
		_ = v
	}
	for i := range p {
		_ = i
	}
	return len(p)
}

func n14c() []int {
	var p *[4]int
	return p[:] // want "this panics: `p` is nil here"
}

func n15() {
	var p *int
	*p = 3 // want "this panics: `p` is nil here"
}

func n15b() {
	var p *int
	*p++ // want "this panics: `p` is nil here"
}

func n16(n int) int {
	var p *T
	if n > 3 {
		p = &T{}
	}
	return p.a
}

func n17(n int) int {
	var p *T
	switch n {
	case 1:
		p = &T{}
	default:
		return p.a // want "this panics: `p` is nil here"
	}
	return p.a
}

func n18() (p *T) {
	p.a = 3 // want "this panics: `p` is nil here"
	return
}

func n18b() (p *T, err error) {
	p, err = find("x")
	if err != nil {
		p.a = 3 // want "this panics: `p` is nil when `find` fails"
	}
	return
}

func n19() int {
	p := get()
	p = nil
	return p.a // want "this panics: `p` is nil here"
}

func n20() int {
	p := (*T)(nil)
	return p.a // want "this panics: `p` is nil here"
}

func n23(k string) {
	t, err := find(k)
	for err != nil {
		fmt.Println(t.a) // want "this panics: `t` is nil when `find` fails"
		t, err = find(k)
	}
}

func n24() {
	var w http.ResponseWriter
	w.WriteHeader(3) // want "this panics: `w` is nil here"
}

func use(p *T) int { return p.a }

func n25() int {
	var p *T
	return use(p) // want "this panics: `p` is nil here"
}

func n26(p *T) int {
	if p == nil {
		return use(p) // want "this panics: `p` is nil here"
	}
	return 0
}

func n27() int {
	return use(nil) // want "this panics: the function reads what this nil should point to"
}

type S struct {
	p *T
	i I
	f func()
}

func n28() int {
	var s S
	return s.p.a // want "this panics: `s.p` is nil here"
}

func n28b() int {
	s := S{}
	return s.p.a // want "this panics: `s.p` is nil here"
}

func n28c() int {
	s := &S{}
	return s.i.M() // want "this panics: `s.i` is nil here"
}

func n28d() {
	s := &S{}
	s.f() // want "this panics: `s.f` is nil here"
}

func n28e() int {
	s := &S{}
	s.p = &T{}
	return s.p.a
}

func n28f(o func(*S)) int {
	s := &S{}
	o(s)
	return s.p.a
}

func n30(list []*T) int {
	var best *T
	for _, t := range list {
		if best == nil || t.a > best.a {
			best = t
		}
	}
	return best.a
}

func n32(p *T) {
	if p == nil {
		goto end
	}
	p.a = 1
end:
	p.a = 2 // want "this panics when `p` is nil, which is tested"
}

func n33(err error) {
	var pe *os.PathError
	if !errors.As(err, &pe) {
		fmt.Println(pe.Path)
	}
}

func n35(m map[string]*T) int {
	return m["x"].a
}

func n37(p *T) int {
	if p = get(); p == nil {
		return p.a // want "this panics: `p` is nil here"
	}
	return 0
}

func n38(k string) int {
	t, err := find(k)
	if err != nil && t.a > 0 { // want "this panics: `t` is nil when `find` fails"
		return 1
	}
	return 0
}

func n39(k string) int {
	t, err := find(k)
	if err == nil || t.a > 0 { // want "this panics: `t` is nil when `find` fails"
		return 1
	}
	return 0
}

func n40(k string) int {
	t, err := find(k)
	defer fmt.Println(err)
	if err != nil {
		return t.M() // want "this panics: `t` is nil when `find` fails"
	}
	return 0
}

func n41(p *T) int {
	x := p.a
	p = p.next
	if p == nil {
		return 0
	}
	return x
}

func n42(p *T) int {
	for p.next != nil {
		p = p.next
	}
	if p == nil {
		return 0
	}
	return 1
}

func n43(p *T, c bool) int {
	s := 0
	if c {
		s = p.a
	}
	if p != nil {
		s++
	}
	return s
}
