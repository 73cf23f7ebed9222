package fixture

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"text/tabwriter"
)

func never(out io.Writer) error {
	w := bufio.NewWriter(out) // want "`w` is not flushed"
	_, err := w.WriteString("x")
	if err != nil {
		return err
	}
	return nil
}

func branch(out io.Writer, quiet bool) error {
	w := bufio.NewWriter(out) // want "`w` is not flushed"
	fmt.Fprintln(w, "x")
	if quiet {
		return nil
	}
	return w.Flush()
}

func records(out io.Writer, rows [][]string) error {
	w := csv.NewWriter(out) // want "`w` is not flushed"
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			return err
		}
	}
	return nil
}

func packed(out io.Writer) error {
	w := gzip.NewWriter(out) // want "`w` is not flushed"
	if _, err := w.Write([]byte("x")); err != nil {
		return err
	}
	return nil
}

func table(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 8, 1, ' ', 0) // want "`w` is not flushed"
	fmt.Fprintln(w, "a\tb")
}

func flushed(out io.Writer) error {
	w := bufio.NewWriter(out)
	if _, err := w.WriteString("x"); err != nil {
		return err
	}
	return w.Flush()
}

func deferred(out io.Writer) {
	w := bufio.NewWriter(out)
	defer w.Flush()
	fmt.Fprintln(w, "x")
}

func unused(out io.Writer, write bool) {
	w := bufio.NewWriter(out)
	if !write {
		return
	}
	fmt.Fprintln(w, "x")
	w.Flush() // want "the error of `w.Flush` is dropped"
}

func returned(out io.Writer) *bufio.Writer {
	w := bufio.NewWriter(out)
	w.WriteString("x")
	return w
}

func passed(out io.Writer, take func(io.Writer)) {
	w := bufio.NewWriter(out)
	take(w)
}

func closed(out io.Writer) error {
	w := gzip.NewWriter(out)
	if _, err := w.Write([]byte("x")); err != nil {
		return err
	}
	return w.Close()
}
