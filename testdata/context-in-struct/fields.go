package fixture

import "context"

type Store struct {
	ctx context.Context // want "`Store` keeps a context"
}

func NewStore(ctx context.Context) *Store { return &Store{ctx: ctx} }

func (s *Store) Ping() error { return s.ctx.Err() }

var shared context.Context // want "the package keeps a context in `shared`"

type scope struct {
	context.Context
	name string
}

type Params struct {
	name string
}

func NewParams(ctx context.Context) *Params { return &Params{} }

type Service struct {
	baseCtx context.Context
}

func NewService(ctx context.Context) *Service { return &Service{baseCtx: ctx} }

type owner struct {
	ctx    context.Context // want strict "`owner` keeps a context"
	cancel context.CancelFunc
}

func newOwner(ctx context.Context) *owner {
	ctx, cancel := context.WithCancel(ctx)
	return &owner{ctx: ctx, cancel: cancel}
}
