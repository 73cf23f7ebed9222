// Compares gotcha's syntax trees with those of go/parser, node by node.
//
// usage: syntax GOTCHA PATH…
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// summary is the last line.
type summary struct {
	Files      int `json:"files"`
	ErrorFiles int `json:"error_files"`
	Unread     int `json:"unread"`
	Nodes      int `json:"nodes"`
	Differ     int `json:"differ"`
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: syntax GOTCHA PATH…")
		os.Exit(2)
	}
	var files []string
	for _, root := range os.Args[2:] {
		files = append(files, goFiles(root)...)
	}
	gotcha := exec.Command(os.Args[1], "debug", "syntax")
	gotcha.Stderr = os.Stderr
	input, err := gotcha.StdinPipe()
	check(err)
	output, err := gotcha.StdoutPipe()
	check(err)
	check(gotcha.Start())
	go func() {
		list := bufio.NewWriter(input)
		for _, file := range files {
			list.WriteString(file + "\n")
		}
		list.Flush()
		input.Close()
	}()
	var total summary
	accepted := map[string]int{}
	reader := bufio.NewReaderSize(output, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	shown := 0
	for _, file := range files {
		reading, problem, ours, err := next(reader, file)
		check(err)
		compare(out, file, reading, problem, ours, &total, accepted, &shown)
	}
	check(gotcha.Wait())
	names := make([]string, 0, len(accepted))
	for name := range accepted {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Fprintf(out, "accepted: %s: %d\n", name, accepted[name])
	}
	line, err := json.Marshal(total)
	check(err)
	fmt.Fprintln(out, string(line))
	out.Flush()
	if total.Unread > 0 || total.Differ > 0 {
		os.Exit(1)
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "syntax oracle:", err)
		os.Exit(3)
	}
}

// goFiles lists the Go files below root, without folders named testdata.
func goFiles(root string) []string {
	var files []string
	check(filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if entry.Name() == "testdata" && path != root {
				return filepath.SkipDir
			}
			return nil
		}
		if entry.Type().IsRegular() && strings.HasSuffix(path, ".go") {
			files = append(files, path)
		}
		return nil
	}))
	return files
}

// next reads gotcha's answer for one file.
func next(reader *bufio.Reader, file string) (reading, problem string, dump []byte, err error) {
	head, err := reader.ReadString('\n')
	if err != nil {
		return "", "", nil, fmt.Errorf("gotcha said nothing of %s: %w", file, err)
	}
	parts := strings.SplitN(strings.TrimSuffix(head, "\n"), "\t", 5)
	if len(parts) != 5 || parts[0] != "file" || parts[3] != file {
		return "", "", nil, fmt.Errorf("gotcha said %q of %s", head, file)
	}
	size, err := strconv.Atoi(parts[2])
	if err != nil {
		return "", "", nil, err
	}
	dump = make([]byte, size)
	_, err = io.ReadFull(reader, dump)
	return parts[1], parts[4], dump, err
}

// compare counts the nodes of one file and those that differ.
func compare(out io.Writer, file, reading, problem string, ours []byte, total *summary, accepted map[string]int, shown *int) {
	total.Files++
	text, err := os.ReadFile(file)
	check(err)
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, text, parser.SkipObjectResolution)
	if err != nil {
		total.ErrorFiles++
		return
	}
	base := fset.File(tree.FileStart).Base()
	theirs, nodes := dump(tree, base)
	total.Nodes += nodes
	if reading != "whole" {
		total.Unread++
		if total.Unread <= 50 {
			fmt.Fprintf(out, "unread: %s: %s\n", file, problem)
		}
	}
	if bytes.Equal(ours, theirs) {
		return
	}
	differ, first := difference(ours, theirs)
	if name := acceptedShape(text, first.offset); name != "" && reading == "whole" {
		accepted[name] += differ
		return
	}
	total.Differ += differ
	if *shown < 100 {
		*shown++
		fmt.Fprintf(out, "differ: %s:%d: %d lines, the first:\n  gotcha %s\n  go     %s\n",
			file, 1+bytes.Count(text[:min(first.offset, len(text))], []byte("\n")), differ, first.ours, first.theirs)
	}
}

type place struct {
	ours, theirs string
	offset       int
}

// difference counts the lines that only one side has; first is the first pair that differs.
func difference(ours, theirs []byte) (count int, first place) {
	a := strings.Split(strings.TrimSuffix(string(ours), "\n"), "\n")
	b := strings.Split(strings.TrimSuffix(string(theirs), "\n"), "\n")
	for i := 0; i < len(a) || i < len(b); i++ {
		var x, y string
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			first = place{x, y, offset(y)}
			if y == "" {
				first.offset = offset(x)
			}
			break
		}
	}
	seen := map[string]int{}
	for _, line := range a {
		seen[line]++
	}
	for _, line := range b {
		if seen[line] > 0 {
			seen[line]--
		} else {
			count++
		}
	}
	only := 0
	for _, n := range seen {
		only += n
	}
	return max(count, only, 1), first
}

func offset(line string) int {
	parts := strings.Fields(line)
	if len(parts) < 3 {
		return 0
	}
	n, _ := strconv.Atoi(parts[2])
	return n
}

// acceptedShape names the shape that gotcha is known to read otherwise, if the difference at offset is one.
func acceptedShape(text []byte, offset int) string {
	before := text[:min(offset, len(text))]
	if at := bytes.LastIndex(before, []byte("*/")); at >= 0 {
		comment := before[:at]
		if open := bytes.LastIndex(comment, []byte("/*")); open >= 0 && bytes.IndexByte(comment[open:], '\n') >= 0 &&
			bytes.IndexByte(before[at:], '\n') < 0 {
			return "a general comment with a newline does not end a statement"
		}
	}
	return ""
}
