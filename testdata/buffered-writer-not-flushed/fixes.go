package fixture

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
)

func lines(out io.Writer, n int) (int, error) {
	w := bufio.NewWriter(out) // want "`w` is not flushed"
	for i := range n {
		if _, err := fmt.Fprintln(w, i); err != nil {
			return 0, err
		}
	}
	return n, nil
}

func table(out io.Writer, rows [][]string) error {
	w := csv.NewWriter(out) // want "`w` is not flushed"
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			return err
		}
	}
	return nil
}

func packed(out io.Writer, data []byte) error {
	w := gzip.NewWriter(out) // want "`w` is not flushed"
	if _, err := w.Write(data); err != nil {
		return err
	}
	return nil
}
