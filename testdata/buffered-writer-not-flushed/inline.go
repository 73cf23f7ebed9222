package fixture

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"text/tabwriter"
)

// Writers that no variable holds.

func inline(w io.Writer, v any) error {
	return json.NewEncoder(gzip.NewWriter(w)).Encode(v) // want "nothing flushes `gzip.NewWriter`"
}

func printed(f *os.File) {
	fmt.Fprintln(bufio.NewWriter(f), "hello") // want "nothing flushes `bufio.NewWriter`"
}

func called(f *os.File) {
	bufio.NewWriter(f).WriteString("hello") // want "nothing flushes"
}

func record(w io.Writer) error {
	return csv.NewWriter(w).Write([]string{"a"}) // want "nothing flushes"
}

func records(w io.Writer, all [][]string) error {
	return csv.NewWriter(w).WriteAll(all)
}

func encoder(w io.Writer, v any) error {
	enc := json.NewEncoder(bufio.NewWriter(w)) // want "nothing flushes"
	return enc.Encode(v)
}

func encoderKept(w io.Writer) *json.Encoder {
	return json.NewEncoder(bufio.NewWriter(w))
}

func neverWritten(w io.Writer) {
	_ = bufio.NewWriter(w)
}

func encoded(w io.Writer, data []byte) {
	base64.NewEncoder(base64.StdEncoding, w).Write(data) // want "nothing flushes"
}

func copied(w io.Writer, r io.Reader) error {
	_, err := io.Copy(zlib.NewWriter(w), r) // want "nothing flushes"
	return err
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func levelled(w io.Writer, r io.Reader) error {
	_, err := io.Copy(must(flate.NewWriter(w, 9)), r) // want "nothing flushes"
	return err
}

func levelledKept(w io.Writer, r io.Reader) error {
	z := must(flate.NewWriter(w, 9)) // want "`z` is not flushed"
	_, err := io.Copy(z, r)
	return err
}

func levelledClosed(w io.Writer, r io.Reader) error {
	z := must(flate.NewWriter(w, 9))
	if _, err := io.Copy(z, r); err != nil {
		return err
	}
	return z.Close()
}

// Writers around writers.

func outerOnly(f *os.File) error {
	tw := tar.NewWriter(gzip.NewWriter(f)) // want "nothing flushes `gzip.NewWriter`"
	if err := tw.WriteHeader(&tar.Header{}); err != nil {
		return err
	}
	return tw.Close()
}

func innerForgotten(f *os.File) error {
	buf := bufio.NewWriter(f) // want "`buf` is not flushed"
	gz := gzip.NewWriter(buf)
	if _, err := gz.Write([]byte("x")); err != nil {
		return err
	}
	return gz.Close()
}

func outerForgotten(f *os.File) error {
	buf := bufio.NewWriter(f)
	gz := gzip.NewWriter(buf) // want "`gz` is not flushed"
	if _, err := gz.Write([]byte("x")); err != nil {
		return err
	}
	return buf.Flush()
}

func bothFlushed(f *os.File) error {
	buf := bufio.NewWriter(f)
	gz := gzip.NewWriter(buf)
	if _, err := gz.Write([]byte("x")); err != nil {
		return err
	}
	if err := gz.Close(); err != nil {
		return err
	}
	return buf.Flush()
}

// A csv.Writer, a zip.Writer and an xml.Encoder write through the bufio.Writer that they are given, and flush it.

func csvOverBuffer(f *os.File) error {
	buf := bufio.NewWriter(f)
	w := csv.NewWriter(buf)
	if err := w.Write([]string{"a"}); err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

func zipOverBuffer(f *os.File) error {
	z := zip.NewWriter(bufio.NewWriter(f))
	if _, err := z.Create("a"); err != nil {
		return err
	}
	return z.Close()
}

func xmlOverBuffer(f *os.File, v any) error {
	return xml.NewEncoder(bufio.NewWriter(f)).Encode(v)
}

func bufferOverBuffer(f *os.File) error {
	w := bufio.NewWriter(bufio.NewWriter(f))
	fmt.Fprint(w, "x")
	return w.Flush()
}

// png has a buffer of its own of another size.
func pngOverBuffer(f *os.File, m image.Image) error {
	return png.Encode(bufio.NewWriter(f), m) // want "nothing flushes"
}

// Helpers.

func same(w *bufio.Writer) *bufio.Writer { return w }

func throughHelper(f *os.File) {
	w := same(bufio.NewWriter(f)) // want "`w` is not flushed"
	fmt.Fprint(w, "x")
}

func newCompressor(w io.Writer) *gzip.Writer {
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		panic(err)
	}
	return z
}

func fromHelper(w io.Writer) {
	z := newCompressor(w) // want "`z` is not flushed"
	fmt.Fprint(z, "x")
}

func fromHelperClosed(w io.Writer) error {
	z := newCompressor(w)
	fmt.Fprint(z, "x")
	return z.Close()
}

func compressor(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }

func fromInterfaceHelper(w io.Writer) {
	z := compressor(w) // want "`z` is not flushed"
	fmt.Fprint(z, "x")
}

func fill(w *bufio.Writer) {
	for i := range 10 {
		fmt.Fprintln(w, i)
	}
}

func fillAndFlush(w *bufio.Writer) error {
	fill(w)
	return w.Flush()
}

func filled(f *os.File) {
	w := bufio.NewWriter(f) // want "`w` is not flushed"
	fill(w)
}

func filledAndFlushed(f *os.File) error {
	w := bufio.NewWriter(f)
	return fillAndFlush(w)
}

func earlyReturn(f *os.File, lines []string) error {
	w := bufio.NewWriter(f) // want "`w` is not flushed"
	fmt.Fprintln(w, "header")
	if len(lines) == 0 {
		return nil
	}
	for _, line := range lines {
		fmt.Fprintln(w, line)
	}
	return w.Flush()
}

func errorPath(f *os.File, lines []string) error {
	w := bufio.NewWriter(f)
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			return errors.New("empty line")
		}
		fmt.Fprintln(w, line)
	}
	return w.Flush()
}

func tabs() {
	w := tabwriter.NewWriter(os.Stdout, 0, 8, 1, ' ', 0) // want "`w` is not flushed"
	fmt.Fprintln(w, "a\tb")
}

func initialised() {
	w := new(tabwriter.Writer)
	w.Init(os.Stdout, 0, 8, 1, ' ', 0) // want "`w` is not flushed"
	fmt.Fprintln(w, "a\tb")
}

func initialisedFlushed() {
	w := new(tabwriter.Writer)
	w.Init(os.Stdout, 0, 8, 1, ' ', 0)
	fmt.Fprintln(w, "a\tb")
	w.Flush()
}

func initialisedOnTheSpot() {
	w := new(tabwriter.Writer).Init(os.Stdout, 0, 8, 1, ' ', 0) // want "`w` is not flushed"
	fmt.Fprintln(w, "a\tb")
}

// Handed over: silent.

type sink struct{ w *bufio.Writer }

func stored(f *os.File) *sink {
	w := bufio.NewWriter(f)
	w.WriteString("header")
	return &sink{w: w}
}

func returned(f *os.File) io.Writer {
	w := bufio.NewWriter(f)
	w.WriteString("header")
	return w
}

func started(f *os.File, lines <-chan string) {
	w := bufio.NewWriter(f)
	go func() {
		defer w.Flush()
		for line := range lines {
			w.WriteString(line)
		}
	}()
}

func deferredInLiteral(f *os.File) (err error) {
	w := bufio.NewWriter(f)
	defer func() { err = errors.Join(err, w.Flush()) }()
	fmt.Fprint(w, "x")
	return nil
}

func inLocalStruct(f *os.File) {
	var s sink
	s.w = bufio.NewWriter(f) // want "`s.w` is not flushed"
	fmt.Fprint(s.w, "x")
}

func (s *sink) done() { s.w.Flush() }

func inLocalStructFlushed(f *os.File) {
	var s sink
	s.w = bufio.NewWriter(f)
	defer s.done()
	fmt.Fprint(s.w, "x")
}

func form(fields map[string]string) (*http.Request, error) {
	var body bytes.Buffer
	m := multipart.NewWriter(&body) // want "`m` is not flushed"
	for name, value := range fields {
		if err := m.WriteField(name, value); err != nil {
			return nil, err
		}
	}
	return http.NewRequest("POST", "http://example.com", &body)
}

func inClosure(f *os.File) func() {
	return func() {
		w := bufio.NewWriter(f) // want "`w` is not flushed"
		fmt.Fprint(w, "x")
	}
}

func switched(f *os.File, kind int) error {
	w := bufio.NewWriter(f) // want "`w` is not flushed"
	switch kind {
	case 0:
		fmt.Fprint(w, "zero")
	case 1:
		fmt.Fprint(w, "one")
		return w.Flush()
	default:
		return errors.New("unknown")
	}
	return nil
}

func onlyAsked(w io.Writer, rows [][]string) error {
	out := csv.NewWriter(w) // want "`out` is not flushed"
	for _, row := range rows {
		if err := out.Write(row); err != nil {
			return err
		}
	}
	return out.Error()
}
