//! Copies of values that contain a lock.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("copied-lock"))
    .on(&[Kind::Assign, Kind::ValueSpec, Kind::Range, Kind::Return, Kind::CompositeLit], check_copy)
    .on(&[Kind::Call], check_arguments)
    .on_func(check_signature);

/// The types of package sync and its atomics that must not be copied after first use.
const LOCKS: &[&str] = &[
    "sync.Mutex",
    "sync.RWMutex",
    "sync.WaitGroup",
    "sync.Once",
    "sync.Cond",
    "sync.Pool",
    "sync.Map",
    "sync/atomic.Bool",
    "sync/atomic.Int32",
    "sync/atomic.Int64",
    "sync/atomic.Uint32",
    "sync/atomic.Uint64",
    "sync/atomic.Uintptr",
    "sync/atomic.Pointer",
    "sync/atomic.Value",
];

/// Nesting at which the search for a lock gives up.
const DEPTH: usize = 16;

/// The lock that a value of this type contains, with the fields that lead to it: `("inner.mu", "sync.Mutex")`.
fn lock_in(ty: Ty<'_>, depth: usize) -> Option<(String, String)> {
    if depth > DEPTH || ty.is_type_param() {
        return None;
    }
    if let Some(object) = ty.declared()
        && matches!(object.package_path(), Some("sync" | "sync/atomic"))
        && object.is_any(LOCKS)
    {
        return Some((String::new(), object.full_name()));
    }
    // A type declared from one of them has its insides.
    if let Some(object) = ty.declared()
        && object.is_any(&["internal/sync.Mutex", "sync.noCopy", "sync/atomic.noCopy"])
    {
        return Some((String::new(), object.full_name()));
    }
    let inside = match ty.shape()? {
        Type::Struct(fields) => fields.iter().find_map(|field| {
            let (path, lock) = lock_in(Ty::known(ty.store, field.ty)?, depth + 1)?;
            let name = field.name.as_str();
            Some((if path.is_empty() { name.to_owned() } else { format!("{name}.{path}") }, lock))
        }),
        Type::Array { elem, .. } => lock_in(Ty::known(ty.store, *elem)?, depth + 1),
        _ => None,
    };
    inside.or_else(|| own_lock(ty))
}

/// A type with `Lock` and `Unlock` of its own on the pointer: somebody's own lock, or the mark that it must not be copied.
fn own_lock(ty: Ty<'_>) -> Option<(String, String)> {
    let object = ty.declared()?;
    if ty.is_interface()? {
        return None;
    }
    let own = ["Lock", "Unlock"].iter().all(|name| {
        ty.own_method(name).is_some_and(|method| {
            method.raw().receiver().is_some_and(|receiver| receiver.pointer)
                && method.ty().and_then(Ty::signature).is_some_and(|f| f.params.is_empty() && f.results.is_empty())
        })
    });
    own.then(|| (String::new(), object.full_name()))
}

/// Whether the expression denotes a value that somebody holds already: not a literal, call or conversion.
fn is_held(expr: Expr<'_>) -> bool {
    match expr.unparen().kind() {
        ExprKind::Ident(_) | ExprKind::Selector { .. } | ExprKind::Index { .. } | ExprKind::TypeAssert { .. } => true,
        ExprKind::Unary { op: UnaryOp::Recv, .. } => true,
        ExprKind::Star(x) => x.as_call().is_none() && x.address_of().is_none_or(is_held),
        _ => false,
    }
}

/// The lock that is copied where the value of `expr` is.
fn copied<'a>(cx: &Cx<'a>, expr: Expr<'a>) -> Option<(String, String)> {
    if !is_held(expr) || cx.is_type(expr)? || cx.is_nil(expr) {
        return None;
    }
    // The forms with a second value, `x, ok := m[k]`, are of both types.
    lock_in(cx.type_of(expr)?.parts().first().copied()??, 0)
}

fn report<'a>(cx: &Cx<'a>, at: Expr<'a>, how: &str, (path, lock): (String, String)) -> Option<()> {
    let what = clip(at.text());
    let inside = if path.is_empty() { format!("a `{lock}`") } else { format!("`{path}`, a `{lock}`") };
    let declared = cx.type_of(at).and_then(Ty::declared).and_then(|object| cx.declared_at(object));
    cx.report(
        Finding::at(at, format!("{how} `{what}` copies its lock"))
            .here(format!("copies {inside}"))
            .mark_if(Role::Type, declared)
            .help("use a pointer, so that everybody locks the same one"),
    )
}

/// A text short enough for a headline.
fn clip(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= 32 { line.to_owned() } else { line.chars().take(31).chain(['…']).collect() }
}

fn check_copy<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    if let Some(stmt) = node.as_stmt() {
        match stmt.kind() {
            StmtKind::Assign { op: AssignOp::Assign | AssignOp::Define, lhs, rhs } if lhs.len() == rhs.len() => {
                for (target, value) in lhs.iter().zip(rhs.iter()) {
                    if target.is_blank() {
                        continue;
                    }
                    if let Some(lock) = copied(cx, value) {
                        report(cx, value, "assigning", lock);
                    }
                }
            }
            StmtKind::Assign { op: AssignOp::Assign | AssignOp::Define, lhs, rhs } if lhs.len() == 2 => {
                let value = rhs.only().filter(|_| lhs.first().is_some_and(|target| !target.is_blank()))?;
                if let Some(lock) = copied(cx, value) {
                    report(cx, value, "assigning", lock);
                }
            }
            StmtKind::Range { key, value, .. } => {
                for variable in [key, value].into_iter().flatten().filter(|variable| !variable.is_blank()) {
                    let ty = cx.denotes(variable).and_then(|object| object.ty()).or_else(|| cx.type_of(variable));
                    if let Some(lock) = ty.and_then(|ty| lock_in(ty, 0)) {
                        report(cx, variable, "ranging into", lock);
                    }
                }
            }
            StmtKind::Return(values) => {
                for value in values.iter() {
                    if let Some(lock) = copied(cx, value) {
                        report(cx, value, "returning", lock);
                    }
                }
            }
            _ => {}
        }
        return Some(());
    }
    if let Some(spec) = node.as_spec() {
        let SpecKind::Value { names, values, .. } = spec.kind() else { return None };
        for (position, value) in values.iter().enumerate() {
            if names.get(position).is_some_and(Expr::is_blank) {
                continue;
            }
            if let Some(lock) = copied(cx, value) {
                report(cx, value, "assigning", lock);
            }
        }
        return Some(());
    }
    let (_, elements) = node.as_expr()?.as_composite()?;
    for element in elements.iter() {
        let value = match element.kind() {
            ExprKind::KeyValue { value, .. } => value,
            _ => element,
        };
        if let Some(lock) = copied(cx, value) {
            report(cx, value, "storing", lock);
        }
    }
    Some(())
}

fn check_arguments<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    if !call.args().iter().any(is_held) {
        return None;
    }
    // What a builtin or package unsafe is asked about is not copied; these keep it.
    let keeps = |builtin| matches!(builtin, Builtin::Append | Builtin::Panic | Builtin::New);
    if let Some(callee) = cx.callee(call)
        && (callee.builtin().is_some_and(|builtin| !keeps(builtin)) || callee.package_path() == Some("unsafe"))
    {
        return None;
    }
    for argument in call.args().iter() {
        if let Some(lock) = copied(cx, argument) {
            report(cx, argument, "passing", lock);
        }
    }
    Some(())
}

fn check_signature<'a>(cx: &Cx<'a>, func: Func<'a>) -> Option<()> {
    let receiver = func.receiver();
    for field in receiver.into_iter().chain(func.params().fields().iter()) {
        let written = field.ty();
        if matches!(written.kind(), ExprKind::Star(_) | ExprKind::Ellipsis(_)) {
            continue;
        }
        let Some((path, lock)) = cx.type_of(written).and_then(|ty| lock_in(ty, 0)) else { continue };
        let is_receiver = receiver == Some(field);
        let sort = if is_receiver { "receiver" } else { "parameter" };
        let name = field.names().first().filter(|name| !name.is_blank());
        let place = name.unwrap_or(written);
        let inside = if path.is_empty() { format!("a `{lock}`") } else { format!("`{path}`, a `{lock}`") };
        let headline = match name {
            Some(name) => format!("value {sort} `{}` copies its lock at each call", name.text()),
            None => format!("a value {sort} `{}` copies its lock at each call", clip(written.text())),
        };
        let declared = cx.type_of(written).and_then(Ty::declared).and_then(|object| cx.declared_at(object));
        let mut draft = Finding::at(place, headline)
            .here(format!("copies {inside}"))
            .mark_if(Role::Type, declared)
            .help(format!("use a pointer {sort}"));
        if is_receiver {
            draft = draft.fix(Fix::risky("use a pointer receiver").before(written, "*"));
        }
        cx.report(draft);
    }
    Some(())
}
