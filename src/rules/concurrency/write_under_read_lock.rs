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
    for target in written(cx, func) {
        let report = || -> Option<Call<'a>> {
            let point = locks.point(target)?;
            let held = locks.held(point);
            // Another lock, held for writing, may be the one that guards it.
            if held.is_empty() || held.iter().any(|(_, write)| *write) {
                return None;
            }
            let base = behind(target);
            let place = cx.var_place(base)?;
            let (lock, _) = held.iter().find(|(each, _)| guards(cx, func, each, &place))?;
            if reported.contains(&lock.call) || is_fresh(cx, func, &place) {
                return None;
            }
            let map = cx.type_of(base).and_then(Ty::is_map) == Some(true) && base != target;
            let name = base.text();
            let what = if map { "readers and writers of the map" } else { "readers and other writers" };
            let fix = fix(&locks, lock);
            cx.report(
                Finding::at(target, format!("`{name}` is written under a read lock: a data race"))
                    .here(format!("{what} run at the same time"))
                    .label(Role::Locked, lock.call.head(), "locked for reading only")
                    .help(format!("take the write lock: `{}.Lock()`", lock.text()))
                    .fix_if(fix),
            );
            Some(lock.call)
        };
        if let Some(lock) = report() {
            reported.push(lock);
        }
    }
    Some(())
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
            LockOp::RLock => fix.replace(name, "Lock"),
            LockOp::RUnlock => fix.replace(name, "Unlock"),
            _ => return None,
        };
    }
    Some(fix)
}

/// `RLock` with `Unlock`, `Lock` with `RUnlock`.
fn mispaired<'a>(cx: &Cx<'a>, locks: &LockFlow<'a>) {
    for unlock in &locks.calls {
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
