package fixture

import (
	"bufio"
	"errors"
	"io"
	"net/mail"
	"os"
)

func lentToTheStandardLibrary(path string) (*mail.Message, error) {
	f, err := os.Open(path) // want "`f` is not closed"
	if err != nil {
		return nil, err
	}
	message, err := mail.ReadMessage(f)
	if err != nil {
		return nil, err
	}
	return message, nil
}

func never(path string) (int64, error) {
	f, err := os.Open(path) // want "`f` is not closed"
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func early(path string) ([]byte, error) {
	f, err := os.Create(path) // want "`f` is not closed"
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	f.Close()
	return data, nil
}

func wrapped(path string) (string, error) {
	f, err := os.Open(path) // want "`f` is not closed"
	if err != nil {
		return "", err
	}
	return bufio.NewReader(f).ReadString('\n')
}

func temporary() error {
	f, err := os.CreateTemp("", "x") // want "`f` is not closed"
	if err != nil {
		return err
	}
	if _, err := f.WriteString("x"); err != nil {
		return err
	}
	return f.Close()
}

func deferred(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return nil
}

func returned(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func unreachable(path string) (io.Reader, error) {
	f, err := os.Open(path) // want "`f` is not closed"
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(f), nil
}

type holder struct{ file *os.File }

func stored(path string, h *holder) (err error) {
	h.file, err = os.Open(path)
	return err
}

func built(path string) (*holder, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &holder{file: f}, nil
}

func passed(path string, take func(*os.File)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	take(f)
	return nil
}

func joined(path string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = f.WriteString("x")
	return err
}

func onError(path string) error {
	f, err := os.Open(path)
	if err == nil {
		return f.Close()
	}
	return err
}
