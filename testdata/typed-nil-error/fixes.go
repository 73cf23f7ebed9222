package fixture

type codeError struct{ code int }

func (e *codeError) Error() string { return "code" }

func alone() error {
	var err *codeError
	return err // want "is nil on some path"
}

func tested(codes []int) error {
	var err *codeError
	for _, code := range codes {
		if code != 0 {
			err = &codeError{code}
		}
	}
	if err == nil {
		return err // want "is nil on some path"
	}
	return err
}
