//! Variables tied to the existence of a resource: the error that came with it, booleans and errors made from that.
//!
//! While the resource lives, a tied error is nil and a tied boolean has a known value; a test that says otherwise leads to
//! where there is no resource. A tie ends when its variable is assigned.

use smallvec::SmallVec;

use super::cfg::{Point, Step, Test};
use super::facts;
use super::names::is_error;
use super::near_nil::switched;
use super::source::{Place, Source};
use super::values::FuncFlow;
use crate::syntax::ast::{BinaryOp, ExprId, ExprKind, List, Node, SpecKind, StmtKind};
use crate::text::Symbol;
use crate::types::{Basic, ObjectId, Type, TypeId};

/// A variable (or field) tied to a live resource.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tie {
    pub place: Place,
    pub value: Tied,
}

/// Its value while the resource lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tied {
    Nil,
    Bool(bool),
    /// What this call of `Next` said: where it is false, the resource has released itself.
    More(ExprId),
}

/// At most so many ties are kept.
const MOST: usize = 6;

/// Whether a test can go this way while the resource lives.
pub fn allows(src: &Source<'_>, ties: &[Tie], test: Test, taken: bool) -> bool {
    if ties.is_empty() {
        return true;
    }
    let tied = |expr: ExprId| {
        let place = src.place(expr)?;
        ties.iter().find(|tie| tie.place == place).map(|tie| tie.value)
    };
    if let Some((x, y, equal)) = comparison(src, test) {
        for (one, other) in [(x, y), (y, x)] {
            match tied(one) {
                // Equal to nil, and to nothing else that an error is compared with.
                Some(Tied::Nil) => return (src.is_nil(other) == equal) == taken,
                Some(Tied::More(_)) => return true,
                Some(Tied::Bool(value)) => {
                    return src.bool_literal(other).is_none_or(|literal| ((literal == value) == equal) == taken);
                }
                None => {}
            }
        }
    }
    match test {
        Test::Cond(cond) => {
            let cond = src.ast.unparen(cond);
            if let Some(Tied::Bool(value)) = tied(cond) {
                return value == taken;
            }
            // `errors.Is(err, x)`, `os.IsNotExist(err)` and the like are false of nil.
            if let ExprKind::Call { args, .. } = src.ast.expr(cond) {
                return !(taken && src.ast.list(args).any(|arg| tied(arg) == Some(Tied::Nil)));
            }
            true
        }
        Test::Type { switch, case } => {
            let StmtKind::TypeSwitch { assign, .. } = src.ast.stmt(switch) else { return true };
            match switched(src, assign).map(tied) {
                Some(Some(Tied::Nil)) => src.is_nil(case) == taken,
                _ => true,
            }
        }
        Test::Equals { .. } | Test::More(_) | Test::Comm(_) => true,
    }
}

/// The call of `Next` that a test finds to have said no.
pub fn exhausted(src: &Source<'_>, ties: &[Tie], test: Test, taken: bool) -> Option<ExprId> {
    let more = |expr: ExprId| {
        let place = src.place(expr)?;
        ties.iter().find_map(|tie| match tie.value {
            Tied::More(call) if tie.place == place => Some(call),
            _ => None,
        })
    };
    if let Some((x, y, equal)) = comparison(src, test) {
        let (call, literal) = match more(x) {
            Some(call) => (call, src.bool_literal(y)?),
            None => (more(y)?, src.bool_literal(x)?),
        };
        return ((literal != equal) == taken).then_some(call);
    }
    let Test::Cond(cond) = test else { return None };
    more(cond).filter(|_| !taken)
}

/// Ties the variable to which a step assigns what this call of `Next` says.
pub fn more(flow: &FuncFlow<'_>, ties: &mut SmallVec<[Tie; 2]>, call: ExprId, step: Step) {
    if let Some(place) = told(flow, call, step).filter(|_| ties.len() < MOST) {
        ties.push(Tie { place, value: Tied::More(call) });
    }
}

/// The variable to which a step assigns the value of a call.
pub fn told(flow: &FuncFlow<'_>, call: ExprId, step: Step) -> Option<Place> {
    let src = &flow.src;
    let Step::Stmt(stmt) = step else { return None };
    let StmtKind::Assign { lhs, rhs, .. } = src.ast.stmt(stmt) else { return None };
    let value = src.ast.list(rhs).find(|value| src.ast.unparen(*value) == call)?;
    src.place(src.target_of(lhs, rhs, value, None)?)
        .filter(|place| place.fields.is_empty() && flow.is_plain(place.root))
}

/// The operands of `x == y` (true) or `x != y` (false).
pub fn comparison(src: &Source<'_>, test: Test) -> Option<(ExprId, ExprId, bool)> {
    match test {
        Test::Cond(cond) => match src.ast.expr(src.ast.unparen(cond)) {
            ExprKind::Binary { op: BinaryOp::Eq, x, y } => Some((x, y, true)),
            ExprKind::Binary { op: BinaryOp::Ne, x, y } => Some((x, y, false)),
            _ => None,
        },
        Test::Equals { tag, value } => Some((tag, value, true)),
        _ => None,
    }
}

/// Follows the ties over a step; `false` if the step cannot run while the resource lives (it calls a method of a nil error).
pub fn step(flow: &FuncFlow<'_>, ties: &mut SmallVec<[Tie; 2]>, point: Point) -> bool {
    if ties.is_empty() {
        return true;
    }
    let src = &flow.src;
    let mut made: SmallVec<[Tie; 2]> = SmallVec::new();
    for tie in ties.iter() {
        for mention in flow.mentions(tie.place.root).iter().filter(|m| m.point == point && m.literal.is_none()) {
            let Some(expr) = spelled(src, mention.ident, &tie.place) else { continue };
            match use_of(src, expr) {
                Use::Member | Use::AssertedError if tie.value == Tied::Nil => return false,
                Use::Value { targets, copied } => {
                    derive(src, targets, copied.then_some(tie.value), tie.value, &mut made)
                }
                Use::Compared { target, equal } if tie.value == Tied::Nil => {
                    if let Some(place) = src.place(target) {
                        made.push(Tie { place, value: Tied::Bool(equal) });
                    }
                }
                _ => {}
            }
        }
    }
    ties.retain(|tie| !is_assigned(flow, &tie.place, point));
    for tie in made {
        if ties.len() < MOST && !ties.iter().any(|other| other.place == tie.place) {
            ties.push(tie);
        }
    }
    true
}

/// Ties the errors of the methods `names` that a step calls of the variable and assigns: while the resource lives, they are nil.
pub fn errors_of(flow: &FuncFlow<'_>, ties: &mut SmallVec<[Tie; 2]>, var: ObjectId, names: &[Symbol], point: Point) {
    let src = &flow.src;
    let ast = src.ast;
    for mention in flow.mentions(var).iter().filter(|m| m.point == point && m.literal.is_none()) {
        let error = || {
            let Node::Expr(selector) = ast.parent(mention.ident)? else { return None };
            let ExprKind::Selector { name, .. } = ast.expr(selector) else { return None };
            let call = src.call_of(selector).filter(|_| ast.ident(name).is_some_and(|name| names.contains(&name)))?;
            let Node::Stmt(stmt) = ast.parent(call)? else { return None };
            let StmtKind::Assign { lhs, rhs, .. } = ast.stmt(stmt) else { return None };
            ast.only(rhs)?;
            src.place(ast.list(lhs).next_back()?)
        };
        if let Some(place) = error()
            && ties.len() < MOST
            && !ties.iter().any(|tie| tie.place == place)
        {
            ties.push(Tie { place, value: Tied::Nil });
        }
    }
}

/// Ties the error that comes with the resource from a function that gives back what it is given.
pub fn companion(flow: &FuncFlow<'_>, ties: &mut SmallVec<[Tie; 2]>, step: Step) {
    let src = &flow.src;
    let Step::Stmt(stmt) = step else { return };
    let StmtKind::Assign { lhs, rhs, .. } = src.ast.stmt(stmt) else { return };
    if src.ast.only(rhs).is_none_or(|value| !src.is_tuple(value)) {
        return;
    }
    let Some(target) = src.ast.list(lhs).next_back() else { return };
    let Some(place) = src.place(target).filter(|_| ties.len() < MOST) else { return };
    if is_error(src.store, type_of(src, target, &place)) {
        ties.push(Tie { place, value: Tied::Nil });
    }
}

/// The type of a target, also where it is declared there.
fn type_of(src: &Source<'_>, target: ExprId, place: &Place) -> TypeId {
    src.info.type_of(target).unwrap_or_else(|| src.store.type_of(place.root))
}

/// The expression around an identifier that spells the place.
fn spelled(src: &Source<'_>, ident: ExprId, place: &Place) -> Option<ExprId> {
    let ast = src.ast;
    let mut expr = ident;
    for field in &place.fields {
        loop {
            let Some(Node::Expr(parent)) = ast.parent(expr) else { return None };
            match ast.expr(parent) {
                ExprKind::Paren(_) | ExprKind::Star(_) => expr = parent,
                ExprKind::Selector { x, name } if x == expr && ast.ident(name) == Some(*field) => {
                    expr = parent;
                    break;
                }
                _ => return None,
            }
        }
    }
    Some(expr)
}

enum Use {
    Other,
    /// `err.Error()`
    Member,
    /// `require.Error(t, err)`
    AssertedError,
    /// It is assigned to the only target, or is an argument of a call whose results are.
    Value {
        targets: List<ExprId>,
        copied: bool,
    },
    /// `ok := err == nil`
    Compared {
        target: ExprId,
        equal: bool,
    },
}

fn use_of(src: &Source<'_>, mut expr: ExprId) -> Use {
    let ast = src.ast;
    let first = expr;
    let mut compared = None;
    loop {
        let Some(parent) = ast.parent(expr) else { return Use::Other };
        let (targets, values) = match parent {
            Node::Expr(parent) => {
                match ast.expr(parent) {
                    ExprKind::Paren(_) => {}
                    ExprKind::Selector { x, .. } if x == expr && expr == first => return Use::Member,
                    ExprKind::Binary { op: op @ (BinaryOp::Eq | BinaryOp::Ne), x, y } if expr == first => {
                        let other = if x == expr { y } else { x };
                        if !src.is_nil(other) {
                            return Use::Other;
                        }
                        compared = Some(op == BinaryOp::Eq);
                    }
                    ExprKind::Call { args, .. } if ast.list(args).any(|arg| arg == expr) => {
                        if src.callee(parent).is_some_and(|callee| facts::asserts_error(src.store, callee)) {
                            return Use::AssertedError;
                        }
                    }
                    ExprKind::TypeAssert { .. } => {}
                    _ => return Use::Other,
                }
                expr = parent;
                continue;
            }
            Node::Stmt(stmt) => match ast.stmt(stmt) {
                StmtKind::Assign { lhs, rhs, .. } => (lhs, rhs),
                _ => return Use::Other,
            },
            Node::Spec(spec) => match ast.specs[spec] {
                SpecKind::Value { names, values, .. } => (names, values),
                _ => return Use::Other,
            },
            _ => return Use::Other,
        };
        if ast.only(values) != Some(expr) {
            return Use::Other;
        }
        return match (compared, ast.only(targets)) {
            (Some(equal), Some(target)) => Use::Compared { target, equal },
            (Some(_), None) => Use::Other,
            (None, _) => Use::Value { targets, copied: ast.unparen(expr) == first },
        };
    }
}

/// Ties what is made from a nil error: errors (wrapping nil gives nil) and booleans (no test of a nil error holds).
fn derive(src: &Source<'_>, targets: List<ExprId>, copied: Option<Tied>, from: Tied, made: &mut SmallVec<[Tie; 2]>) {
    for target in src.ast.list(targets) {
        let Some(place) = src.place(target) else { continue };
        if let Some(value) = copied {
            made.push(Tie { place, value });
            continue;
        }
        if from != Tied::Nil {
            continue;
        }
        let ty = type_of(src, target, &place);
        if is_error(src.store, ty) {
            made.push(Tie { place, value: Tied::Nil });
        } else if matches!(src.store.ty(src.store.underlying(ty)), Type::Basic(Basic::Bool)) {
            made.push(Tie { place, value: Tied::Bool(false) });
        }
    }
}

fn is_assigned(flow: &FuncFlow<'_>, place: &Place, point: Point) -> bool {
    let src = &flow.src;
    if place.fields.is_empty() {
        return flow.mentions(place.root).iter().any(|m| m.assigned && m.point == point);
    }
    let Some(Step::Stmt(stmt)) = flow.cfg.step(point) else { return false };
    match src.ast.stmt(stmt) {
        StmtKind::Assign { lhs, .. } => src.ast.list(lhs).any(|target| src.place(target).as_ref() == Some(place)),
        _ => false,
    }
}
