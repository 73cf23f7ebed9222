// The types oracle: what go/types says about every expression of a module, and how far gotcha agrees.
//
//	types dump DIR…                      writes the facts of go/types as JSON lines
//	types compare -gotcha BIN DIR…       compares them with `gotcha debug types DIR`
//	types withheld|broken|changed …      the containment trials
//
// Types come from source, through one importer that all packages share, so that nothing has to be compiled first.
package main

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

type options struct {
	goCommand string
	gotcha    string
	cache     string
	baseline  string
	update    bool
	patterns  string
	trials    int
	seed      int64
	keep      string
}

func main() {
	debug.SetGCPercent(60)
	if len(os.Args) < 2 {
		fatal("usage: types VERB [flags] DIR…")
	}
	var o options
	flags := flag.NewFlagSet("types", flag.ExitOnError)
	flags.StringVar(&o.goCommand, "go", "go", "the go command")
	flags.StringVar(&o.gotcha, "gotcha", "gotcha", "the gotcha binary")
	flags.StringVar(&o.cache, "cache", "", "folder that keeps the facts of go/types between runs")
	flags.StringVar(&o.baseline, "baseline", "", "file of committed figures, which may only improve")
	flags.BoolVar(&o.update, "update", false, "write improved figures to the baseline")
	flags.StringVar(&o.patterns, "patterns", "./...", "package patterns, separated by commas")
	flags.IntVar(&o.trials, "trials", 0, "number of trials over all folders (0: as the verb says)")
	flags.Int64Var(&o.seed, "seed", 1, "seed of the trials")
	flags.StringVar(&o.keep, "keep", "", "keep gotcha's dump in this file")
	verb := os.Args[1]
	flags.Parse(os.Args[2:])
	dirs := flags.Args()
	for i, dir := range dirs {
		abs, err := filepath.Abs(dir)
		if err != nil {
			fatal("%v", err)
		}
		if real, err := filepath.EvalSymlinks(abs); err == nil {
			abs = real
		}
		dirs[i] = abs
	}
	switch verb {
	case "dump":
		out := bufio.NewWriterSize(os.Stdout, 1<<20)
		for _, dir := range dirs {
			if err := o.dump(dir, out); err != nil {
				fatal("%v", err)
			}
		}
		out.Flush()
	case "compare":
		o.compare(dirs)
	case "withheld":
		o.withheld(dirs)
	case "broken":
		o.broken(dirs)
	case "changed":
		o.changed(dirs)
	default:
		fatal("unknown verb %s", verb)
	}
}

func fatal(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(2)
}

func (o *options) world(dir string) (*world, error) {
	w := newWorld()
	if err := w.list(o.goCommand, dir, strings.Split(o.patterns, ",")...); err != nil {
		return nil, err
	}
	return w, nil
}

// dump writes what go/types says of a module folder.
func (o *options) dump(dir string, out *bufio.Writer) error {
	w, err := o.world(dir)
	if err != nil {
		return err
	}
	w.sink = func(d *fileDump) { d.write(out) }
	w.checkTargets()
	return out.Flush()
}

// facts gives the dump of a module folder, from the cache where nothing changed.
func (o *options) facts(dir string) (io.ReadCloser, error) {
	if o.cache == "" {
		reader, writer := io.Pipe()
		go func() {
			out := bufio.NewWriterSize(writer, 1<<20)
			writer.CloseWithError(o.dump(dir, out))
		}()
		return reader, nil
	}
	os.MkdirAll(o.cache, 0o755)
	name := filepath.Join(o.cache, o.key(dir)+".jsonl.gz")
	if _, err := os.Stat(name); err != nil {
		temp, err := os.CreateTemp(o.cache, "dump")
		if err != nil {
			return nil, err
		}
		zip, _ := gzip.NewWriterLevel(temp, gzip.BestSpeed)
		out := bufio.NewWriterSize(zip, 1<<20)
		if err := o.dump(dir, out); err != nil {
			temp.Close()
			os.Remove(temp.Name())
			return nil, err
		}
		zip.Close()
		temp.Close()
		if err := os.Rename(temp.Name(), name); err != nil {
			return nil, err
		}
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	zip, err := gzip.NewReader(bufio.NewReaderSize(file, 1<<16))
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{zip, file}, nil
}

// key is a hash of everything that the facts of a folder depend on: this program, Go, the folder's files.
func (o *options) key(dir string) string {
	hash := sha256.New()
	self, _ := os.Executable()
	if file, err := os.Open(self); err == nil {
		io.Copy(hash, file)
		file.Close()
	}
	version, _ := exec.Command(o.goCommand, "version").Output()
	fmt.Fprintf(hash, "%s %s %s %s\n", runtime.Version(), version, dir, o.patterns)
	filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if entry != nil && entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == ".git") {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(path, ".go") || entry.Name() == "go.mod" {
			if info, err := entry.Info(); err == nil {
				fmt.Fprintf(hash, "%s %d %d\n", path, info.Size(), info.ModTime().UnixNano())
			}
		}
		return nil
	})
	return fmt.Sprintf("%x", hash.Sum(nil)[:12])
}

// ours runs gotcha over a folder and indexes what it says.
func (o *options) ours(dir string, extra ...string) (*dumpIndex, func(), error) {
	name := o.keep
	if name == "" {
		temp, err := os.CreateTemp("", "gotcha-types")
		if err != nil {
			return nil, nil, err
		}
		temp.Close()
		name = temp.Name()
	}
	out, err := os.Create(name)
	if err != nil {
		return nil, nil, err
	}
	args := append([]string{"debug", "types", "--toolchain", strings.TrimPrefix(goVersion(), "go")}, extra...)
	if o.patterns == "./..." {
		args = append(args, dir)
	} else {
		args = append(args, strings.Split(o.patterns, ",")...)
	}
	cmd := exec.Command(o.gotcha, args...)
	cmd.Dir = dir
	cmd.Stdout = out
	cmd.Stderr = os.Stderr
	err = cmd.Run()
	out.Close()
	done := func() {
		if o.keep == "" {
			os.Remove(name)
		}
	}
	if err != nil {
		done()
		return nil, nil, fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	index, err := indexDump(name)
	if err != nil {
		done()
		return nil, nil, err
	}
	return index, func() { index.file.Close(); done() }, nil
}

// moduleName names a folder in the baseline: module path and folder name, or std with its release.
func (o *options) moduleName(dir string) string {
	name := filepath.Base(dir)
	if inGoRoot(dir) {
		name = "std"
	} else if root := goRootOf(dir); root != "" {
		relative, _ := filepath.Rel(root, dir)
		name = "std/" + filepath.ToSlash(relative)
	}
	if strings.HasPrefix(name, "std") {
		name += "@" + goVersion()
	}
	if o.patterns != "./..." {
		name += " " + o.patterns
	}
	return name
}

func goRootOf(dir string) string {
	for parent := filepath.Dir(dir); ; parent = filepath.Dir(parent) {
		if inGoRoot(parent) {
			return parent
		}
		if parent == filepath.Dir(parent) {
			return ""
		}
	}
}

func (o *options) compare(dirs []string) {
	baseline := readBaseline(o.baseline)
	var all counts
	failed := false
	for _, dir := range dirs {
		c, err := o.compareOne(dir)
		if err != nil {
			fatal("%v", err)
		}
		name := o.moduleName(dir)
		fmt.Printf("== %s\n", name)
		c.print(os.Stdout)
		if old, ok := baseline[name]; ok {
			if worse := worseThan(&c.counts, old); worse != "" {
				fmt.Printf("WORSE than the baseline: %s\n", worse)
				failed = true
			}
		}
		if o.update {
			baseline[name] = &c.counts
		}
		fmt.Println()
		all.add(&c.counts)
	}
	if o.update && !failed {
		writeBaseline(o.baseline, baseline)
	}
	last, _ := json.Marshal(&all)
	fmt.Println(string(last))
	if failed {
		os.Exit(1)
	}
}

func (o *options) compareOne(dir string, extra ...string) (*comparison, error) {
	theirs, err := o.facts(dir)
	if err != nil {
		return nil, err
	}
	defer theirs.Close()
	index, done, err := o.ours(dir, extra...)
	if err != nil {
		return nil, err
	}
	defer done()
	c := newComparison()
	readDump(theirs, func(d *fileDump) { c.file(d, index.load(d.Path)) })
	return c, nil
}

func readBaseline(name string) map[string]*counts {
	baseline := map[string]*counts{}
	if name == "" {
		return baseline
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		return baseline
	}
	if err := json.Unmarshal(raw, &baseline); err != nil {
		fatal("%s: %v", name, err)
	}
	return baseline
}

// writeBaseline keeps one module a line, so that changes read well.
func writeBaseline(name string, baseline map[string]*counts) {
	if name == "" {
		return
	}
	var out strings.Builder
	out.WriteString("{\n")
	keys := slices.Sorted(maps.Keys(baseline))
	for i, key := range keys {
		raw, _ := json.Marshal(baseline[key])
		out.WriteString(jsonString(key) + ": " + string(raw))
		if i+1 < len(keys) {
			out.WriteString(",")
		}
		out.WriteString("\n")
	}
	out.WriteString("}\n")
	if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
		fatal("%v", err)
	}
}

func worseThan(now, old *counts) string {
	var worse []string
	check := func(name string, now, old int) {
		if now > old {
			worse = append(worse, fmt.Sprintf("%s %d, was %d", name, now, old))
		}
	}
	check("wrong", now.Wrong, old.Wrong)
	check("unknown", now.Unknown, old.Unknown)
	check("uses_wrong", now.UsesWrong, old.UsesWrong)
	check("uses not agreeing", now.UsesTotal-now.UsesAgree, old.UsesTotal-old.UsesAgree)
	return strings.Join(worse, "; ")
}
