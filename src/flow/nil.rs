//! Whether a variable can be nil at a point, by what the function itself shows: its zero value, an assigned `nil`, or a test.
//!
//! Paths are walked with what the variable is known to hold and with the conditions that they have decided, so that
//! `if p == nil { return }` and repeated tests rule out what cannot happen. What comes from calls is unknown, not nil.

use rustc_hash::FxHashSet;

use super::cfg::{BlockId, Point, Step, Test};
use super::tie;
use super::values::FuncFlow;
use super::walk::Known;
use crate::syntax::ast::{AssignOp, BinaryOp, DeclKind, ExprId, ExprKind, LitKind, Node, SpecKind, StmtKind, UnaryOp};
use crate::text::Span;
use crate::types::{Builtin, ObjectId, ObjectKind, VarKind};

/// Why a variable is nil on a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Declared without a value: its zero value.
    Zero,
    /// `nil` was assigned.
    Assigned,
    /// A test on this path found it nil.
    Tested,
}

/// A path on which a variable is nil.
#[derive(Clone, Debug)]
pub struct NilPath {
    pub reason: Reason,
    /// The declaration, assignment or test that makes it nil.
    pub origin: Span,
    /// The tests decided on the path after it became nil, in order, with their spans.
    pub tests: Vec<(Test, bool, Span)>,
    /// It is nil on every path that was found to the place.
    pub always: bool,
}

impl NilPath {
    /// Whether a test found it nil.
    pub fn reason_is_test(&self) -> bool {
        self.reason == Reason::Tested
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Value {
    Unknown,
    Nil(Reason, Span),
    NotNil,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    value: Value,
    known: Known,
}

struct Walk {
    block: BlockId,
    state: State,
    parent: Option<usize>,
    test: Option<(Test, bool)>,
}

/// States explored before the search gives up, which is silence.
const BUDGET: usize = 300;

/// A path from the function's entry to `at` on which `var` is nil when the step there begins; `None` where no such path is
/// known, or where the variable's value cannot be followed (captured and assigned, addressed).
pub fn nil_path(flow: &FuncFlow<'_>, var: ObjectId, at: Point) -> Option<NilPath> {
    if flow.cfg.incomplete || !flow.is_plain(var) {
        return None;
    }
    let result = matches!(flow.src.store.object(var).kind, ObjectKind::Var(VarKind::Result));
    let entry = if result { Value::Nil(Reason::Zero, declared(flow, var)?) } else { Value::Unknown };
    let mut walks = vec![Walk {
        block: flow.cfg.entry,
        state: State { value: entry, known: Known::default() },
        parent: None,
        test: None,
    }];
    let mut seen: FxHashSet<(BlockId, State)> = FxHashSet::default();
    let mut found: Option<NilPath> = None;
    let mut always_so_far = true;
    let mut next = 0;
    while next < walks.len() {
        if next > BUDGET {
            return found.map(|path| NilPath { always: false, ..path });
        }
        let block = walks[next].block;
        let mut state = walks[next].state.clone();
        for (step, &what) in flow.cfg.steps(block).iter().enumerate() {
            let point = Point { block, step: step as u32 };
            if point == at {
                match (&mut found, state.value) {
                    (None, Value::Nil(reason, origin)) => {
                        let tests = tests(flow, &walks, next, origin, reason);
                        found = Some(NilPath { reason, origin, tests, always: always_so_far });
                    }
                    (Some(_), Value::Nil(..)) => {}
                    (Some(path), _) => path.always = false,
                    (None, _) => always_so_far = false,
                }
            }
            run(flow, var, &mut state, point, what);
        }
        for edge in &flow.cfg.blocks[block].succs {
            let mut after = state.clone();
            if edge.to == flow.cfg.exit || edge.to == flow.cfg.panic || edge.to == flow.cfg.dead {
                continue;
            }
            if decide(flow, var, &mut after, edge.test) && seen.insert((edge.to, after.clone())) {
                walks.push(Walk { block: edge.to, state: after, parent: Some(next), test: edge.test });
            }
        }
        next += 1;
    }
    found
}

/// Where the variable is declared.
fn declared(flow: &FuncFlow<'_>, var: ObjectId) -> Option<Span> {
    flow.src.store.object(var).place.map(|place| {
        let length = flow.src.store.object(var).name.as_str().len() as u32;
        Span::new(place.offset, place.offset + length)
    })
}

/// The tests on the way to a node since the variable became nil.
fn tests(flow: &FuncFlow<'_>, walks: &[Walk], last: usize, origin: Span, reason: Reason) -> Vec<(Test, bool, Span)> {
    let mut found = Vec::new();
    let mut at = Some(last);
    while let Some(walk) = at.map(|at| &walks[at]) {
        if walk.state.value != Value::Nil(reason, origin) {
            break;
        }
        if let Some((test, taken)) = walk.test {
            found.push((test, taken, flow.cfg.test_span(flow.src.ast, test)));
        }
        at = walk.parent;
    }
    found.reverse();
    found
}

/// What a step does to the variable and to what the path knows.
fn run(flow: &FuncFlow<'_>, var: ObjectId, state: &mut State, point: Point, step: Step) {
    for mention in flow.mentions(var).iter().filter(|m| m.assigned && m.point == point && m.literal.is_none()) {
        state.value = match assigned(flow, step, mention.ident) {
            Some(value) => value,
            None => Value::Unknown,
        };
    }
    state.known.step(flow, point);
}

/// The value that a step gives to the variable named by `ident`.
fn assigned(flow: &FuncFlow<'_>, step: Step, ident: ExprId) -> Option<Value> {
    let ast = flow.src.ast;
    let Step::Stmt(stmt) = step else { return None };
    match ast.stmt(stmt) {
        StmtKind::Assign { op: AssignOp::Assign | AssignOp::Define, lhs, rhs } => {
            let position = ast.list(lhs).position(|target| ast.unparen(target) == ident)?;
            let value =
                if ast.list(rhs).len() == ast.list(lhs).len() { ast.list(rhs).nth(position)? } else { return None };
            Some(value_of(flow, value, ast.span(stmt)))
        }
        StmtKind::Decl(decl) => {
            let DeclKind::Gen { specs, .. } = ast.decls[decl] else { return None };
            ast.list(specs).find_map(|spec| {
                let SpecKind::Value { names, values, .. } = ast.specs[spec] else { return None };
                let position = ast.list(names).position(|name| name == ident)?;
                if values.is_empty() {
                    return Some(Value::Nil(Reason::Zero, ast.span(spec)));
                }
                Some(match ast.list(values).nth(position) {
                    Some(value) if ast.list(values).len() == ast.list(names).len() => {
                        value_of(flow, value, ast.span(spec))
                    }
                    _ => Value::Unknown,
                })
            })
        }
        _ => None,
    }
}

/// Whether an expression is nil, cannot be nil, or may be either.
fn value_of(flow: &FuncFlow<'_>, expr: ExprId, origin: Span) -> Value {
    let ast = flow.src.ast;
    let expr = ast.unparen(expr);
    if flow.src.is_nil(expr) {
        return Value::Nil(Reason::Assigned, origin);
    }
    match ast.expr(expr) {
        ExprKind::CompositeLit { .. } | ExprKind::FuncLit(_) => Value::NotNil,
        ExprKind::Unary { op: UnaryOp::And, .. } => Value::NotNil,
        ExprKind::Call { fun, args, .. } => {
            if flow.src.is_conversion(fun) {
                return match ast.only(args) {
                    Some(arg) => value_of(flow, arg, origin),
                    None => Value::Unknown,
                };
            }
            match flow.src.builtin(expr) {
                Some(Builtin::New | Builtin::Make) => Value::NotNil,
                _ => Value::Unknown,
            }
        }
        _ => Value::Unknown,
    }
}

/// Whether a path can take an edge; what it learns there.
fn decide(flow: &FuncFlow<'_>, var: ObjectId, state: &mut State, test: Option<(Test, bool)>) -> bool {
    let Some((test, taken)) = test else { return true };
    let src = &flow.src;
    if !state.known.decide(flow, test, taken) {
        return false;
    }
    let Some((x, y, equal)) = tie::comparison(src, test) else { return true };
    let other = match (src.is_nil(x), src.is_nil(y)) {
        (true, false) => y,
        (false, true) => x,
        _ => return true,
    };
    if src.variable(src.ast.unparen(other)) != Some(var) {
        return true;
    }
    let is_nil = taken == equal;
    match (state.value, is_nil) {
        (Value::Nil(..), false) | (Value::NotNil, true) => false,
        (Value::Unknown, true) => {
            state.value = Value::Nil(Reason::Tested, flow.cfg.test_span(src.ast, test));
            true
        }
        (Value::Unknown, false) => {
            state.value = Value::NotNil;
            true
        }
        _ => true,
    }
}

/// Whether the condition is that of a loop `for i := A; i < B; …` with literals A < B, whose body runs at least once.
pub(super) fn counts_up(flow: &FuncFlow<'_>, cond: ExprId) -> bool {
    let ast = flow.src.ast;
    let Some(Node::Stmt(stmt)) = ast.parent(Node::Expr(cond)) else { return false };
    let StmtKind::For { init: Some(init), cond: Some(condition), .. } = ast.stmt(stmt) else { return false };
    if condition != cond {
        return false;
    }
    let number = |expr: ExprId| {
        let expr = ast.unparen(expr);
        matches!(ast.expr(expr), ExprKind::Lit(LitKind::Int)).then(|| ast.text(expr).parse::<u64>().ok()).flatten()
    };
    let ExprKind::Binary { op, x, y } = ast.expr(ast.unparen(cond)) else { return false };
    let StmtKind::Assign { op: AssignOp::Define, lhs, rhs } = ast.stmt(init) else { return false };
    let (Some(name), Some(first)) = (ast.only(lhs), ast.only(rhs)) else { return false };
    if flow.src.variable(ast.unparen(x)).is_none() || flow.src.variable(ast.unparen(x)) != flow.src.variable(name) {
        return false;
    }
    // A limit that is a named constant is not read here: its name says that there is at least one turn.
    let limit = number(y);
    let constant = limit.is_none() && flow.src.info.mode(ast.unparen(y)) == crate::types::Mode::Constant;
    match (op, number(first), limit) {
        (BinaryOp::Lt, Some(first), Some(limit)) => first < limit,
        (BinaryOp::Le, Some(first), Some(limit)) => first <= limit,
        (BinaryOp::Lt | BinaryOp::Le, Some(_), None) => constant,
        _ => false,
    }
}
