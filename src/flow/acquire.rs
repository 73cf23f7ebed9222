//! Which calls acquire a resource, where its result goes, and when a function has succeeded.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::cfg::{Step, Test};
use super::compiled::{Compiled, INDEX};
use super::effect::Given;
use super::escape::{Effect, Eye};
use super::names::{FuncName, is_error};
use super::protocol::{Companion, Starts, Subject};
use super::source::{Place, Source};
use super::summary::Program;
use super::tie::{self, Tie, Tied};
use super::values::FuncFlow;
use crate::syntax::ast::{ExprId, ExprKind, List, Node, SpecKind, StmtId, StmtKind, UnaryOp};
use crate::text::{Idx, Symbol};
use crate::types::members::Found;
use crate::types::{Builtin, ObjectId, ObjectKind, Type, TypeId};

/// Where an acquired resource goes.
pub enum Acquired {
    /// Nowhere.
    Discarded { ties: SmallVec<[Tie; 2]> },
    /// To the function's caller.
    Returned { stmt: StmtId, given: Given },
    /// To a variable of the function.
    Variable {
        ident: ExprId,
        var: ObjectId,
        /// What tells whether the resource exists.
        ties: SmallVec<[Tie; 2]>,
        /// The fields from the variable to the resource, where they are not the protocol's.
        place: Option<Vec<Symbol>>,
        /// How many fields of the protocol's path lie between the identifier and the resource.
        left: u8,
        /// The method was promoted from an embedded field.
        embedded: bool,
    },
}

/// The rows of the table that a call may concern, as bits: by the name of its callee and the types of its results.
/// `types` remembers what was found of a type.
pub fn candidates(src: &Source<'_>, call: ExprId, types: &mut FxHashMap<TypeId, u64>) -> u64 {
    let index = &*INDEX;
    let ExprKind::Call { fun, .. } = src.ast.expr(call) else { return 0 };
    let name = src.function(fun).map(|callee| src.store.object(callee).name);
    let mut bits = name.and_then(|name| index.names.get(&name)).copied().unwrap_or(0);
    if let Some(ty) = src.info.types.get(call).copied().flatten() {
        bits |= *types.entry(ty).or_insert_with(|| {
            let of = |ty: TypeId| {
                let found = index.types.iter().filter(|(known, _)| known.matches(src.store, ty));
                found.fold(0, |bits, (_, more)| bits | more)
            };
            match src.store.ty(ty) {
                Type::Tuple(types) => {
                    let rows = index.constructors.iter().filter(|row| is_constructed(src, row, types));
                    let bits = rows.fold(0, |bits, row| bits | row.bit);
                    types.iter().fold(bits, |bits, &ty| bits | of(ty))
                }
                Type::Basic(_) => 0,
                _ => of(ty),
            }
        });
    }
    bits
}

/// Where a call gives a resource of the protocol; `None` if it acquires none.
pub fn given<'a>(
    flow: &FuncFlow<'a>,
    program: &Program<'a>,
    protocol: &'static Compiled,
    call: ExprId,
) -> Option<Given> {
    let src = &flow.src;
    let callee = src.callee(call).or_else(|| function_in_variable(flow, call));
    let results = results(src, call);
    let of_type = |ty: TypeId| protocol.types.iter().any(|known| known.matches(src.store, ty));
    let typed = || results.iter().position(|&ty| of_type(ty));
    let known = || {
        let at = match protocol.row.subject {
            Subject::Result(at) => typed().unwrap_or(at),
            Subject::ResultOfType => typed()?,
            Subject::Receiver | Subject::Place => 0,
        };
        Some(Given { at: at as u8, taken: 0 })
    };
    if !protocol.constructors.is_empty() {
        let object = src.store.object(callee?);
        let named = || protocol.constructors.iter().any(|word| begins_with(object.name.as_str(), word));
        return (named() && is_constructed(src, protocol, results)).then(known)?;
    }
    if let Some(callee) = callee {
        let name = src.store.object(callee).name;
        // The name alone tells most calls apart.
        if protocol.calls.iter().any(|known| known.name == name)
            && FuncName::of(src.store, callee).is_some_and(|name| protocol.calls.contains(&name))
        {
            return known();
        }
        // A method of ours that reads and closes what it got hands out nothing that is open: its body decides below.
        // Neither does one that gives the content as well.
        let part = !protocol.row.path.is_empty();
        let judged = part && (program.body(callee).is_some() || results.len() != 2);
        if src.store.object(callee).receiver().is_some()
            && !judged
            && protocol.methods.iter().any(|(method, result)| {
                *method == name && results.first().is_some_and(|&ty| result.matches(src.store, ty))
            })
        {
            return known();
        }
        // Others are judged by what they do.
        if results.iter().any(|&ty| of_type(ty) || is_handed_as(src, protocol, ty))
            && let Some(given) = program.hands_out(callee, protocol)
        {
            return Some(given);
        }
        if program.body(callee).is_some() {
            return None;
        }
    }
    let has = |wanted: &super::names::TypeSpelling| results.iter().any(|&ty| wanted.matches(src.store, ty));
    (results.len() > 1 && protocol.results.iter().any(|wanted| wanted.iter().all(has))).then(known)?
}

/// The function or method that the called variable holds, where it is assigned nothing else.
fn function_in_variable(flow: &FuncFlow<'_>, call: ExprId) -> Option<ObjectId> {
    let src = &flow.src;
    let ast = src.ast;
    let ExprKind::Call { fun, .. } = ast.expr(call) else { return None };
    let var = src.variable(fun).filter(|&var| flow.is_plain(var))?;
    let mut assigned = flow.mentions(var).iter().filter(|mention| mention.assigned);
    let (only, None) = (assigned.next()?, assigned.next()) else { return None };
    let function = src.function(src.assigned_value(only.ident)?)?;
    matches!(src.store.object(function).kind, ObjectKind::Func(_)).then_some(function)
}

/// Whether a function may hand out the resource as this interface.
fn is_handed_as(src: &Source<'_>, protocol: &Compiled, ty: TypeId) -> bool {
    protocol.handed_as.iter().any(|known| known.matches(src.store, ty))
}

/// Whether a name begins with a word: `Open`, `openFile`, `Dial_`, but not `Opened`.
fn begins_with(name: &str, word: &str) -> bool {
    name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        && !name[word.len()..].starts_with(|next: char| next.is_ascii_lowercase())
}

/// Whether results are a value that must be released by a method of the row, and an error.
fn is_constructed(src: &Source<'_>, protocol: &Compiled, results: &[TypeId]) -> bool {
    let &[value, error] = results else { return false };
    if !is_error(src.store, error) || protocol.types.iter().any(|known| known.matches(src.store, value)) {
        return false;
    }
    if !matches!(src.store.ty(src.store.underlying(value)), Type::Pointer(_) | Type::Interface(_)) {
        return false;
    }
    protocol.release.iter().take(RELEASING).any(|&name| {
        let Found::Method { object, .. } = src.store.lookup(value, true, None, name) else { return false };
        matches!(src.store.ty(src.store.type_of(object)), Type::Signature(sig) if sig.params.is_empty())
    })
}

/// How many of a row's release methods say that a value must be released; the others only do it as well.
const RELEASING: usize = 4;

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
pub fn target<'a>(
    flow: &FuncFlow<'a>,
    program: &Program<'a>,
    protocol: &'static Compiled,
    call: ExprId,
    given: Given,
) -> Option<Acquired> {
    let src = &flow.src;
    let ast = src.ast;
    if matches!(protocol.row.subject, Subject::Receiver | Subject::Place) {
        return receiver(flow, protocol, call);
    }
    let path = &protocol.path[usize::from(given.taken)..];
    let eye = Eye { flow, protocol, program, path, embedded: false };
    let climb = eye.value(call, src.is_tuple(call).then_some(usize::from(given.at)));
    if let Effect::Return { at, taken } = climb.effect {
        let Some(Node::Stmt(stmt)) = ast.parent(climb.end) else { return None };
        return Some(Acquired::Returned { stmt, given: Given { at, taken: given.taken + taken } });
    }
    let assignment = match ast.parent(climb.end)? {
        Node::Stmt(stmt) => match ast.stmt(stmt) {
            StmtKind::Assign { lhs, rhs, .. } => Some((lhs, rhs)),
            _ => None,
        },
        Node::Spec(spec) => match ast.specs[spec] {
            SpecKind::Value { names, values, .. } => Some((names, values)),
            _ => None,
        },
        _ => None,
    };
    let mut ties = SmallVec::new();
    if protocol.row.companion == Companion::Error
        && let Some((targets, _)) = assignment
        && climb.at.is_some()
        && let Some(&last) = results(src, climb.end).last()
        && is_error(src.store, last)
        && let Some(place) = ast.list(targets).next_back().and_then(|target| self::place(src, target))
    {
        ties.push(Tie { place, value: Tied::Nil });
    }
    let used = protocol.row.starts == Starts::Acquired;
    let (target, var, place) = match climb.effect {
        // Nobody holds it any more.
        Effect::None if used => return Some(Acquired::Discarded { ties }),
        Effect::Use | Effect::Read if !climb.is_lent(flow) => return Some(Acquired::Discarded { ties }),
        Effect::Copy { to, taken } => {
            let (targets, values) = assignment?;
            let behind = given.taken + taken;
            let place = (behind > 0).then(|| path[usize::from(taken)..].to_vec());
            (src.target_of(targets, values, climb.end, climb.at)?, to, place)
        }
        Effect::Escape => {
            let (targets, values) = assignment?;
            let target = src.target_of(targets, values, climb.end, climb.at)?;
            let own = |place: &Place| is_fresh(flow, place.root) || is_zero_struct(flow, place.root);
            let mut place = src.place(target).filter(|place| !place.fields.is_empty() && own(place))?;
            place.fields.extend_from_slice(climb.rest(path));
            (target, place.root, Some(place.fields.to_vec()))
        }
        _ => return None,
    };
    let left = climb.rest(path).len() as u8;
    Some(Acquired::Variable { ident: target, var, ties, place, left, embedded: false })
}

/// The results of a function: the type of each, and its variable if it has one.
pub(super) fn declared_results(flow: &FuncFlow<'_>) -> Vec<(Option<TypeId>, Option<ObjectId>)> {
    let src = &flow.src;
    let ast = src.ast;
    let Some(results) = ast.sigs[ast.funcs[flow.func].sig].results else { return Vec::new() };
    let mut declared = Vec::new();
    for field in ast.list(ast.field_lists[results].fields) {
        let field = ast.fields[field];
        let ty = src.info.type_of(field.ty);
        match field.names.is_empty() {
            true => declared.push((ty, None)),
            false => declared.extend(ast.list(field.names).map(|name| (ty, src.info.object(name)))),
        }
    }
    declared
}

/// The variable or place whose method acquires something of it.
fn receiver(flow: &FuncFlow<'_>, protocol: &'static Compiled, call: ExprId) -> Option<Acquired> {
    let src = &flow.src;
    let ast = src.ast;
    let ExprKind::Call { fun, .. } = ast.expr(call) else { return None };
    let selector = ast.unparen(fun);
    let ExprKind::Selector { x, .. } = ast.expr(selector) else { return None };
    // A command without a variable.
    if protocol.row.subject == Subject::Receiver && matches!(ast.expr(ast.unparen(x)), ExprKind::Call { .. }) {
        return is_dropped(src, call).then(|| Acquired::Discarded { ties: SmallVec::new() });
    }
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
        return local.then_some(Acquired::Variable {
            ident,
            var: place.root,
            ties,
            place: Some(Vec::new()),
            left: 0,
            embedded,
        });
    }
    if is_entered_held(flow, protocol, &place) || is_fresh(flow, place.root) {
        return None;
    }
    let fields = place.fields.to_vec();
    Some(Acquired::Variable { ident, var: place.root, ties, place: Some(fields), left: 0, embedded })
}

/// Whether a call is a statement, or its only result goes to a variable.
fn is_dropped(src: &Source<'_>, call: ExprId) -> bool {
    matches!(src.ast.parent(call), Some(Node::Stmt(stmt)) if matches!(src.ast.stmt(stmt), StmtKind::Expr(_) | StmtKind::Assign { .. }))
}

/// Whether a variable of the function is declared as a struct: it shares its fields with nobody.
fn is_zero_struct(flow: &FuncFlow<'_>, var: ObjectId) -> bool {
    let src = &flow.src;
    let declared = || src.store.object(var).place.and_then(|place| src.ast.parent(place.ident));
    src.is_local(flow.func, var)
        && matches!(src.store.ty(src.store.underlying(src.store.type_of(var))), Type::Struct(_))
        && matches!(declared(), Some(Node::Spec(_)))
}

/// Whether a variable is first assigned a struct made on the spot: nobody else has it yet.
fn is_fresh(flow: &FuncFlow<'_>, var: ObjectId) -> bool {
    let ast = flow.src.ast;
    let Some(first) = flow.mentions(var).iter().find(|mention| mention.assigned) else { return false };
    let Some(value) = flow.src.assigned_value(first.ident).map(|value| ast.unparen(value)) else { return false };
    match ast.expr(value) {
        ExprKind::Unary { op: UnaryOp::And, x } => matches!(ast.expr(ast.unparen(x)), ExprKind::CompositeLit { .. }),
        ExprKind::CompositeLit { .. } => true,
        ExprKind::Call { .. } => flow.src.builtin(value) == Some(Builtin::New),
        _ => false,
    }
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
fn is_entered_held(flow: &FuncFlow<'_>, protocol: &'static Compiled, place: &Place) -> bool {
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
            if protocol.is_called(src, call) {
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

/// As [`is_success`], also where the error in hand is tied to be nil, and where the last value is a call that makes no error
/// but does what is left to do: `return tx.Commit()`.
pub fn may_succeed(flow: &FuncFlow<'_>, ties: &[Tie], values: Option<List<ExprId>>) -> bool {
    if is_success(flow, values) {
        return true;
    }
    let src = &flow.src;
    let ast = src.ast;
    let is_tied = |place: &Place| ties.iter().any(|tie| tie.place == *place && tie.value == Tied::Nil);
    let Some(values) = values else { return false };
    let Some(last) = ast.list(values).next_back().map(|last| ast.unparen(last)) else {
        // The named error result.
        let name = || {
            let fields = ast.field_lists[ast.sigs[ast.funcs[flow.func].sig].results?].fields;
            let last = ast.list(fields).next_back()?;
            ast.list(ast.fields[last].names).next_back()
        };
        return name().and_then(|name| src.place(name)).is_some_and(|place| is_tied(&place));
    };
    if let Some(place) = place(src, last) {
        return is_tied(&place);
    }
    let ExprKind::Call { args, .. } = ast.expr(last) else { return false };
    let Some(callee) = src.callee(last) else { return false };
    let object = src.store.object(callee);
    let name = object.name.as_str();
    let takes_error =
        ast.list(args).any(|arg| src.info.type_of(arg).is_some_and(|ty| is_error(src.store, ty)) || src.is_nil(arg));
    let makes_error = name != "Err"
        && ["err", "fail", "wrap", "new", "status", "invalid", "abort"]
            .iter()
            .any(|word| name.to_ascii_lowercase().contains(word));
    let of_errors = object.package.is_some_and(|package| {
        let path = src.store.package(package).path.as_str();
        path == "errors" || path.ends_with("/errors") || path.ends_with("/status")
    });
    object.builtin().is_none() && !takes_error && !makes_error && !of_errors
}

/// Whether a return may report success although it does not say so: it hands on the error of a call, or one in a variable.
/// Calls that make an error or are given one, and other values, report failure.
pub fn hands_on_error(flow: &FuncFlow<'_>, values: Option<List<ExprId>>) -> bool {
    let src = &flow.src;
    let ast = src.ast;
    let Some(value) = values.and_then(|values| ast.list(values).next_back()) else { return values.is_some() };
    let value = ast.unparen(value);
    match ast.expr(value) {
        ExprKind::Ident(_) => src.variable(value).is_some_and(|var| src.is_local(flow.func, var)),
        ExprKind::Call { args, .. } => {
            let makes = src.callee(value).is_none_or(|callee| {
                let object = src.store.object(callee);
                let path = object.package.map(|package| src.store.package(package).path.as_str());
                let name = object.name.as_str();
                // `w.Error()` tells what went wrong, if anything did.
                let tells = name == "Error" && object.receiver().is_some();
                let made = || name == "Errorf" || name.starts_with("New") || name.contains("Error");
                path == Some("errors") || !tells && made()
            });
            let given = |arg| src.info.type_of(arg).is_some_and(|ty| is_error(src.store, ty));
            // What gives something besides does more than to make an error.
            src.is_tuple(value) || !makes && !ast.list(args).any(given)
        }
        _ => false,
    }
}

/// Whether a path, told by its tests from the last to the first, has found the error that is returned (any error, for a
/// bare `return`) to be there.
pub fn has_failed(
    flow: &FuncFlow<'_>,
    tests: impl Iterator<Item = (Test, bool)>,
    values: Option<List<ExprId>>,
) -> bool {
    let src = &flow.src;
    let returned = values.and_then(|values| src.ast.list(values).next_back());
    let returned = returned.and_then(|value| src.variable(src.ast.unparen(value)));
    for (test, taken) in tests {
        let Some((x, y, equal)) = tie::comparison(src, test) else { continue };
        let other = if src.is_nil(y) { x } else { y };
        let var = src.variable(src.ast.unparen(other));
        let error = src.info.type_of(other).is_some_and(|ty| is_error(src.store, ty));
        if (src.is_nil(x) || src.is_nil(y)) && error && (returned.is_none() || var == returned) {
            return taken != equal;
        }
    }
    false
}

/// Whether the function is `main` of package main.
pub fn is_main(flow: &FuncFlow<'_>) -> bool {
    let ast = flow.src.ast;
    let func = ast.funcs[flow.func];
    let is = |ident: Option<ExprId>| ident.and_then(|ident| ast.ident(ident)).is_some_and(|name| name == "main");
    func.recv.is_none() && is(func.name) && is(ast.package)
}
