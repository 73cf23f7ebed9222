package fixture

import (
	stdctx "context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"testing"
	"time"
)

var bg = stdctx.Background()

type (
	stopFunc = stdctx.CancelFunc
	pair     struct {
		ctx    stdctx.Context
		cancel stdctx.CancelFunc
	}
)

// All the constructors, each discarded.
func discarded() {
	_, _ = stdctx.WithCancel(bg)                                        // want "discarded"
	_, _ = stdctx.WithTimeout(bg, time.Second)                          // want "discarded"
	_, _ = stdctx.WithDeadline(bg, time.Now())                          // want "discarded"
	_, _ = stdctx.WithCancelCause(bg)                                   // want "discarded"
	_, _ = stdctx.WithTimeoutCause(bg, time.Second, errors.New("slow")) // want "discarded"
	_, _ = stdctx.WithDeadlineCause(bg, time.Now(), errors.New("slow")) // want "discarded"
	_, _ = signal.NotifyContext(bg, os.Interrupt, syscall.SIGTERM)      // want "discarded"
	var c1, _ = stdctx.WithCancel(bg)                                   // want "discarded"
	var c2 stdctx.Context
	c2, _ = stdctx.WithCancel(bg)                // want "discarded"
	c3, _ := stdctx.WithTimeout(c2, time.Second) // want "discarded"
	fmt.Println(c1, c2, c3)
}

var packageCtx, _ = stdctx.WithCancel(stdctx.Background()) // want "discarded"

// Declared, then assigned.
func declared(fail bool) error {
	var cancel stdctx.CancelFunc
	var ctx stdctx.Context
	ctx, cancel = stdctx.WithCancel(bg) // want "`cancel` is not called on every path"
	if fail {
		return ctx.Err()
	}
	cancel()
	return nil
}

func varForm(fail bool) {
	var ctx, cancel = stdctx.WithCancel(bg) // want "`cancel` is not called on every path"
	if !fail {
		cancel()
	}
	_ = ctx
}

func neverCalled() {
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel` is not called on every path"
	_ = ctx
	_ = cancel
}

func onlyPrinted() {
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel` is not called on every path"
	fmt.Println(ctx, cancel == nil)
}

func inIf(n int) {
	if ctx, cancel := stdctx.WithCancel(bg); n > 0 { // want "`cancel` is not called on every path"
		_ = ctx
		cancel()
	}
}

func inSwitch(n int) {
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel` is not called on every path"
	switch n {
	case 1:
		cancel()
	case 2:
		cancel()
	}
	_ = ctx
}

func switchAll(n int) {
	ctx, cancel := stdctx.WithCancel(bg)
	switch n {
	case 1:
		defer cancel()
	default:
		defer cancel()
	}
	_ = ctx
}

func typeSwitch(v any) {
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel` is not called on every path"
	switch v.(type) {
	case int:
		cancel()
	case string:
	}
	_ = ctx
}

func inSelect(ch chan int) {
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel` is not called on every path"
	select {
	case <-ch:
		cancel()
	case <-ctx.Done():
	}
}

func selectDefault(ch chan int) {
	ctx, cancel := stdctx.WithTimeout(bg, time.Second) // want "`cancel` is not called on every path"
	select {
	case <-ch:
		cancel()
	default:
		return
	}
	_ = ctx
}

// Loops.
func loopDiscard(n int) {
	for i := 0; i < n; i++ {
		ctx, _ := stdctx.WithTimeout(bg, time.Second) // want "discarded"
		_ = ctx
	}
}

func loopOuter(n int) {
	ctx, cancel := bg, stdctx.CancelFunc(nil)
	for i := 0; i < n; i++ {
		ctx, cancel = stdctx.WithCancel(ctx) // want "`cancel`"
	}
	if cancel != nil {
		cancel()
	}
}

func loopContinue(items []int) {
	for _, item := range items {
		ctx, cancel := stdctx.WithTimeout(bg, time.Second) // want "`cancel`"
		if item == 0 {
			continue
		}
		_ = ctx
		cancel()
	}
}

func loopBreak(items []int) {
	for _, item := range items {
		ctx, cancel := stdctx.WithTimeout(bg, time.Second) // want "`cancel`"
		if item == 0 {
			break
		}
		_ = ctx
		cancel()
	}
}

func loopLabelled(rows [][]int) {
outer:
	for _, row := range rows {
		ctx, cancel := stdctx.WithTimeout(bg, time.Second) // want "`cancel`"
		for _, cell := range row {
			if cell == 0 {
				continue outer
			}
		}
		_ = ctx
		cancel()
	}
}

func loopReturn(items []int) error {
	for _, item := range items {
		ctx, cancel := stdctx.WithTimeout(bg, time.Second) // want "`cancel`"
		if item == 0 {
			return ctx.Err()
		}
		cancel()
	}
	return nil
}

func loopForever() {
	for {
		ctx, cancel := stdctx.WithCancel(bg) // want "`cancel`"
		if ctx.Err() != nil {
			return
		}
		cancel()
	}
}

func rangeOverFunc(seq func(func(int) bool)) {
	for v := range seq {
		ctx, cancel := stdctx.WithCancel(bg) // want "`cancel`"
		if v == 0 {
			return
		}
		_ = ctx
		cancel()
	}
}

func byGoto(n int) {
again:
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel` is lost at each turn of the loop"
	if n--; n > 0 {
		goto again
	}
	_ = ctx
	cancel()
}

func gotoOut(n int) {
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel` is not called on every path"
	if n > 0 {
		goto end
	}
	cancel()
end:
	_ = ctx
}

// Literals.
func inLiteral() {
	func() {
		ctx, cancel := stdctx.WithCancel(bg) // want "`cancel`"
		if ctx.Err() != nil {
			return
		}
		cancel()
	}()
	go func() {
		ctx, _ := stdctx.WithCancel(bg) // want "discarded"
		<-ctx.Done()
	}()
	f := func(fail bool) error {
		ctx, cancel := stdctx.WithCancel(bg) // want "`cancel`"
		if fail {
			return ctx.Err()
		}
		defer cancel()
		return nil
	}
	_ = f(true)
}

var handler = func(fail bool) {
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel`"
	if fail {
		return
	}
	_ = ctx
	cancel()
}

type service struct {
	mu     sync.Mutex
	cancel stdctx.CancelFunc
	ctx    stdctx.Context
}

func (s *service) method(fail bool) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx, cancel := stdctx.WithCancel(s.ctx) // want "`cancel`"
	if fail {
		err = ctx.Err()
		return
	}
	defer cancel()
	return
}

func namedResult(fail bool) (ctx stdctx.Context, cancel stdctx.CancelFunc) {
	ctx, cancel = stdctx.WithCancel(bg)
	return
}

func namedResultLost(fail bool) (ctx stdctx.Context, cancel stdctx.CancelFunc, err error) {
	ctx, cancel = stdctx.WithCancel(bg) // want "`cancel`"
	if fail {
		return nil, nil, errors.New("failed")
	}
	return
}

func errFirst(open func() error) error {
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel`"
	if err := open(); err != nil {
		return err
	}
	err := open()
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	defer cancel()
	return ctx.Err()
}

func shadowed(deep bool) {
	ctx, cancel := stdctx.WithCancel(bg)
	defer cancel()
	if deep {
		ctx, cancel := stdctx.WithTimeout(ctx, time.Second) // want "`cancel`"
		if ctx.Err() != nil {
			return
		}
		cancel()
	}
}

func reassigned() {
	ctx, cancel := stdctx.WithCancel(bg)
	defer cancel()
	ctx, cancel = stdctx.WithCancel(ctx) // want "`cancel`"
	_ = ctx
}

func twice() {
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel` is overwritten before it is called"
	ctx, cancel = stdctx.WithTimeout(ctx, time.Second)
	defer cancel()
	_ = ctx
}

func setNil() {
	_, cancel := stdctx.WithCancel(bg) // want "`cancel` is overwritten before it is called"
	cancel = nil
	_ = cancel
}

// Helpers within the package.
func derive1(parent stdctx.Context) (stdctx.Context, stdctx.CancelFunc) {
	return stdctx.WithTimeout(parent, time.Second)
}

func derive2(parent stdctx.Context) (pair, stopFunc, error) {
	ctx, cancel := stdctx.WithCancel(parent)
	return pair{ctx: ctx}, cancel, nil
}

func useDerived(fail bool) {
	ctx, cancel := derive1(bg) // want "`cancel`"
	if fail {
		return
	}
	_ = ctx
	cancel()
}

func ignoreDerived() stdctx.Context {
	ctx, _ := derive1(bg) // want "discarded"
	return ctx
}

func callsIt(cancel stdctx.CancelFunc) { cancel() }

func borrowsIt(cancel stdctx.CancelFunc) { fmt.Println(cancel == nil) }

func viaHelper() {
	ctx, cancel := stdctx.WithCancel(bg)
	_ = ctx
	callsIt(cancel)
}

func viaBorrower() {
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel`"
	_ = ctx
	borrowsIt(cancel)
}

func generic[T any](v T, ok bool) T {
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel`"
	if !ok {
		return v
	}
	_ = ctx
	cancel()
	return v
}

func logged(fail bool) {
	ctx, cancel := stdctx.WithCancel(bg) // want "`cancel`"
	if fail {
		log.Println("failed")
		return
	}
	_ = ctx
	cancel()
}

func fatal(fail bool) {
	ctx, cancel := stdctx.WithCancel(bg)
	if fail {
		log.Fatal("failed")
	}
	_ = ctx
	cancel()
}

func testHelper(t *testing.T, fail bool) stdctx.Context {
	ctx, cancel := stdctx.WithCancel(bg)
	t.Cleanup(cancel)
	return ctx
}

func testLeak(t *testing.T) {
	ctx, _ := stdctx.WithTimeout(bg, time.Second) // want "discarded"
	if ctx.Err() != nil {
		t.Fatal("done")
	}
}

// Look-alikes.
func handedOn() (pair, []stdctx.CancelFunc, map[string]func()) {
	ctx, cancel := stdctx.WithCancel(bg)
	p := pair{ctx, cancel}
	_, second := stdctx.WithCancel(ctx)
	stops := []stdctx.CancelFunc{second}
	_, third := stdctx.WithCancel(ctx)
	stops = append(stops, third)
	_, fourth := stdctx.WithCancel(ctx)
	byName := map[string]func(){"fourth": fourth}
	_, fifth := stdctx.WithCancel(ctx)
	byName["fifth"] = fifth
	return p, stops, byName
}

func sent(ch chan<- stdctx.CancelFunc) {
	_, cancel := stdctx.WithCancel(bg)
	ch <- cancel
}

func inGoroutine(done chan struct{}) stdctx.Context {
	ctx, cancel := stdctx.WithCancel(bg)
	go func() {
		<-done
		cancel()
	}()
	return ctx
}

func goCancel() {
	_, cancel := stdctx.WithCancel(bg)
	go cancel()
}

func afterFunc() stdctx.Context {
	ctx, cancel := stdctx.WithCancel(bg)
	time.AfterFunc(time.Second, cancel)
	return ctx
}

func causeArgument() {
	ctx, cancel := stdctx.WithCancelCause(bg)
	defer func() { cancel(errors.New("done")) }()
	_ = ctx
}

func correlatedBool(with bool) {
	var ctx stdctx.Context = bg
	var cancel func()
	if with {
		ctx, cancel = stdctx.WithCancel(bg)
	}
	_ = ctx
	if with {
		cancel()
	}
}

func replaced(with bool) {
	ctx, cancel := bg, func() {}
	if with {
		ctx, cancel = stdctx.WithCancel(ctx)
	}
	defer cancel()
	_ = ctx
}

func alias() {
	ctx, cancel := stdctx.WithCancel(bg)
	stop := cancel
	defer stop()
	_ = ctx
}

func (s *service) start() {
	s.ctx, s.cancel = stdctx.WithCancel(bg)
}

func pointerTo(cancel *stdctx.CancelFunc) {
	_, *cancel = stdctx.WithCancel(bg)
}

func inIndex(cancels []stdctx.CancelFunc) {
	_, cancels[0] = stdctx.WithCancel(bg)
}
