//! Writes while only a read lock is held, and locks paired with the wrong unlock.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("write-under-read-lock"))
    .on_call(&["(*sync.RWMutex).RLock"], check)
    .on_call(&["(*sync.RWMutex).RUnlock"], check_unlock);

/// `RUnlock` in a function that never calls `RLock`.
fn check_unlock<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let inner = call.enclosing_func()?;
    let func = if inner.deferred().is_some() { inner.enclosing_func()? } else { inner };
    let calls = cx.lock_calls(func);
    if calls.iter().any(|each| each.op == LockOp::RLock)
        || calls.iter().find(|each| each.op == LockOp::RUnlock)?.call != call
    {
        return None;
    }
    mispaired(cx, &cx.lock_flow(func)?);
    Some(())
}

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let func = call.enclosing_func()?;
    let first = cx.lock_calls(func).into_iter().find(|each| each.op == LockOp::RLock)?;
    if first.call != call {
        return None;
    }
    let locks = cx.lock_flow(func)?;
    mispaired(cx, &locks);
    let mut reported: Vec<Call<'a>> = Vec::new();
    // What a literal does that is called where it stands, this function does.
    let called =
        func.own_calls().into_iter().filter(|call| call.as_started().is_none() && call.as_deferred().is_none());
    let literals =
        called.filter_map(|call| call.fun().as_func_lit()).filter(|literal| cx.lock_calls(*literal).is_empty());
    let targets: Vec<Expr<'a>> =
        written(cx, func).into_iter().chain(literals.flat_map(|literal| written(cx, literal))).collect();
    for target in targets {
        let base = behind(target);
        let place = meant(cx, base);
        let Some(lock) = read_locked(cx, func, &locks, target, place.as_ref()) else { continue };
        if reported.contains(&lock.call) {
            continue;
        }
        reported.push(lock.call);
        let map = cx.type_of(base).and_then(Ty::is_map) == Some(true) && base != target;
        let name = base.text();
        let what = if map { "readers and writers of the map" } else { "readers and other writers" };
        cx.report(
            Finding::at(target, format!("`{name}` is written under a read lock: a data race"))
                .here(format!("{what} run at the same time"))
                .label(Role::Locked, lock.call.head(), "locked for reading only")
                .help(format!("take the write lock: `{}.Lock()`", lock.text()))
                .fix_if(fix(&locks, lock)),
        );
    }
    for call in func.own_calls() {
        let read = locks.point(call).map(|point| locks.held(point)).unwrap_or_default();
        let runs = call.as_started().is_none() && call.as_deferred().is_none() && lock_op(cx, call).is_none();
        if !runs || read.is_empty() || read.iter().any(|(_, write)| *write) {
            continue;
        }
        let at = |place: &VarPlace| read_locked(cx, func, &locks, call.expr(), Some(place));
        let Some((lock, target)) = written_by(cx, call, &at).filter(|(lock, _)| !reported.contains(&lock.call)) else {
            continue;
        };
        reported.push(lock.call);
        let name = call.name().map_or("this function", View::text);
        cx.report(
            Finding::at(
                call.head(),
                format!("`{name}` writes what `{}` guards, which is locked for reading", lock.text()),
            )
            .here("readers and other writers run at the same time")
            .label(Role::Locked, lock.call.head(), "locked for reading only")
            .label(Role::Call, target, "written here")
            .help(format!("take the write lock: `{}.Lock()`", lock.text()))
            .fix_if(fix(&locks, lock)),
        );
    }
    Some(())
}

/// The read lock that is held at a node and guards a place, where no lock is held for writing.
fn read_locked<'l, 'a>(
    cx: &Cx<'a>,
    func: Func<'a>,
    locks: &'l LockFlow<'a>,
    at: Expr<'a>,
    place: Option<&VarPlace>,
) -> Option<&'l LockCall<'a>> {
    let (held, place) = (locks.held(locks.point(at)?), place?);
    // Another lock, held for writing, may be the one that guards it.
    if held.iter().any(|(_, write)| *write) || is_fresh(cx, func, place) {
        return None;
    }
    held.into_iter().map(|(lock, _)| lock).find(|lock| guards(cx, func, lock, place))
}

/// What a function of these packages that takes no lock writes of what it is given, where `guarded` knows a read lock for it.
fn written_by<'l, 'a>(
    cx: &Cx<'a>,
    call: Call<'a>,
    guarded: &dyn Fn(&VarPlace) -> Option<&'l LockCall<'a>>,
) -> Option<(&'l LockCall<'a>, Place)> {
    let (other, inner) = cx.callee_body(call)?;
    let body = inner.body()?;
    if body.text().contains("ock()") {
        return None;
    }
    written(&other, inner).into_iter().find_map(|target| {
        let place = other.var_place(behind(target))?;
        // A parameter that is assigned is another one.
        if place.fields.is_empty() || other.flow(inner)?.mentions(place.root).iter().any(|mention| mention.assigned) {
            return None;
        }
        Some((guarded(&cx.seen_by_caller(call, &other, inner, &place)?)?, target.place()))
    })
}

/// The place that an expression names; of a map in a variable of its own, the one that it was taken from.
fn meant<'a>(cx: &Cx<'a>, base: Expr<'a>) -> Option<VarPlace> {
    let place = cx.var_place(base)?;
    if !place.fields.is_empty() || cx.type_of(base).and_then(Ty::is_map) != Some(true) {
        return Some(place);
    }
    match cx.reaching(base).as_deref() {
        Some(&[Definition::Value(value)]) => cx.var_place(value.unparen()).or(Some(place)),
        _ => Some(place),
    }
}

/// The variable or field that is written: `c.hits` of `c.hits[key]`.
fn behind(target: Expr<'_>) -> Expr<'_> {
    let mut expr = target.unparen();
    while let ExprKind::Index { x, .. } = expr.kind() {
        expr = x.unparen();
    }
    expr
}

/// Whether a field stands beside the lock in the same struct; a package-level variable beside a package-level lock, or what is
/// captured beside a captured lock.
fn guards<'a>(cx: &Cx<'a>, func: Func<'a>, lock: &LockCall<'a>, place: &VarPlace) -> bool {
    let Some((_, base)) = lock.lock.fields.split_last() else {
        let object = |id| Object { store: cx.store(), id };
        let (lock, written) = (object(lock.lock.root), object(place.root));
        if lock.is_package_var() || written.is_package_var() {
            return lock.is_package_var() && written.is_package_var() && lock.package_path() == written.package_path();
        }
        return place.fields.is_empty()
            && lock.var_kind() == Some(VarKind::Local)
            && written.var_kind() == Some(VarKind::Local)
            && cx.is_outer(lock, func)
            && cx.is_outer(written, func);
    };
    lock.lock.root == place.root && place.fields.len() > base.len() && place.fields.starts_with(base)
}

/// Whether the struct is made in this function, so that nobody else can see it yet.
fn is_fresh<'a>(cx: &Cx<'a>, func: Func<'a>, place: &VarPlace) -> bool {
    let root = Object { store: cx.store(), id: place.root };
    root.is_local()
        && root.var_kind() == Some(VarKind::Local)
        && cx.declared_at(root).is_some_and(|ident| func.contains(ident))
}

/// `Lock` and `Unlock` in the place of `RLock` and `RUnlock`, where all of them are in this function.
fn fix<'a>(locks: &LockFlow<'a>, lock: &LockCall<'a>) -> Option<Fix> {
    let mut fix = Fix::risky("take the write lock");
    for each in locks.calls.iter().filter(|each| each.lock == lock.lock) {
        let name = each.call.name()?;
        fix = match each.op {
            LockOp::RLock if !each.helper => fix.replace(name, "Lock"),
            LockOp::RUnlock if !each.helper => fix.replace(name, "Unlock"),
            _ => return None,
        };
    }
    Some(fix)
}

/// `RLock` with `Unlock`, `Lock` with `RUnlock`.
fn mispaired<'a>(cx: &Cx<'a>, locks: &LockFlow<'a>) {
    for unlock in locks.calls.iter().filter(|unlock| !unlock.helper) {
        let wants_write = match unlock.op {
            LockOp::Unlock => true,
            LockOp::RUnlock => false,
            _ => continue,
        };
        let held = locks.held(unlock.point);
        let mut same = held.iter().filter(|(each, _)| each.lock == unlock.lock);
        let Some((lock, write)) = same.next() else { continue };
        // A deferred unlock may be meant for a lock that is taken later.
        let later = unlock.deferred
            && locks.calls.iter().any(|each| {
                each.lock == unlock.lock && each.call != lock.call && matches!(each.op, LockOp::Lock | LockOp::RLock)
            });
        if *write == wants_write || same.next().is_some() || later {
            continue;
        }
        let (took, gives, right) = if *write { ("Lock", "RUnlock", "Unlock") } else { ("RLock", "Unlock", "RUnlock") };
        let name = unlock.text();
        let fix = unlock.call.name().map(|ident| Fix::risky(format!("call {right}")).replace(ident, right));
        cx.report(
            Finding::at(unlock.call.head(), format!("`{name}.{gives}` after `{took}` is a fatal error"))
                .here(format!("unlocks what `{took}` did not lock"))
                .label(Role::Locked, lock.call.head(), format!("locked with `{took}`"))
                .help(format!("call `{name}.{right}()`"))
                .fix_if(fix)
                .error(),
        );
    }
}
