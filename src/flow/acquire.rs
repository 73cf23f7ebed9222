//! Which calls acquire a resource, where its result goes, and when a function has succeeded.

use smallvec::SmallVec;

use super::cfg::Step;
use super::names::{FuncName, is_error};
use super::protocol::{Companion, Compiled, Subject};
use super::source::{Place, Source};
use super::tie::{Tie, Tied};
use super::values::FuncFlow;
use crate::syntax::ast::{ExprId, ExprKind, List, Node, SpecKind, StmtKind};
use crate::text::{Idx, Symbol};
use crate::types::{ObjectId, Type, TypeId};

/// Where an acquired resource goes.
pub enum Acquired {
    /// Nowhere.
    Discarded,
    /// To a variable of the function.
    Variable {
        ident: ExprId,
        var: ObjectId,
        /// What tells whether the resource exists.
        ties: SmallVec<[Tie; 2]>,
        /// The fields from the variable to the resource, where they are not the protocol's.
        place: Option<Vec<Symbol>>,
        /// The method was promoted from an embedded field.
        embedded: bool,
    },
}

/// Whether a call acquires a resource of the protocol.
pub fn acquires(src: &Source<'_>, protocol: &Compiled, call: ExprId) -> bool {
    let callee = src.callee(call);
    if !protocol.calls.is_empty()
        && let Some(callee) = callee
    {
        let name = src.store.object(callee).name;
        // The name alone tells most calls apart.
        if protocol.calls.iter().any(|known| known.name == name)
            && FuncName::of(src.store, callee).is_some_and(|name| protocol.calls.contains(&name))
        {
            return true;
        }
        if src.store.object(callee).receiver().is_some()
            && protocol.methods.iter().any(|(method, result)| {
                *method == name && results(src, call).first().is_some_and(|&ty| result.matches(src.store, ty))
            })
        {
            return true;
        }
    }
    if protocol.results.is_empty() {
        return false;
    }
    let results = results(src, call);
    let has = |wanted: &super::names::TypeSpelling| results.iter().any(|&ty| wanted.matches(src.store, ty));
    results.len() > 1 && protocol.results.iter().any(|wanted| wanted.iter().all(has))
}

/// The types of a call's results.
fn results<'a>(src: &Source<'a>, call: ExprId) -> &'a [TypeId] {
    match src.info.types.get(call).and_then(|ty| ty.as_ref()) {
        None => &[],
        Some(ty) => match src.store.ty(*ty) {
            Type::Tuple(types) => types,
            _ => std::slice::from_ref(ty),
        },
    }
}

/// Where the resource of an acquiring call goes; `None` if out of sight (returned, passed on, stored).
pub fn target(flow: &FuncFlow<'_>, protocol: &Compiled, call: ExprId) -> Option<Acquired> {
    let src = &flow.src;
    let ast = src.ast;
    let types = results(src, call);
    let subject = match protocol.row.subject {
        Subject::Result(at) => at,
        Subject::ResultOf(_) => {
            types.iter().position(|&ty| protocol.subject_types.iter().any(|wanted| wanted.matches(src.store, ty)))?
        }
        Subject::Receiver | Subject::Place => return receiver(flow, protocol, call),
    };
    let mut expr = call;
    let (targets, values) = loop {
        match ast.parent(expr)? {
            Node::Expr(parent) => match ast.expr(parent) {
                ExprKind::Paren(_) => expr = parent,
                // A field of a result that nobody keeps: `time.NewTicker(d).C`.
                ExprKind::Selector { .. } if types.len() == 1 && src.call_of(parent).is_none() => {
                    return Some(Acquired::Discarded);
                }
                _ => return None,
            },
            Node::Stmt(stmt) => match ast.stmt(stmt) {
                StmtKind::Expr(_) => return Some(Acquired::Discarded),
                StmtKind::Assign { lhs, rhs, .. } => break (lhs, rhs),
                _ => return None,
            },
            Node::Spec(spec) => match ast.specs[spec] {
                SpecKind::Value { names, values, .. } => break (names, values),
                _ => return None,
            },
            _ => return None,
        }
    };
    let (first, count) = match ast.only(values) {
        Some(_) if ast.list(targets).len() == types.len().max(1) => (0, types.len()),
        Some(_) => return None,
        // One value for each target.
        None if ast.list(targets).len() == ast.list(values).len() && types.len() == 1 => {
            (ast.list(values).position(|value| value == expr)?, 1)
        }
        None => return None,
    };
    let target = ast.unparen(ast.list(targets).nth(first + subject)?);
    let name = ast.ident(target)?;
    if name.is_blank() {
        return Some(Acquired::Discarded);
    }
    let var = src.variable(target).filter(|&var| src.is_local(flow.func, var))?;
    let mut ties = SmallVec::new();
    if protocol.row.companion == Companion::Error
        && count > 1
        && let Some(&last) = types.last()
        && is_error(src.store, last)
        && let Some(place) = ast.list(targets).nth(first + count - 1).and_then(|target| place(src, target))
    {
        ties.push(Tie { place, value: Tied::Nil });
    }
    Some(Acquired::Variable { ident: target, var, ties, place: None, embedded: false })
}

/// The variable or place whose method acquires something of it.
fn receiver(flow: &FuncFlow<'_>, protocol: &Compiled, call: ExprId) -> Option<Acquired> {
    let src = &flow.src;
    let ast = src.ast;
    let ExprKind::Call { fun, .. } = ast.expr(call) else { return None };
    let selector = ast.unparen(fun);
    let ExprKind::Selector { x, .. } = ast.expr(selector) else { return None };
    let place = src.place(x)?;
    let embedded = src.info.selections.get(&selector).is_some_and(|selection| selection.path.len() > 1);
    let mut ties = SmallVec::new();
    match ast.parent(call)? {
        Node::Stmt(stmt) => match ast.stmt(stmt) {
            StmtKind::Expr(_) => {}
            StmtKind::Assign { lhs, .. } if protocol.row.companion == Companion::Error => {
                if let Some(place) = self::place(src, ast.only(lhs)?) {
                    ties.push(Tie { place, value: Tied::Nil });
                }
            }
            // `defer mu.Lock()` gives back what was released before; `return cmd.Start()` leaves the rest to the caller.
            _ => return None,
        },
        _ => return None,
    }
    let ident = root(src, x)?;
    if protocol.row.subject == Subject::Receiver {
        // A command in a field belongs to whoever has the struct.
        let local = place.fields.is_empty() && src.is_local(flow.func, place.root);
        return local.then_some(Acquired::Variable { ident, var: place.root, ties, place: Some(Vec::new()), embedded });
    }
    if is_entered_held(flow, protocol, &place) {
        return None;
    }
    let fields = place.fields.to_vec();
    Some(Acquired::Variable { ident, var: place.root, ties, place: Some(fields), embedded })
}

/// The identifier at the root of a place.
fn root(src: &Source<'_>, mut expr: ExprId) -> Option<ExprId> {
    loop {
        expr = src.ast.unparen(expr);
        match src.ast.expr(expr) {
            ExprKind::Ident(_) => return Some(expr),
            ExprKind::Selector { x, name } => {
                if !src.info.selections.contains_key(&expr) && src.variable(name).is_some() {
                    return Some(name);
                }
                expr = x;
            }
            ExprKind::Star(x) => expr = x,
            _ => return None,
        }
    }
}

/// Whether the function is entered with the lock held: some way releases it before any acquires it.
fn is_entered_held(flow: &FuncFlow<'_>, protocol: &Compiled, place: &Place) -> bool {
    let src = &flow.src;
    let ast = src.ast;
    let cfg = &flow.cfg;
    // The call of a method of this place that a step makes there and then.
    let method = |step: Step| -> Option<(ExprId, Symbol)> {
        let Step::Stmt(stmt) = step else { return None };
        let StmtKind::Expr(call) = ast.stmt(stmt) else { return None };
        let call = ast.unparen(call);
        let ExprKind::Call { fun, .. } = ast.expr(call) else { return None };
        let ExprKind::Selector { x, name } = ast.expr(ast.unparen(fun)) else { return None };
        (src.place(x).as_ref() == Some(place)).then_some((call, ast.ident(name)?))
    };
    let mut seen = vec![false; cfg.blocks.len()];
    let mut work = vec![cfg.entry];
    while let Some(block) = work.pop() {
        if std::mem::replace(&mut seen[block.index()], true) {
            continue;
        }
        let mut acquired = false;
        for &step in cfg.steps(block) {
            let Some((call, name)) = method(step) else { continue };
            if protocol.release.contains(&name) {
                return true;
            }
            if acquires(src, protocol, call) {
                acquired = true;
                break;
            }
        }
        if !acquired {
            work.extend(cfg.blocks[block].succs.iter().map(|edge| edge.to));
        }
    }
    false
}

fn place(src: &Source<'_>, target: ExprId) -> Option<Place> {
    match src.ast.ident(target) {
        Some(name) if name.is_blank() => None,
        _ => src.place(target),
    }
}

/// Whether a return reports success: the function has no error result, or it is the literal nil, or nothing is known of it
/// but that it is no error in hand. `values`: those of the `return` statement, `None` at the end of the body.
pub fn is_success(flow: &FuncFlow<'_>, values: Option<List<ExprId>>) -> bool {
    let src = &flow.src;
    let ast = src.ast;
    let Some(results) = ast.sigs[ast.funcs[flow.func].sig].results else { return true };
    let Some(last) = ast.list(ast.field_lists[results].fields).next_back() else { return true };
    let ty = ast.fields[last].ty;
    if !src.info.type_of(ty).is_some_and(|ty| is_error(src.store, ty)) {
        return true;
    }
    values.and_then(|values| ast.list(values).next_back()).is_some_and(|value| src.is_nil(value))
}

/// Whether the function is `main` of package main.
pub fn is_main(flow: &FuncFlow<'_>) -> bool {
    let ast = flow.src.ast;
    let func = ast.funcs[flow.func];
    let is = |ident: Option<ExprId>| ident.and_then(|ident| ast.ident(ident)).is_some_and(|name| name == "main");
    func.recv.is_none() && is(func.name) && is(ast.package)
}
