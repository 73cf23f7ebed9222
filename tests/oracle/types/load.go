package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// entry is one package or test variant as `go list -test -json` describes it.
type entry struct {
	ImportPath   string
	Name         string
	Dir          string
	ForTest      string
	DepOnly      bool
	Standard     bool
	GoFiles      []string
	TestGoFiles  []string
	XTestGoFiles []string
	ImportMap    map[string]string
	Module       *struct {
		Path      string
		Dir       string
		GoVersion string
	}
	Match []string
}

// world is everything that has been loaded: one file set, one importer for all packages.
type world struct {
	fset    *token.FileSet
	entries map[string]*entry
	order   []string
	checked map[string]*types.Package
	names   *names
	sink    func(*fileDump) // receives the files of target packages as they are checked
	goRoot  string
	minor   int
}

func newWorld() *world {
	return &world{
		fset:    token.NewFileSet(),
		entries: map[string]*entry{},
		checked: map[string]*types.Package{},
		names:   newNames(),
	}
}

// list asks the go command for the packages of a module folder, their tests and everything they import.
func (w *world) list(goCommand, dir string, patterns ...string) error {
	args := append([]string{"list", "-e", "-deps", "-test",
		"-json=ImportPath,Name,Dir,ForTest,DepOnly,Standard,GoFiles,TestGoFiles,XTestGoFiles,ImportMap,Module,Match"}, patterns...)
	cmd := exec.Command(goCommand, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOOS=linux", "GOARCH=amd64", "GOTOOLCHAIN=local", "GOROOT=")
	if !inGoRoot(dir) {
		cmd.Env = append(cmd.Env, "GOFLAGS=-mod=mod")
	} else {
		cmd.Env = append(cmd.Env, "GOFLAGS=")
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil && len(out) == 0 {
		return fmt.Errorf("go list in %s: %v\n%s", dir, err, stderr.Bytes())
	}
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		e := new(entry)
		if err := decoder.Decode(e); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		if strings.HasSuffix(e.ImportPath, ".test") && e.Name == "main" {
			continue // the generated main of a test binary
		}
		if _, known := w.entries[e.ImportPath]; !known {
			w.entries[e.ImportPath] = e
			w.order = append(w.order, e.ImportPath)
		}
	}
	return nil
}

func inGoRoot(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "internal", "goversion", "goversion.go"))
	return err == nil
}

// target tells whether the files of an entry are to be reported: it belongs to what was asked for.
func (e *entry) target() bool { return !e.DepOnly || e.isTestOf() }

// isTestOf tells whether the entry is itself made of test files: `p [p.test]` or `p_test [p.test]`.
func (e *entry) isTestOf() bool {
	if e.ForTest == "" {
		return false
	}
	path := e.path()
	return path == e.ForTest || path == e.ForTest+"_test"
}

// path is the import path without the variant in brackets.
func (e *entry) path() string {
	path, _, _ := strings.Cut(e.ImportPath, " [")
	return path
}

// files names the files of the package and tells which of them are reported.
func (e *entry) files() (all []string, report map[string]bool) {
	report = map[string]bool{}
	abs := func(names []string, wanted bool) {
		for _, name := range names {
			if !filepath.IsAbs(name) {
				name = filepath.Join(e.Dir, name)
			}
			all = append(all, name)
			report[name] = wanted
		}
	}
	switch {
	case e.ForTest == "":
		abs(e.GoFiles, e.target())
	case e.path() == e.ForTest:
		// The go command lists the test files among GoFiles of a variant.
		abs(e.GoFiles, false)
		for name := range report {
			report[name] = strings.HasSuffix(name, "_test.go")
		}
	default:
		abs(e.GoFiles, e.isTestOf())
		abs(e.XTestGoFiles, e.isTestOf())
	}
	return all, report
}

// parse reads the files of an entry, with function bodies or without. overlay replaces texts.
func (w *world) parse(e *entry, bodies bool, overlay map[string][]byte) []*ast.File {
	all, _ := e.files()
	var files []*ast.File
	for _, name := range all {
		var src any
		if text, ok := overlay[name]; ok {
			src = text
		}
		file, _ := parser.ParseFile(w.fset, name, src, parser.SkipObjectResolution)
		if file == nil {
			continue
		}
		if !bodies {
			for _, decl := range file.Decls {
				if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
					fn.Body = &ast.BlockStmt{Lbrace: fn.Body.Lbrace, Rbrace: fn.Body.Rbrace}
				}
			}
		}
		files = append(files, file)
	}
	return files
}

// importPackage gives the package that `path` means to the importing entry, checking it first if need be.
func (w *world) importPackage(from *entry, path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if path == "C" {
		return nil, errors.New("cgo is off")
	}
	if mapped, ok := from.ImportMap[path]; ok {
		path = mapped
	}
	e := w.entries[path]
	if e == nil {
		return nil, fmt.Errorf("%s is not listed", path)
	}
	if pkg, ok := w.checked[path]; ok {
		if pkg == nil {
			return nil, fmt.Errorf("import cycle through %s", path)
		}
		return pkg, nil
	}
	return w.check(e), nil
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

// check type-checks an entry once and hands its reported files to the sink.
func (w *world) check(e *entry) *types.Package {
	w.checked[e.ImportPath] = nil
	target := e.target() && w.sink != nil
	files := w.parse(e, target, nil)
	w.names.collect(e.path(), files)
	var info *types.Info
	if target {
		info = newInfo()
	}
	pkg := w.run(e, files, info, target)
	w.checked[e.ImportPath] = pkg
	if target {
		_, report := e.files()
		for _, file := range files {
			if report[w.fset.File(file.FileStart).Name()] {
				w.sink(w.dump(e, pkg, file, info))
			}
		}
	}
	return pkg
}

func newInfo() *types.Info {
	return &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Instances:  map[*ast.Ident]types.Instance{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Implicits:  map[ast.Node]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
}

// run calls go/types; type errors are expected (missing dependencies) and not reported.
func (w *world) run(e *entry, files []*ast.File, info *types.Info, bodies bool) *types.Package {
	config := types.Config{
		Importer:         importerFunc(func(path string) (*types.Package, error) { return w.importPackage(e, path) }),
		IgnoreFuncBodies: !bodies,
		FakeImportC:      true,
		Sizes:            types.SizesFor("gc", "amd64"),
		Error:            func(error) {},
	}
	if e.Module != nil && e.Module.GoVersion != "" && !e.Standard {
		config.GoVersion = "go" + e.Module.GoVersion
	}
	pkg, _ := config.Check(e.path(), w.fset, files, info)
	return pkg
}

// checkTargets checks everything that was asked for, in the order of the list (imports first). Variants made for one test
// are forgotten after it, so that memory stays bounded.
func (w *world) checkTargets() {
	for _, path := range w.order {
		e := w.entries[path]
		if e.ForTest != "" || !e.target() {
			continue
		}
		if _, done := w.checked[path]; !done {
			w.check(e)
		}
	}
	byTest := map[string][]*entry{}
	var tests []string
	for _, path := range w.order {
		if e := w.entries[path]; e.ForTest != "" {
			if byTest[e.ForTest] == nil {
				tests = append(tests, e.ForTest)
			}
			byTest[e.ForTest] = append(byTest[e.ForTest], e)
		}
	}
	for _, test := range tests {
		if plain := w.entries[test]; plain != nil && plain.DepOnly {
			continue
		}
		for _, e := range byTest[test] {
			if _, done := w.checked[e.ImportPath]; !done && e.isTestOf() {
				w.check(e)
			}
		}
		for _, e := range byTest[test] {
			delete(w.checked, e.ImportPath)
		}
	}
}

// goVersion is the language version that the linked go/types knows, as in "go1.26".
func goVersion() string {
	tags := build.Default.ReleaseTags
	return tags[len(tags)-1]
}
