package a

import (
	"archive/tar"
	"archive/zip"
	b "bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"os"
	"text/tabwriter"
)

func b1(w io.Writer) {
	bw := b.NewWriter(w) // want "not flushed"
	bw.WriteString("x")
}

func b2(w io.Writer) {
	bw := b.NewWriterSize(w, 10) // want "not flushed"
	fmt.Fprintf(bw, "x")
}

func b3(w io.Writer, v any) error {
	bw := b.NewWriter(w) // want "not flushed"
	return json.NewEncoder(bw).Encode(v)
}

func b4(p string) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer f.Close()
	bw := b.NewWriter(f) // want "not flushed"
	for i := range 3 {
		if _, err := fmt.Fprintln(bw, i); err != nil {
			return err
		}
	}
	return nil
}

func b5(w io.Writer, n int) {
	bw := b.NewWriter(w) // want "not flushed"
	bw.WriteByte('x')
	if n > 3 {
		return
	}
	bw.Flush() // want "dropped"
}

func b6(w io.Writer, recs [][]string) error {
	cw := csv.NewWriter(w) // want "not flushed"
	for _, r := range recs {
		if err := cw.Write(r); err != nil {
			return err
		}
	}
	return nil
}

func b7(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 8, 1, ' ', 0) // want "not flushed"
	fmt.Fprintln(tw, "a\tb")
}

func b8(data []byte) []byte {
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf) // want "not flushed"
	zw.Write(data)
	return buf.Bytes()
}

func b9(data []byte) ([]byte, error) {
	var buf bytes.Buffer
	zw, err := gzip.NewWriterLevel(&buf, 3) // want "not flushed"
	if err != nil {
		return nil, err
	}
	if _, err := zw.Write(data); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// closed, but only after the bytes were taken: deferred
func b10(data []byte) []byte {
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	defer zw.Close()
	zw.Write(data)
	return buf.Bytes()
}

func b11(w io.Writer) error {
	tw := tar.NewWriter(w) // want "not flushed"
	return tw.WriteHeader(&tar.Header{})
}

func b12(w io.Writer) error {
	zw := zip.NewWriter(w) // want "not flushed"
	e, err := zw.Create("x")
	if err != nil {
		return err
	}
	_, err = e.Write(nil)
	return err
}

func b13(w io.Writer) error {
	mw := multipart.NewWriter(w) // want "not flushed"
	return mw.WriteField("a", "b")
}

func b14(w io.Writer) error {
	bw := b.NewWriter(w)
	defer bw.Flush()
	_, err := bw.WriteString("x")
	return err
}

func b15(w io.Writer) error {
	bw := b.NewWriter(w)
	bw.WriteString("x")
	return bw.Flush()
}

func b16(w io.Writer) error {
	bw := b.NewWriter(w)
	bw.WriteString("x")
	bw.Flush() // want "error"
	return nil
}

func b17(w io.Writer, recs [][]string) error {
	cw := csv.NewWriter(w)
	cw.Write(recs[0])
	cw.Flush() // want "Error"
	return nil
}

func b18(w io.Writer, recs [][]string) error {
	cw := csv.NewWriter(w)
	cw.Write(recs[0])
	cw.Flush()
	return cw.Error()
}

func b19(w io.Writer, recs [][]string) error {
	cw := csv.NewWriter(w)
	return cw.WriteAll(recs)
}

func b20(w io.Writer) io.Writer {
	return b.NewWriter(w)
}

func b21(w io.Writer) *b.Writer {
	bw := b.NewWriter(w)
	bw.WriteString("x")
	return bw
}

type wr struct{ bw *b.Writer }

func b22(w io.Writer) *wr {
	bw := b.NewWriter(w)
	bw.WriteString("x")
	return &wr{bw}
}

func b23(w io.Writer) {
	bw := b.NewWriter(w)
	defer func() { bw.Flush() }()
	bw.WriteString("x")
}

func b24(w io.Writer) {
	bw := b.NewWriter(w)
	bw.WriteString("x")
	finish(bw)
}

func finish(bw *b.Writer) {
	if err := bw.Flush(); err != nil {
		panic(err)
	}
}

func b25(w io.Writer) {
	bw := b.NewWriter(w) // want "not flushed"
	emit(bw)
}

func emit(w io.Writer) { fmt.Fprintln(w, "x") }

func b26(w io.Writer) (err error) {
	bw := b.NewWriter(w)
	defer func() {
		if ferr := bw.Flush(); err == nil {
			err = ferr
		}
	}()
	bw.WriteString("x")
	return nil
}

func b27(w io.Writer) error {
	var bw *b.Writer = b.NewWriter(w) // want "not flushed"
	io.Copy(bw, os.Stdin)
	return nil
}

func b28(w io.Writer, lines []string) {
	bw := b.NewWriter(w) // want "not flushed"
	for _, l := range lines {
		bw.WriteString(l)
	}
	println("done")
}

func b29() {
	w := b.NewWriter(os.Stdout) // want "not flushed"
	fmt.Fprint(w, "Hello, ")
	fmt.Fprint(w, "world!")
}

func b30(w io.Writer) error {
	gz := gzip.NewWriter(w)
	defer gz.Close()
	_, err := gz.Write([]byte("x"))
	return err
}

func b31(w io.Writer) error {
	gz := gzip.NewWriter(w)
	if _, err := gz.Write([]byte("x")); err != nil {
		gz.Close()
		return err
	}
	return gz.Close()
}

func b32(w io.Writer) {
	tw := tabwriter.NewWriter(os.Stdout, 0, 8, 1, ' ', 0)
	defer tw.Flush()
	fmt.Fprintln(tw, "x")
}

func b33() {
	w := b.NewWriter(os.Stdout)
	defer w.Flush()
	fmt.Fprint(w, "Hello, ")
}

func b34(w io.Writer) error {
	bw := b.NewWriter(w)
	bw.WriteString("x")
	_ = bw.Flush()
	return nil
}

func b35(buf *bytes.Buffer) string {
	bw := b.NewWriter(buf)
	bw.WriteString("x")
	bw.Flush()
	return buf.String()
}

func b36(w io.Writer) error {
	zw := gzip.NewWriter(w) // want "not flushed"
	zw.Write([]byte("x"))
	return zw.Flush()
}

func b37(w io.Writer) {
	b.NewWriter(w).WriteString("x") // want "nothing flushes"
}

func b38(w io.Writer) {
	fmt.Fprintln(b.NewWriter(w), "x") // want "nothing flushes"
}
