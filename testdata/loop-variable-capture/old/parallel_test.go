package old

import "testing"

func TestParallel(t *testing.T) {
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			t.Log(name) // want "captures the loop variable `name`"
		})
	}
}

func TestSequential(t *testing.T) {
	for _, name := range []string{"a", "b"} {
		t.Run(name, func(t *testing.T) {
			t.Log(name)
		})
	}
}
