package fixture

import (
	stdctx "context"
	"net/http"
	"sync"
)

type alias = stdctx.Context

// A constructor, exported methods: long-lived.
type Server struct {
	addr string
	ctx  stdctx.Context // want "`Server` keeps a context"
}

func NewServer(ctx stdctx.Context, addr string) *Server { return &Server{addr: addr, ctx: ctx} }

type client struct {
	ctx  stdctx.Context // want "`client` keeps a context"
	name string
}

func newClient(ctx stdctx.Context) *client { return &client{ctx: ctx} }

type Repo struct {
	mu   sync.Mutex
	Ctx  alias // want "`Repo` keeps a context"
	http *http.Client
}

func (r *Repo) Find(id int) error { return r.Ctx.Err() }

type store struct {
	ctx, other stdctx.Context // want "`store` keeps a context"
}

func (s store) Get() error { return s.ctx.Err() }

type Generic[T any] struct {
	ctx stdctx.Context // want "`Generic` keeps a context"
	v   T
}

func NewGeneric[T any](ctx stdctx.Context, v T) *Generic[T] { return &Generic[T]{ctx, v} }

type (
	grouped struct {
		ctx stdctx.Context // want "`grouped` keeps a context"
	}
)

func (g *grouped) Run() {}

// Package-level variables.
var global stdctx.Context // want "the package keeps a context in `global`"

var initial = stdctx.Background() // want "the package keeps a context in `initial`"

var (
	one, two stdctx.Context // want "the package keeps a context in `one`"
)

// The strict tier.
type worker struct {
	ctx    stdctx.Context // want strict "`worker` keeps a context"
	cancel stdctx.CancelFunc
}

func newWorker(ctx stdctx.Context) *worker {
	w := &worker{}
	w.ctx, w.cancel = stdctx.WithCancel(ctx)
	return w
}

type plain struct {
	ctx stdctx.Context // want strict "`plain` keeps a context"
	n   int
}

type options struct {
	ctx stdctx.Context // want strict "`options` keeps a context"
}

func NewOptions(ctx stdctx.Context) options { return options{ctx} }

type job struct {
	ctx stdctx.Context // want strict "`job` keeps a context"
	id  int
}

// Look-alikes.
type custom struct {
	stdctx.Context
	values map[any]any
}

func newCustom(ctx stdctx.Context) *custom { return &custom{Context: ctx} }

type supervisor struct {
	baseCtx stdctx.Context
	names   []string
}

func newSupervisor(ctx stdctx.Context) *supervisor { return &supervisor{baseCtx: ctx} }

type funcs struct {
	run func(ctx stdctx.Context) error
}

func newFuncs() *funcs { return &funcs{} }

// Beside a base context stands another.
type scraper struct {
	parentCtx stdctx.Context
	ctx       stdctx.Context // want strict "`scraper` keeps a context"
	cancel    func()
}

func newScraper(parent stdctx.Context) *scraper {
	ctx, cancel := stdctx.WithCancel(parent)
	return &scraper{parentCtx: parent, ctx: ctx, cancel: cancel}
}

func (s *scraper) Stop() { s.cancel() }
