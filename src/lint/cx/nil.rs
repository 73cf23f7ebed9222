//! Where a variable or field is nil.

use super::{Cx, Object};
use crate::flow::near_nil::{NearNil, near_nil};
use crate::flow::nil::{NilPath, Reason as NilReason, nil_path};
use crate::flow::{Next, Test};
use crate::lint::draft::Told;
use crate::lint::finding::{Label, Place, Role};
use crate::lint::view::{Expr, View};

impl<'a> Cx<'a> {
    /// A path on which the variable or field that `expr` names is nil where `expr` is evaluated; `None`: not known to be.
    pub fn nil_path(&self, expr: Expr<'a>) -> Option<NilPath> {
        let expr = expr.unparen();
        let place = self.target.flow_source(self.program.store).place(expr.id)?;
        let root = Object { store: self.store(), id: place.root };
        if !self.near_nil().may_hold(&place) && !root.is_result() {
            return None;
        }
        let flow = self.flow(expr.enclosing_func()?)?;
        let at = flow.cfg.point_of(self.tree().ast, expr.node().id)?;
        nil_path(&flow, &place, at, expr.span().start)
    }

    /// Whether the variable is somewhere assigned a result, not the last, of a function whose results are nil where the last,
    /// its error, is not: see [`crate::flow::Program::nil_with_error`].
    pub fn may_be_nil_with_error(&self, variable: Object<'a>) -> bool {
        let Some(program) = self.program.flow else { return false };
        let src = self.target.flow_source(self.program.store);
        let calls = self.near_nil().results.get(&variable.id);
        calls.into_iter().flatten().any(|&(call, position)| {
            src.callee(call).is_some_and(|callee| program.nil_with_error(callee, position as usize))
        })
    }

    /// Whether the variable somewhere takes the value of `v, ok := m[k]` or `v, ok := x.(T)`.
    pub fn may_be_missing(&self, variable: Object<'a>) -> bool {
        self.near_nil().doubtful.contains(&variable.id)
    }

    fn near_nil(&self) -> &NearNil {
        self.near_nil.get_or_init(|| near_nil(&self.target.flow_source(self.program.store)))
    }

    /// Whether an expression is a nil of a written type: `(*T)(nil)`.
    pub fn is_converted_nil(&self, expr: Expr<'a>) -> bool {
        let call = expr.as_call();
        call.is_some_and(|call| {
            call.args().only().is_some_and(|argument| self.is_nil(argument.unparen()))
                && self.is_conversion(call) == Some(true)
        })
    }

    /// Where a variable becomes nil, and the tests that the path goes through.
    pub fn told_nil(&self, path: &NilPath) -> Told {
        let file = self.tree().file;
        let (role, message) = match path.reason {
            NilReason::Zero => (Role::Declared, "declared without a value: nil"),
            NilReason::LeftOut => (Role::Assigned, "built without it: nil"),
            NilReason::Assigned => (Role::Assigned, "set to nil here"),
            NilReason::Tested => (Role::Branch, "found nil by this test"),
        };
        let origin = Label { place: Place { file, span: path.origin }, role, message: message.to_owned() };
        let tests: Vec<Label> = path.tests.iter().map(|&test| self.test_label(test)).collect();
        // The test that finds it nil is told once, by its outcome.
        let told = tests.iter().any(|test| test.place == origin.place);
        let labels = match tests.last() {
            Some(last) if last.place == origin.place => vec![last.clone()],
            last => [Some(&origin), last].into_iter().flatten().cloned().collect(),
        };
        let trace = if told { tests } else { [vec![origin], tests].concat() };
        Told { labels, trace }
    }

    /// Whether the variable was found nil in a branch that goes on to this use of it, with nothing else decided since.
    pub fn goes_on_nil(&self, x: Expr<'a>) -> bool {
        // The branch of the test must surely come here: `if p == nil { log() }; p.f`.
        let judge = || -> Option<bool> {
            let variable = self.variable(x)?;
            let func = x.enclosing_func()?;
            let at = self.point_in(func, x)?;
            let way = self.search_with_tests(
                func,
                None::<u32>,
                |since, point, _| {
                    if self.is_assigned_at(func, variable.id, point) {
                        *since = None;
                    }
                    if point == at && since.is_some() { Next::Found } else { Next::Go }
                },
                |since, test, taken| {
                    match (self.nil_test_of(test, variable), &since) {
                        (Some(equal), _) => *since = (equal == taken).then_some(0),
                        // Any other decision may follow from it.
                        (None, Some(_)) => *since = None,
                        _ => {}
                    }
                    true
                },
                |_| false,
            );
            Some(way.is_some())
        };
        judge().unwrap_or(false)
    }

    /// `variable == nil` (true), `variable != nil` (false).
    pub fn nil_test_of(&self, test: Test, variable: Object<'a>) -> Option<bool> {
        let (tested, equal) = self.nil_test(test, true)?;
        self.is_use_of(tested, variable).then_some(equal)
    }
}
