package a

import (
	"os"
	"path/filepath"
)

const configPath = "/etc/app/config.json"

func n1(b []byte) error {
	return os.WriteFile(configPath, b, 0o644) // want "half"
}
func n2(b []byte, target string) error {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	f.Write(b)
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), target) // want "file system"
}
func n3(b []byte, target string) error {
	f, err := os.CreateTemp(filepath.Dir(target), "x") // want "left behind"
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), target)
}
func n4(b []byte, target string) error {
	f, err := os.CreateTemp(filepath.Dir(target), "x")
	if err != nil {
		return err
	}
	tmp := f.Name()
	defer os.Remove(tmp)
	if _, err := f.Write(b); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, target)
}

type Store struct{ path string }

func (s *Store) load() ([]byte, error) { return os.ReadFile(s.path) }
func (s *Store) save(b []byte) error {
	return os.WriteFile(s.path, b, 0o600) // want "half"
}
func n5(target string) error {
	tmp := filepath.Join(os.TempDir(), "x")
	os.WriteFile(tmp, nil, 0o600)
	return os.Rename(tmp, target) // want "file system"
}
func n6(report string) error { return os.WriteFile(report, nil, 0o600) }
func SaveState(path string, b []byte) error {
	return os.WriteFile(path, b, 0o600) // want "half"
}
func n7(statePath string) error {
	f, err := os.Create(statePath) // want "half"
	if err != nil {
		return err
	}
	return f.Close()
}
