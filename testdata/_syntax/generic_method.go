// Type parameters of methods (Go 1.27).
package odd

func (r R) M[T any](x T) {}

func (*R[K]) Put[ /* c */ K comparable, V ~[]K | map[K]V](k K, v V) (_ V, ok bool) {
	return
}

func (r R)	Spaced [T any] (x T)
