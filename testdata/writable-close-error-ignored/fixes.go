package fixture

import "os"

func named(path string, data []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close() // want "the error of `f.Close` is dropped"
	_, err = f.Write(data)
	return err
}

func plain(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err != nil {
		return err
	}
	f.Close() // want "the error of `f.Close` is dropped"
	return nil
}
