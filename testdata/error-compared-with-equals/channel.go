package fixture

import "io"

// The error of Read comes over a channel of this function.
func received(r io.Reader, write func([]byte) error) error {
	failed := make(chan error, 1)
	go func() {
		buf := make([]byte, 64)
		for {
			n, readErr := r.Read(buf)
			if n > 0 {
				if writeErr := write(buf[:n]); writeErr != nil {
					failed <- writeErr
					return
				}
			}
			if readErr != nil {
				failed <- readErr
				return
			}
		}
	}()
	var err error
	select {
	case err = <-failed:
	}
	if err == io.EOF { // want strict "misses a wrapped `io.EOF`"
		return nil
	}
	return err
}

func receivedOther(write func([]byte) error) bool {
	failed := make(chan error, 1)
	go func() { failed <- write(nil) }()
	err := <-failed
	return err == io.EOF // want "misses a wrapped `io.EOF`"
}
