package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// withheld compares gotcha without some imports with the full answer of go/types: nothing may be wrong, only unknown.
func (o *options) withheld(dirs []string) {
	var all counts
	failed := false
	for _, dir := range dirs {
		for _, known := range []string{"std", "none"} {
			c, err := o.compareOne(dir, "--imports", known)
			if err != nil {
				fatal("%v", err)
			}
			fmt.Printf("== %s, imports known: %s\n", o.moduleName(dir), known)
			c.print(os.Stdout)
			fmt.Println()
			all.add(&c.counts)
			failed = failed || c.counts.Wrong+c.counts.UsesWrong > 0
		}
	}
	finish(&all, failed)
}

func finish(all *counts, failed bool) {
	last, _ := json.Marshal(all)
	fmt.Println(string(last))
	if failed {
		os.Exit(1)
	}
}

// piece is one token of a file.
type piece struct {
	start, end int
	tok        token.Token
	text       string
}

func tokens(source []byte, from, to int) (list []piece) {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, source, func(token.Position, string) {}, 0)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return list
		}
		start := file.Offset(pos)
		if tok == token.SEMICOLON && text == "\n" || start < from {
			continue
		}
		if text == "" || !tok.IsLiteral() && tok != token.COMMENT {
			text = tok.String()
		}
		if start+len(text) > to {
			return list
		}
		list = append(list, piece{start, start + len(text), tok, text})
	}
}

// trial is a changed file of a package.
type trial struct {
	entry *entry
	path  string
	// The text before and after; bytes start..end were replaced by `insert`.
	before, after []byte
	start, end    int
	insert        string
	// The declaration that was changed, in the original.
	declStart, declEnd int
	what               string
}

// targets are the plain packages that were asked for.
func (w *world) targets() (list []*entry) {
	for _, path := range w.order {
		if e := w.entries[path]; e.ForTest == "" && !e.DepOnly && len(e.GoFiles) > 0 {
			list = append(list, e)
		}
	}
	return list
}

// pick chooses a package, a file and a declaration at random.
func pick(random *rand.Rand, targets []*entry, wanted func(ast.Decl) bool) (t trial, decl ast.Decl, offset func(token.Pos) int) {
	for {
		e := targets[random.Intn(len(targets))]
		path := filepath.Join(e.Dir, e.GoFiles[random.Intn(len(e.GoFiles))])
		source, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, source, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		var decls []ast.Decl
		for _, decl := range file.Decls {
			if wanted(decl) {
				decls = append(decls, decl)
			}
		}
		if len(decls) == 0 {
			continue
		}
		decl = decls[random.Intn(len(decls))]
		offset = func(pos token.Pos) int { return fset.File(pos).Offset(pos) }
		return trial{entry: e, path: path, before: source, declStart: offset(decl.Pos()), declEnd: offset(decl.End())}, decl, offset
	}
}

func (t *trial) replace(p piece, insert string) {
	t.start, t.end, t.insert = p.start, p.end, insert
	t.after = append(append(append([]byte(nil), t.before[:p.start]...), insert...), t.before[p.end:]...)
}

func (t *trial) shift() int { return len(t.insert) - (t.end - t.start) }

func parses(path string, source []byte) bool {
	_, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
	return err == nil
}

// run hands the changed file to gotcha and gives its answer for the package's folder.
func (o *options) run(t *trial) (*dumpIndex, func(), error) {
	temp, err := os.CreateTemp("", "trial*.go")
	if err != nil {
		return nil, nil, err
	}
	temp.Write(t.after)
	temp.Close()
	index, done, err := o.ours(t.entry.Dir, "--overlay", t.path+"="+temp.Name())
	if err != nil {
		os.Remove(temp.Name())
		return nil, nil, err
	}
	return index, func() { done(); os.Remove(temp.Name()) }, nil
}

// broken deletes one token in a function body, such that go/parser refuses the file; whatever gotcha says of the other
// declarations of the package must be what go/types said of the whole file.
func (o *options) broken(dirs []string) {
	o.eachTrial(dirs, 1000, 0, func(w *world, full map[string]*fileDump, targets []*entry, random *rand.Rand, c *comparison) {
		var t trial
		for {
			var decl ast.Decl
			var offset func(token.Pos) int
			t, decl, offset = pick(random, targets, func(decl ast.Decl) bool {
				fn, ok := decl.(*ast.FuncDecl)
				return ok && fn.Body != nil
			})
			body := decl.(*ast.FuncDecl).Body
			list := tokens(t.before, offset(body.Pos()), offset(body.End()))
			p := list[random.Intn(len(list))]
			t.replace(p, "")
			t.what = "without " + p.text
			if !parses(t.path, t.after) {
				break
			}
		}
		o.judgeTrial(&t, c, func(path string) *fileDump {
			if d := full[path]; d != nil {
				return t.moved(d)
			}
			return nil
		})
	})
}

// changed changes one identifier or other token of a declaration outside of function bodies, such that the file still parses;
// gotcha is compared with go/types on the changed file.
func (o *options) changed(dirs []string) {
	o.eachTrial(dirs, 300, 0.0005, func(w *world, full map[string]*fileDump, targets []*entry, random *rand.Rand, c *comparison) {
		var t trial
		for {
			var decl ast.Decl
			var offset func(token.Pos) int
			t, decl, offset = pick(random, targets, func(decl ast.Decl) bool {
				gen, ok := decl.(*ast.GenDecl)
				return !ok || gen.Tok != token.IMPORT
			})
			end := t.declEnd
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
				end = offset(fn.Body.Pos())
			}
			list := tokens(t.before, t.declStart, end)
			p := list[random.Intn(len(list))]
			insert := substitute(random, p, list)
			if insert == p.text {
				continue
			}
			t.replace(p, insert)
			t.what = p.text + " → " + insert
			if parses(t.path, t.after) {
				break
			}
		}
		overlay := map[string][]byte{t.path: t.after}
		files := w.parse(t.entry, true, overlay)
		w.names.collect(t.entry.path(), files)
		info := newInfo()
		pkg := w.run(t.entry, files, info, true)
		dumps := map[string]*fileDump{}
		for _, file := range files {
			d := w.dump(t.entry, pkg, file, info)
			dumps[d.Path] = d
		}
		o.judgeTrial(&t, c, func(path string) *fileDump { return dumps[path] })
	})
}

// substitute gives another token for p: another identifier of the declaration, a number, an operator of the same sort, nothing.
func substitute(random *rand.Rand, p piece, list []piece) string {
	switch {
	case p.tok == token.IDENT:
		others := []string{"undefinedName", "int", "string", "error", "nil", "T", "_", "len"}
		for _, other := range list {
			if other.tok == token.IDENT && other.text != p.text {
				others = append(others, other.text)
			}
		}
		return others[random.Intn(len(others))]
	case p.tok == token.INT:
		return []string{"0", "-1", "1.5", "\"x\"", "1 << 70"}[random.Intn(5)]
	case p.tok == token.STRING:
		return []string{"1", "nil", "\"\"", "'a'"}[random.Intn(4)]
	case p.tok.IsOperator():
		return []string{"", "*", "+", "<<", "==", "&&", ".", "...", "~", "[]", ","}[random.Intn(11)]
	case p.tok.IsKeyword():
		return []string{"", "map", "chan", "struct", "interface", "func", "type", "const", "var"}[random.Intn(9)]
	}
	return ""
}

// eachTrial makes the trials over all folders and prints what came of them; no more than the share `allowed` may be wrong.
func (o *options) eachTrial(dirs []string, standard int, allowed float64,
	one func(w *world, full map[string]*fileDump, targets []*entry, random *rand.Rand, c *comparison)) {
	trials := o.trials
	if trials == 0 {
		trials = standard
	}
	random := rand.New(rand.NewSource(o.seed))
	all := newComparison()
	for i, dir := range dirs {
		w, err := o.world(dir)
		if err != nil {
			fatal("%v", err)
		}
		full := map[string]*fileDump{}
		w.sink = func(d *fileDump) { full[d.Path] = d }
		w.checkTargets()
		targets := w.targets()
		if len(targets) == 0 {
			fatal("%s: no packages", dir)
		}
		count := trials / len(dirs)
		if i < trials%len(dirs) {
			count++
		}
		for range count {
			one(w, full, targets, random, all)
		}
	}
	all.print(os.Stdout)
	n := &all.counts
	finish(n, float64(n.Wrong) > allowed*float64(n.Total) || float64(n.UsesWrong) > allowed*float64(n.UsesTotal))
}

// judgeTrial compares what gotcha says of the package of a trial.
func (o *options) judgeTrial(t *trial, c *comparison, theirs func(path string) *fileDump) {
	index, done, err := o.run(t)
	if err != nil {
		fatal("%s:%d %s: %v", t.path, t.start, t.what, err)
	}
	defer done()
	wrongs := 0
	c.onWrong = func(file string, l *line, theirs, ours string) {
		if wrongs++; wrongs <= 3 {
			line := 1 + bytes.Count(t.after[:t.start], []byte("\n"))
			fmt.Printf("%s:%d %s: at %s:%d %s: %s → %s\n", t.path, line, t.what, filepath.Base(file), l.Start, l.Kind, clip(theirs, 100), clip(ours, 100))
		}
	}
	for _, name := range t.entry.GoFiles {
		path := filepath.Join(t.entry.Dir, name)
		if d := theirs(path); d != nil {
			c.file(d, index.load(path))
		}
	}
	c.onWrong = nil
}

var places = regexp.MustCompile(`@([^@:" ]+\.go):([0-9]+)`)

// moved gives the facts of the unchanged declarations as they stand once the file is changed.
func (t *trial) moved(d *fileDump) *fileDump {
	result := &fileDump{Path: d.Path}
	base := filepath.Base(t.path)
	move := func(offset int) int {
		if offset >= t.end {
			return offset + t.shift()
		}
		return offset
	}
	for _, l := range d.Lines {
		if d.Path == t.path {
			if l.Start >= t.declStart && l.End <= t.declEnd {
				continue
			}
			l.Start, l.End = move(l.Start), move(l.End)
		}
		if strings.Contains(l.Rest, "@"+base+":") {
			l.Rest = places.ReplaceAllStringFunc(l.Rest, func(text string) string {
				m := places.FindStringSubmatch(text)
				if m[1] != base {
					return text
				}
				offset, _ := strconv.Atoi(m[2])
				return "@" + base + ":" + strconv.Itoa(move(offset))
			})
		}
		l.Rest = t.moveLocals(l.Rest, move)
		result.Lines = append(result.Lines, l)
	}
	return result
}

var locals = regexp.MustCompile(`([\pL_][\pL\pN_]*)@([0-9]+)`)

// moveLocals moves the offsets in the names of local types: a name is this file's if it stands at its offset here.
func (t *trial) moveLocals(rest string, move func(int) int) string {
	if !strings.Contains(rest, "@") {
		return rest
	}
	return locals.ReplaceAllStringFunc(rest, func(text string) string {
		m := locals.FindStringSubmatch(text)
		offset, _ := strconv.Atoi(m[2])
		if offset+len(m[1]) <= len(t.before) && string(t.before[offset:offset+len(m[1])]) == m[1] {
			return m[1] + "@" + strconv.Itoa(move(offset))
		}
		return text
	})
}
