package a

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log"
)

type user struct{ name string }

func (u *user) label() string { return "x" }
func (u user) copied() string { return u.name }

type namer interface{ Name() string }

func greet(u *user) string {
	if u == nil {
		return "hello " + u.name // want "this panics: `u` is nil here"
	}
	return "hello"
}

func goesOn(u *user) string {
	if u == nil {
		log.Print("no user")
	}
	return u.name // want "this panics when `u` is nil, which is tested"
}

func zero() string {
	var u *user
	return u.name // want "this panics: `u` is nil here"
}

func iface() string {
	var n namer
	return n.Name() // want "this panics: `n` is nil here"
}

func star(p *int) int {
	if p == nil {
		return *p // want "this panics: `p` is nil here"
	}
	return *p
}

func value() string {
	var u *user
	return u.copied() // want "this panics: `u` is nil here"
}

func find(name string) (*user, error) {
	if name == "" {
		return nil, errors.New("empty")
	}
	return &user{name}, nil
}

func uses(name string) string {
	u, err := find(name)
	if err != nil {
		log.Print(u.name) // want "this panics: `u` is nil when `find` fails"
		return ""
	}
	return u.name
}

// What looks alike.

func guarded(u *user) string {
	if u == nil {
		return ""
	}
	return u.name
}

func set(u *user) string {
	if u == nil {
		u = &user{}
	}
	return u.name
}

func method() string {
	var u *user
	return u.label()
}

func both(u *user) bool {
	return u != nil && u.name == ""
}

func either(u *user) bool {
	return u == nil || u.name == ""
}

func fatal(u *user) string {
	if u == nil {
		log.Fatal("no user")
	}
	return u.name
}

func panics(u *user) string {
	if u == nil {
		panic("no user")
	}
	return u.name
}

func loop(users []*user) string {
	var best *user
	for _, u := range users {
		if best == nil || u.name > best.name {
			best = u
		}
	}
	return best.name
}

func correlated(u *user, ok bool) string {
	if u == nil && ok {
		return ""
	}
	if !ok {
		return ""
	}
	return u.name
}

func callee(make func() *user) string {
	u := make()
	return u.name
}

func assignedInClosure(run func(func())) string {
	var u *user
	run(func() { u = &user{} })
	return u.name
}

func either2(name string) (*user, error) {
	return &user{}, errors.New("always")
}

func usesEither(name string) string {
	u, err := either2(name)
	if err != nil {
		return u.name
	}
	return ""
}

func rangeEmpty(values []int) int {
	var p *int
	for i := range values {
		p = &values[i]
	}
	return *p
}

// What others do with it is known: functions of the module by their bodies, those of the standard library by its facts.

func givesNil() string {
	var u *user
	return nameOf(u) // want "this panics: `u` is nil here"
}

func nameOf(u *user) string {
	return u.name
}

func givesNilBlock(w io.Writer) error {
	var block *pem.Block
	return pem.Encode(w, block) // want "this panics: `block` is nil here"
}

func certificate(der []byte) string {
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return certificate.Subject.String() // want "this panics: `certificate` is nil when `ParseCertificate` fails"
	}
	return certificate.Subject.String()
}

func givesNilToCareful() string {
	var u *user
	return nameOrNone(u)
}

func nameOrNone(u *user) string {
	if u == nil {
		return ""
	}
	return u.name
}
