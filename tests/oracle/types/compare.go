package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
)

// counts are the figures of one module or of all; the JSON names are those of the last line.
type counts struct {
	Total       int `json:"total"`
	Untyped     int `json:"untyped"`
	Agree       int `json:"agree"`
	Unknown     int `json:"unknown"`
	Wrong       int `json:"wrong"`
	UsesTotal   int `json:"uses_total"`
	UsesAgree   int `json:"uses_agree"`
	UsesWrong   int `json:"uses_wrong"`
	DefsTotal   int `json:"-"`
	DefsWrong   int `json:"-"`
	DefsUnknown int `json:"-"`
	SelTotal    int `json:"-"`
	SelWrong    int `json:"-"`
	SelUnknown  int `json:"-"`
	InstTotal   int `json:"-"`
	InstWrong   int `json:"-"`
	InstUnknown int `json:"-"`
	MissedFiles int `json:"-"`
	Extra       int `json:"-"`
}

func (c *counts) add(d *counts) {
	c.Total += d.Total
	c.Untyped += d.Untyped
	c.Agree += d.Agree
	c.Unknown += d.Unknown
	c.Wrong += d.Wrong
	c.UsesTotal += d.UsesTotal
	c.UsesAgree += d.UsesAgree
	c.UsesWrong += d.UsesWrong
	c.DefsTotal += d.DefsTotal
	c.DefsWrong += d.DefsWrong
	c.DefsUnknown += d.DefsUnknown
	c.SelTotal += d.SelTotal
	c.SelWrong += d.SelWrong
	c.SelUnknown += d.SelUnknown
	c.InstTotal += d.InstTotal
	c.InstWrong += d.InstWrong
	c.InstUnknown += d.InstUnknown
	c.MissedFiles += d.MissedFiles
	c.Extra += d.Extra
}

// verdict of one line.
type verdict int

const (
	agree verdict = iota
	unknown
	wrong
	untyped
)

// fact is a parsed line.
type fact struct {
	Mode      string  `json:"mode"`
	Type      *string `json:"type"`
	Const     *string `json:"const"`
	Object    *string `json:"object"`
	Selection string  `json:"selection"`
	Path      string  `json:"path"`
	Indirect  bool    `json:"indirect"`
	Args      *string `json:"args"`
}

func (l *line) parse() (f fact) {
	json.Unmarshal([]byte("{"+l.Rest), &f)
	return f
}

func vague(s *string) bool { return s == nil || strings.Contains(*s, "?") }

// judge compares one line of go/types with ours (nil: missing).
func judge(theirs, ours *line) (verdict, string, string) {
	if strings.Contains(theirs.Rest, `"mode":"invalid"`) {
		return untyped, "", ""
	}
	if ours == nil {
		return unknown, theirs.Rest, ""
	}
	if theirs.Rest == ours.Rest {
		return agree, "", ""
	}
	t, o := theirs.parse(), ours.parse()
	switch theirs.Kind {
	case "use":
		if vague(o.Object) {
			return unknown, *t.Object, "?"
		}
		if *t.Object == *o.Object {
			return agree, "", ""
		}
		return wrong, *t.Object, *o.Object
	case "def":
		if o.Object != nil && *o.Object != *t.Object {
			return wrong, *t.Object, *o.Object
		}
		if vague(o.Type) {
			return unknown, *t.Type, "?"
		}
		if *t.Type == *o.Type {
			return agree, "", ""
		}
		return wrong, *t.Type, *o.Type
	case "instance":
		if vague(o.Args) || vague(o.Type) {
			return unknown, *t.Args, "?"
		}
		if *t.Args == *o.Args && *t.Type == *o.Type {
			return agree, "", ""
		}
		return wrong, *t.Args + " " + *t.Type, *o.Args + " " + *o.Type
	case "selection":
		if o.Selection == "?" {
			return unknown, theirs.Rest, "?"
		}
		if t.Selection == o.Selection && t.Path == o.Path && t.Indirect == o.Indirect {
			return agree, "", ""
		}
		return wrong, theirs.Rest, ours.Rest
	}
	if o.Mode == "?" || o.Mode == "" {
		return unknown, theirs.Rest, "?"
	}
	if t.Mode == "builtin" || t.Mode == "void" {
		if o.Mode == t.Mode {
			return agree, "", ""
		}
		if o.Type != nil && vague(o.Type) {
			return unknown, t.Mode, "?"
		}
		return wrong, t.Mode, o.Mode + " " + text(o.Type)
	}
	if o.Mode != "builtin" && o.Mode != "void" && vague(o.Type) {
		return unknown, text(t.Type), text(o.Type)
	}
	if text(t.Type) != text(o.Type) {
		return wrong, t.Mode + " " + text(t.Type), o.Mode + " " + text(o.Type)
	}
	if t.Mode != o.Mode && !(o.Mode == "value" && plainValue(t.Mode)) {
		if t.Mode == "const" && o.Mode == "value" {
			return unknown, "const " + text(t.Const), "value"
		}
		return wrong, t.Mode + " " + text(t.Type), o.Mode + " " + text(o.Type)
	}
	if t.Mode == "const" && text(t.Const) != "*" && text(t.Const) != text(o.Const) {
		if vague(o.Const) && !strings.HasPrefix(text(o.Const), `"`) {
			return unknown, "const " + text(t.Const), "?"
		}
		return wrong, "const " + text(t.Type) + " " + text(t.Const), "const " + text(o.Type) + " " + text(o.Const)
	}
	return agree, "", ""
}

func plainValue(mode string) bool {
	return mode == "var" || mode == "mapindex" || mode == "commaok" || mode == "value"
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// dumpIndex finds the files of a dump on disk without keeping the dump in memory.
type dumpIndex struct {
	file     *os.File
	sections map[string][2]int64
	seen     map[string]bool
}

func indexDump(name string) (*dumpIndex, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	index := &dumpIndex{file: file, sections: map[string][2]int64{}, seen: map[string]bool{}}
	reader := bufio.NewReaderSize(file, 1<<20)
	var at int64
	current := ""
	var from int64
	for {
		raw, err := readLine(reader)
		if len(raw) > 0 && bytes.HasPrefix(raw, []byte(`{"file":`)) {
			if current != "" {
				index.sections[current] = [2]int64{from, at}
			}
			var header struct {
				File string `json:"file"`
			}
			json.Unmarshal(raw, &header)
			current, from = header.File, at+int64(len(raw))
		}
		at += int64(len(raw))
		if err != nil {
			break
		}
	}
	if current != "" {
		index.sections[current] = [2]int64{from, at}
	}
	return index, nil
}

func readLine(reader *bufio.Reader) ([]byte, error) {
	raw, err := reader.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		long := append([]byte(nil), raw...)
		for err == bufio.ErrBufferFull {
			raw, err = reader.ReadSlice('\n')
			long = append(long, raw...)
		}
		return long, err
	}
	return raw, err
}

// load reads one file's lines; nil where the dump does not have the file.
func (index *dumpIndex) load(path string) *fileDump {
	section, ok := index.sections[path]
	if !ok {
		return nil
	}
	index.seen[path] = true
	d := &fileDump{Path: path}
	reader := bufio.NewReaderSize(io.NewSectionReader(index.file, section[0], section[1]-section[0]), 1<<16)
	for {
		raw, err := readLine(reader)
		if l, ok := parseLine(raw); ok {
			d.Lines = append(d.Lines, l)
		}
		if err != nil {
			break
		}
	}
	d.sort()
	return d
}

// parseLine splits `{"start":1,"end":2,"kind":"K",…}`; the keys stand in this order on both sides.
func parseLine(raw []byte) (l line, ok bool) {
	s := string(bytes.TrimRight(raw, "\n"))
	var found bool
	if s, found = strings.CutPrefix(s, `{"start":`); !found {
		return l, false
	}
	number := func() (n int) {
		for len(s) > 0 && '0' <= s[0] && s[0] <= '9' {
			n = n*10 + int(s[0]-'0')
			s = s[1:]
		}
		return n
	}
	l.Start = number()
	if s, found = strings.CutPrefix(s, `,"end":`); !found {
		return l, false
	}
	l.End = number()
	if s, found = strings.CutPrefix(s, `,"kind":"`); !found {
		return l, false
	}
	if l.Kind, s, found = strings.Cut(s, `",`); !found {
		return l, false
	}
	l.Rest = s
	return l, true
}

// readDump hands the files of a dump to f one by one.
func readDump(in io.Reader, f func(*fileDump)) {
	reader := bufio.NewReaderSize(in, 1<<20)
	var current *fileDump
	for {
		raw, err := readLine(reader)
		if bytes.HasPrefix(raw, []byte(`{"file":`)) {
			if current != nil {
				f(current)
			}
			var header struct {
				File string `json:"file"`
			}
			json.Unmarshal(raw, &header)
			current = &fileDump{Path: header.File}
		} else if l, ok := parseLine(raw); ok && current != nil {
			current.Lines = append(current.Lines, l)
		}
		if err != nil {
			break
		}
	}
	if current != nil {
		f(current)
	}
}

// sample is a frequent difference with its first place.
type sample struct {
	key   string
	count int
	place string
}

type samples map[string]*sample

func (s samples) add(key, place string) {
	if one := s[key]; one != nil {
		one.count++
		return
	}
	if len(s) < 200000 {
		s[key] = &sample{key, 1, place}
	}
}

func (s samples) top(n int) []*sample {
	var list []*sample
	for _, one := range s {
		list = append(list, one)
	}
	sort.Slice(list, func(i, j int) bool {
		if list[i].count != list[j].count {
			return list[i].count > list[j].count
		}
		return list[i].key < list[j].key
	})
	return list[:min(n, len(list))]
}

// comparison gathers the verdicts of a run.
type comparison struct {
	counts  counts
	byKind  map[string]*[3]int
	wrongs  samples
	unknown samples
	missing samples
	onWrong func(file string, l *line, theirs, ours string)
}

func newComparison() *comparison {
	return &comparison{byKind: map[string]*[3]int{}, wrongs: samples{}, unknown: samples{}, missing: samples{}}
}

type judged struct {
	line   *line
	v      verdict
	theirs string
	ours   string
}

// file compares one file; ours may be nil.
func (c *comparison) file(theirs, ours *fileDump) {
	if ours == nil {
		c.counts.MissedFiles++
		c.missing.add(theirs.Path, theirs.Path)
	}
	var doubtful []judged
	j := 0
	for i := range theirs.Lines {
		l := &theirs.Lines[i]
		var mine *line
		if ours != nil {
			for j < len(ours.Lines) && ours.Lines[j].less(l) {
				if isExpr(ours.Lines[j].Kind) {
					c.counts.Extra++
				}
				j++
			}
			if j < len(ours.Lines) && !l.less(&ours.Lines[j]) {
				mine = &ours.Lines[j]
				j++
			}
		}
		v, a, b := judge(l, mine)
		c.count(l.Kind, v)
		if v == unknown || v == wrong {
			doubtful = append(doubtful, judged{l, v, a, b})
			if v == wrong && c.onWrong != nil {
				c.onWrong(theirs.Path, l, a, b)
			}
		}
	}
	if len(doubtful) > 0 && ours != nil {
		c.explain(theirs.Path, doubtful)
	}
}

func isExpr(kind string) bool { return kind[0] < 'a' }

func (c *comparison) count(kind string, v verdict) {
	n := &c.counts
	tally := func(total, wrongs, unknowns *int) {
		*total++
		switch v {
		case wrong:
			*wrongs++
		case unknown:
			*unknowns++
		}
	}
	switch kind {
	case "use":
		n.UsesTotal++
		switch v {
		case agree:
			n.UsesAgree++
		case wrong:
			n.UsesWrong++
		}
	case "def":
		tally(&n.DefsTotal, &n.DefsWrong, &n.DefsUnknown)
	case "selection":
		tally(&n.SelTotal, &n.SelWrong, &n.SelUnknown)
	case "instance":
		tally(&n.InstTotal, &n.InstWrong, &n.InstUnknown)
	default:
		switch v {
		case untyped:
			n.Untyped++
			return
		case agree:
			n.Agree++
		case unknown:
			n.Unknown++
		case wrong:
			n.Wrong++
		}
		n.Total++
	}
	if v == untyped {
		return
	}
	row := c.byKind[kind]
	if row == nil {
		row = new([3]int)
		c.byKind[kind] = row
	}
	row[v]++
}

// explain finds the innermost doubtful places (those that hold no other) and counts them by what they look like.
func (c *comparison) explain(path string, list []judged) {
	source, _ := os.ReadFile(path)
	sort.SliceStable(list, func(i, j int) bool {
		if list[i].line.Start != list[j].line.Start {
			return list[i].line.Start < list[j].line.Start
		}
		return list[i].line.End > list[j].line.End
	})
	for i := range list {
		l := list[i].line
		if i+1 < len(list) {
			next := list[i+1].line
			if next.Start < l.End && next.End <= l.End && !(next.Start == l.Start && next.End == l.End) {
				continue
			}
		}
		snippet := ""
		if l.Start <= l.End && l.End <= len(source) {
			snippet = string(source[l.Start:l.End])
		}
		place := position(path, source, l.Start)
		if list[i].v == wrong {
			c.wrongs.add(l.Kind+": "+clip(list[i].theirs, 160)+"  →  "+clip(list[i].ours, 160), place+"  "+clip(snippet, 60))
		} else {
			c.unknown.add(l.Kind+" "+clip(snippet, 60), place+"  "+clip(list[i].theirs, 100))
		}
	}
}

func position(path string, source []byte, offset int) string {
	if offset > len(source) {
		return path
	}
	before := source[:offset]
	lineNumber := bytes.Count(before, []byte("\n")) + 1
	column := offset - (bytes.LastIndexByte(before, '\n') + 1) + 1
	return fmt.Sprintf("%s:%d:%d", path, lineNumber, column)
}

func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}

// print writes the tables.
func (c *comparison) print(out io.Writer) {
	var kinds []string
	for kind := range c.byKind {
		kinds = append(kinds, kind)
	}
	sort.Strings(kinds)
	fmt.Fprintf(out, "%-14s %10s %10s %10s %10s\n", "kind", "total", "agree", "unknown", "wrong")
	for _, kind := range kinds {
		row := c.byKind[kind]
		fmt.Fprintf(out, "%-14s %10d %10d %10d %10d\n", kind, row[0]+row[1]+row[2], row[agree], row[unknown], row[wrong])
	}
	if len(c.missing) > 0 {
		fmt.Fprintf(out, "\nfiles that gotcha did not report: %d\n", len(c.missing))
		for _, one := range c.missing.top(10) {
			fmt.Fprintf(out, "  %s\n", one.place)
		}
	}
	if len(c.unknown) > 0 {
		fmt.Fprintf(out, "\nwhere Unknown begins (innermost expressions), most frequent first\n")
		for _, one := range c.unknown.top(50) {
			fmt.Fprintf(out, "%7d  %s\n         %s\n", one.count, one.key, one.place)
		}
	}
	if len(c.wrongs) > 0 {
		fmt.Fprintf(out, "\nwrong pairs (go/types → gotcha, innermost), most frequent first\n")
		for _, one := range c.wrongs.top(50) {
			fmt.Fprintf(out, "%7d  %s\n         %s\n", one.count, one.key, one.place)
		}
	}
	n := &c.counts
	percent := func(part, all int) float64 {
		if all == 0 {
			return 0
		}
		return 100 * float64(part) / float64(all)
	}
	fmt.Fprintf(out, "\nexpressions %d: agree %.3f %%, unknown %.3f %%, wrong %.4f %%; %d only in gotcha, %d files missing\n",
		n.Total, percent(n.Agree, n.Total), percent(n.Unknown, n.Total), percent(n.Wrong, n.Total), n.Extra, n.MissedFiles)
	fmt.Fprintf(out, "uses %d: agree %.3f %%, wrong %.4f %%; definitions %d: unknown %d, wrong %d; selections %d: unknown %d, wrong %d; instances %d: unknown %d, wrong %d\n",
		n.UsesTotal, percent(n.UsesAgree, n.UsesTotal), percent(n.UsesWrong, n.UsesTotal), n.DefsTotal, n.DefsUnknown, n.DefsWrong,
		n.SelTotal, n.SelUnknown, n.SelWrong, n.InstTotal, n.InstUnknown, n.InstWrong)
}
