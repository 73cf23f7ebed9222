//! Functions that hand out a fresh resource: one that they acquire themselves and share with nobody.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::acquire::{self, Acquired};
use super::cfg::Step;
use super::compiled::Compiled;
use super::effect::Given;
use super::escape::{Effect, Eye};
use super::summary::Program;
use super::values::FuncFlow;
use crate::syntax::ast::{ExprId, ExprKind, Node, SpecKind, StmtId, StmtKind};
use crate::types::{ObjectId, TypeId};

/// A variable that holds a resource.
#[derive(Clone, Copy)]
struct Held {
    var: ObjectId,
    /// Where it was assigned.
    ident: ExprId,
    /// How many fields of the protocol's path it lies behind.
    taken: u8,
}

/// The result that is a fresh resource at every return of a function (or nil, but not everywhere).
pub(super) fn hands_out<'a>(flow: &FuncFlow<'a>, program: &Program<'a>, protocol: &'static Compiled) -> Option<Given> {
    let src = &flow.src;
    let ast = src.ast;
    let cfg = &flow.cfg;
    if cfg.incomplete {
        return None;
    }
    let gives = gives(flow, program, protocol);
    let mut returns = SmallVec::<[StmtId; 8]>::new();
    for (point, step) in cfg.points() {
        match step {
            Step::Stmt(stmt) if cfg.reachable(point.block) && matches!(ast.stmt(stmt), StmtKind::Return(_)) => {
                returns.push(stmt);
            }
            _ => {}
        }
    }
    // A function that calls the one it was given, and more.
    let calls =
        |value: ExprId| protocol.release_by_call && matches!(ast.expr(ast.unparen(value)), ExprKind::FuncLit(_));
    let wrapped = || {
        let of_type = |ty: TypeId| protocol.types.iter().any(|known| known.matches(src.store, ty));
        let at = acquire::declared_results(flow).iter().position(|(ty, _)| ty.is_some_and(of_type))?;
        let gives_it = |&stmt: &StmtId| matches!(ast.stmt(stmt), StmtKind::Return(values) if ast.list(values).nth(at).is_some_and(calls));
        returns.iter().any(gives_it).then_some(Given { at: at as u8, taken: 0 })
    };
    let given = returns.iter().find_map(|stmt| gives.get(stmt).copied()).or_else(wrapped)?;
    let same = |&stmt: &StmtId| {
        let StmtKind::Return(values) = ast.stmt(stmt) else { return false };
        let value = || ast.list(values).nth(usize::from(given.at));
        match gives.get(&stmt) {
            Some(other) => *other == given,
            None => value().is_some_and(|value| src.is_nil(value) || calls(value)),
        }
    };
    returns.iter().all(same).then_some(given)
}

/// What the return statements of a function give of what it has acquired itself and shares with nobody.
fn gives<'a>(flow: &FuncFlow<'a>, program: &Program<'a>, protocol: &'static Compiled) -> FxHashMap<StmtId, Given> {
    let src = &flow.src;
    let ast = src.ast;
    let mut gives = FxHashMap::default();
    let mut held: SmallVec<[Held; 4]> = SmallVec::new();
    let Some(body) = ast.funcs[flow.func].body else { return gives };
    let mut calls: Vec<ExprId> = Vec::new();
    ast.walk(body, &mut |node| {
        match node {
            Node::Func(_) => return false,
            Node::Expr(call) if matches!(ast.expr(call), ExprKind::Call { .. }) => calls.push(call),
            _ => {}
        }
        true
    });
    for call in calls {
        let Some(at) = acquire::given(flow, program, protocol, call) else { continue };
        match acquire::target(flow, program, protocol, call, at) {
            Some(Acquired::Variable { ident, var, place, left, .. })
                if place.as_ref().is_none_or(|place| place.len() == usize::from(left)) =>
            {
                held.push(Held { var, ident, taken: protocol.path.len() as u8 - left });
            }
            Some(Acquired::Returned { stmt, given }) => {
                gives.insert(stmt, given);
            }
            _ => {}
        }
    }
    let declared = acquire::declared_results(flow);
    for (index, &Held { var, taken, .. }) in held.iter().enumerate() {
        if held[..index].iter().any(|other| other.var == var) {
            continue;
        }
        let Some(given) = gives_of(flow, program, protocol, var, taken, &held) else { continue };
        gives.extend(given);
        let Some(at) = declared.iter().position(|(_, name)| *name == Some(var)) else { continue };
        for (_, step) in flow.cfg.points() {
            if let Step::Stmt(stmt) = step
                && matches!(ast.stmt(stmt), StmtKind::Return(values) if values.is_empty())
            {
                gives.insert(stmt, Given { at: at as u8, taken });
            }
        }
    }
    gives
}

/// The returns that give a variable which holds nothing but what the function has acquired, and is given away by `return`
/// alone; `None` if it is not such a variable.
fn gives_of<'a>(
    flow: &FuncFlow<'a>,
    program: &Program<'a>,
    protocol: &'static Compiled,
    var: ObjectId,
    taken: u8,
    held: &[Held],
) -> Option<Vec<(StmtId, Given)>> {
    if !flow.is_plain(var) {
        return None;
    }
    let path = &protocol.path[usize::from(taken)..];
    let eye = Eye { flow, protocol, program, path, embedded: false };
    let (mut released, mut given) = (Vec::new(), Vec::new());
    for mention in flow.mentions(var) {
        if mention.assigned {
            let of = |other: &Held| other.ident == mention.ident && other.taken == taken;
            if !held.iter().any(of) && !is_assigned_nil(flow, mention.ident) {
                return None;
            }
            continue;
        }
        match eye.effect(mention, 0) {
            Effect::None | Effect::Use | Effect::Read | Effect::Next(_) => {}
            Effect::Release => released.push(mention.point),
            Effect::Return { at, taken: more } => match flow.cfg.step(mention.point) {
                Some(Step::Stmt(stmt)) => given.push((mention.point, (stmt, Given { at, taken: taken + more }))),
                _ => return None,
            },
            Effect::Escape | Effect::Copy { .. } | Effect::Kill | Effect::Again => return None,
        }
    }
    // What is closed before it is given back is no resource any more.
    let closed = |(give, _): &(_, _)| released.iter().any(|&release| flow.cfg.reaches(release, *give));
    (!given.iter().any(closed)).then(|| given.iter().map(|(_, give)| *give).collect())
}

/// Whether an assignment to an identifier gives nil: `var f *os.File`, `f = nil`.
fn is_assigned_nil(flow: &FuncFlow<'_>, ident: ExprId) -> bool {
    let src = &flow.src;
    let is_bare = |spec| matches!(src.ast.specs[spec], SpecKind::Value { values, .. } if values.is_empty());
    matches!(src.ast.parent(ident), Some(Node::Spec(spec)) if is_bare(spec))
        || src.assigned_value(ident).is_some_and(|value| src.is_nil(value))
}
