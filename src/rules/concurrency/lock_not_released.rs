//! Locks that a return forgets.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("lock-not-released"))
    .protocols(&["sync.Locker", "sync.RLocker"])
    .on_call(LOCKS, check)
    .on_call(LOCKS, check_element)
    .on_call(LOCKS, check_helped)
    .on_call(LOCKS, check_deferred_lock)
    .on_call(LOCKS, check_manual)
    .on_package(check_never);

const LOCKS: &[&str] = &["(*sync.Mutex).Lock", "(*sync.RWMutex).Lock", "(*sync.RWMutex).RLock", "(sync.Locker).Lock"];

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let read = call.name()?.text() == "RLock";
    let row: &[&str] = if read { &["sync.RLocker"] } else { &["sync.Locker"] };
    let leaking = cx.leaking(call, row)?;
    let lock = call.qualifier()?;
    let name = lock.text();
    let func = call.enclosing_func()?;
    // A function that never unlocks is looked at with its package; one named after locking returns locked on purpose.
    if !leaking.leak.released_elsewhere || is_named_after_locking(func) {
        return None;
    }
    if matches!(leaking.leak.loss, Loss::Again) && cx.var_place(lock)?.fields.is_empty() && !is_global(cx, lock) {
        return None;
    }
    if !matches!(leaking.leak.loss, Loss::Exit(_) | Loss::Again) {
        return None;
    }
    let unlock = unlock_of(call)?;
    // Unlocked before, it is locked anew for whoever locked it first; and helpers named after unlocking do that.
    let given_back = func.calls_within().into_iter().any(|other| {
        let Some(method) = other.name() else { return false };
        if method.text() == unlock {
            other.span().start < call.span().start && other.qualifier().is_some_and(|on| on.same_text(lock))
        } else {
            method.text() != "Unlock" && method.text() != "RUnlock" && method.text().to_lowercase().contains("unlock")
        }
    });
    if given_back {
        return None;
    }
    cx.report(
        leaking
            .draft_at(cx, call.head(), format!("`{name}` stays locked on some path: everyone after it waits for ever"))
            .here("locked here")
            .help(format!("defer `{name}.{unlock}()` on the next line, or unlock before this return"))
            .fix_if(defer_unlock(cx, call, func))
            .error(),
    )
}

/// A lock that a helper gives back on some paths, a literal in a variable or a function that gets its address: the return on which it is surely
/// held.
fn check_helped<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let func = call.enclosing_func()?;
    let (_, place) = lock_op(cx, call)?;
    if is_named_after_locking(func) || call.as_stmt().is_none() || !cx.complete(func) {
        return None;
    }
    let locks = cx.lock_flow(func)?;
    let mut unlocks = locks.calls.iter().filter(|each| each.lock == place && each.call != call);
    // Methods of the lock's owner are followed by the paths of the resource.
    let helper = unlocks.clone().find(|each| each.helper && !cx.callee(each.call).is_some_and(Object::is_method))?;
    let by_hand = unlocks.all(|each| !each.deferred && matches!(each.op, LockOp::Unlock | LockOp::RUnlock));
    // A helper that is handed on may be called by others.
    let only_called = cx.callee(helper.call).is_some() || {
        let object = cx.variable(helper.call.fun())?;
        let declared = cx.declared_at(object);
        cx.uses_within(object, func).into_iter().all(|ident| {
            Some(ident) == declared || ident.parent().and_then(Node::as_call).is_some_and(|call| call.fun() == ident)
        })
    };
    if !by_hand || !only_called {
        return None;
    }
    let cfg = cx.cfg(func)?;
    let is_held = |point: Point| locks.held(point).iter().any(|(lock, _)| lock.call == call);
    let (_, left) = cfg.points().find(|(point, step)| {
        let leaves = match step {
            Step::Stmt(id) => Stmt { tree: func.tree, id: *id }.as_return().is_some(),
            step => *step == Step::End,
        };
        leaves && cfg.reachable(point.block) && is_held(*point)
    })?;
    let (name, unlock) = (call.qualifier()?.text(), unlock_of(call)?);
    let at = Place { file: func.tree.file, span: cfg.span(func.tree.ast, left) };
    cx.report(
        Finding::at(call.head(), format!("`{name}` stays locked on some path: everyone after it waits for ever"))
            .here("locked here")
            .label(Role::Released, helper.call.head(), "unlocked on another path")
            .label(Role::Returns, at, "returns with the lock held")
            .help(format!("defer `{name}.{unlock}()` on the next line, or unlock before this return"))
            .error(),
    )
}

/// The lock of an element: `s.shards[i].mu`.
fn check_element<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let lock = call.qualifier()?;
    let (_, place) = lock_op(cx, call)?;
    let func = call.enclosing_func()?;
    if cx.var_place(lock).is_some() || call.as_stmt().is_none() || is_named_after_locking(func) || !cx.complete(func) {
        return None;
    }
    let unlock = unlock_of(call)?;
    let calls = cx.lock_calls(func);
    let given_back: Vec<Point> = calls
        .iter()
        .filter(|each| each.lock == place && matches!(each.op, LockOp::Unlock | LockOp::RUnlock | LockOp::Unknown))
        .map(|each| each.point)
        .collect();
    // An index that is written in another way may be the same element.
    let others = func.body()?.calls_within().into_iter().filter(|other| {
        other.name().is_some_and(|name| matches!(name.text(), "Unlock" | "RUnlock"))
            && !calls.iter().any(|each| each.call == *other && each.lock == place)
            && other.qualifier().is_some_and(|on| on.name().map(View::text) == lock.name().map(View::text))
    });
    if given_back.is_empty() || others.count() > 0 {
        return None;
    }
    let at = cx.point_in(func, call)?;
    // With another index it is another element.
    let flow = cx.flow(func)?;
    let mut given_back = given_back;
    for variable in lock.idents_within().into_iter().filter_map(|ident| cx.variable(ident)) {
        given_back.extend(flow.mentions(variable.id).iter().filter(|m| m.assigned).map(|m| m.point));
    }
    let way = cx.search(
        func,
        false,
        |held, point, _| {
            if point == at {
                *held = true;
            } else if *held && given_back.contains(&point) {
                return Next::Stop;
            }
            Next::Go
        },
        |held| *held,
    )?;
    let name = lock.text();
    cx.report(
        Finding::at(call.head(), format!("`{name}` stays locked on some path: everyone after it waits for ever"))
            .here("locked here")
            .along(cx.told(func, &way))
            .help(format!("defer `{name}.{unlock}()` on the next line, or unlock before this return"))
            .error(),
    )
}

/// The method that undoes this lock.
fn unlock_of(call: Call<'_>) -> Option<&'static str> {
    Some(if call.name()?.text() == "RLock" { "RUnlock" } else { "Unlock" })
}

fn is_global<'a>(cx: &Cx<'a>, lock: Expr<'a>) -> bool {
    cx.variable(lock).is_some_and(Object::is_package_var)
}

/// Whether a function's name says that it may return with a lock held.
fn is_named_after_locking(func: Func<'_>) -> bool {
    let name = func.name_text().to_lowercase();
    ["lock", "acquire", "enter", "begin", "freeze", "pause", "suspend"].iter().any(|word| name.contains(word))
}

/// All calls of a function that unlock what this call locks, as statements; `None` where one of them is none.
fn unlocks<'a>(cx: &Cx<'a>, call: Call<'a>, func: Func<'a>) -> Option<Vec<Stmt<'a>>> {
    let (place, unlock) = (lock_op(cx, call)?.1, unlock_of(call)?);
    func.body()?
        .calls_within()
        .into_iter()
        .filter(|other| other.name().is_some_and(|name| name.text() == unlock))
        .filter(|other| lock_op(cx, *other).is_some_and(|(_, on)| on == place))
        .map(|other| other.as_stmt().filter(|_| other.enclosing_func() == Some(func)))
        .collect()
}

/// Defers the unlock and takes the others away, where the lock is taken once.
fn defer_unlock<'a>(cx: &Cx<'a>, call: Call<'a>, func: Func<'a>) -> Option<Fix> {
    let (place, stmt) = (lock_op(cx, call)?.1, call.as_stmt()?);
    let once = cx.lock_calls(func).iter().filter(|each| each.lock == place && each.op != LockOp::Unlock).count() == 1
        || unlock_of(call)? == "RUnlock";
    let cfg = cx.cfg(func)?;
    if !once || cfg.in_cycle(cx.point_in(func, call)?.block) {
        return None;
    }
    let mut fix = Fix::risky("defer the unlock")
        .line_after(stmt, &format!("defer {}.{}()", call.qualifier()?.text(), unlock_of(call)?));
    for unlock in unlocks(cx, call, func)? {
        fix = fix.remove_lines(unlock);
    }
    Some(fix)
}

/// `defer mu.Lock()` right after `mu.Lock()`: meant to be an unlock.
fn check_deferred_lock<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let stmt = call.as_deferred()?;
    let before = stmt.previous()?.as_expr_stmt()?.as_call()?;
    let (op, place) = lock_op(cx, call)?;
    let (first, other) = lock_op(cx, before)?;
    if place != other || op != first {
        return None;
    }
    let (name, unlock) = (call.qualifier()?.text(), unlock_of(call)?);
    cx.report(
        Finding::at(call.head(), format!("deadlock: `{name}` is locked again when the function returns"))
            .here(format!("meant to be `{unlock}`"))
            .mark(Role::Locked, before.head())
            .help(format!("defer `{name}.{unlock}()`"))
            .fix(Fix::risky(format!("defer {unlock}")).replace(call.name()?, unlock))
            .error(),
    )
}

/// Strict: an unlock by hand at the function's end, after calls that may panic.
fn check_manual<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let stmt = call.as_stmt()?;
    let func = call.enclosing_func()?;
    let all = unlocks(cx, call, func)?;
    let &[unlock] = &all[..] else { return None };
    let body = func.body()?;
    // A deferred unlock would do: nothing but a plain return follows.
    let rest = unlock.next();
    let ends = match rest {
        None => unlock.parent()?.as_stmt()? == body,
        Some(last) => {
            last.as_return().is_some_and(|values| values.iter().all(|value| value.calls_within().is_empty()))
                && last.parent()?.as_stmt()? == body
        }
    };
    if !ends || stmt.parent()?.as_stmt()? != body || stmt.span().end > unlock.span().start {
        return None;
    }
    // With a return in between it is more than a risk.
    let between = Span::new(stmt.span().end, unlock.span().start);
    if func.own_nodes().iter().any(|node| node.node_kind() == Kind::Return && between.contains(node.span())) {
        return None;
    }
    let risky = func.own_calls().into_iter().find(|inner| {
        inner.span().start > call.span().end
            && inner.span().end < unlock.span().start
            && inner.as_started().is_none()
            && inner.as_deferred().is_none()
            && cx.is_conversion(*inner) != Some(true)
            && cx.callee(*inner).is_none_or(|callee| {
                callee.builtin().is_none()
                    && !matches!(callee.package_path(), Some("sync" | "sync/atomic" | "time" | "math" | "os" | "log"))
            })
    })?;
    let (name, method) = (call.qualifier()?.text(), unlock_of(call)?);
    cx.report(
        Finding::at(call.head(), format!("`{name}` stays locked when a call before its unlock panics"))
            .here("locked here")
            .label(Role::Call, risky.head(), "a panic here leaves it locked")
            .label(Role::Released, unlock, "unlocked by hand")
            .help(format!("defer `{name}.{method}()` on the next line"))
            .fix_if(defer_unlock(cx, call, func))
            .strict(),
    )
}

/// A lock that its function never unlocks, and that no function of the package unlocks for another.
fn check_never<'a>(package: &PackageCx<'a>) -> Option<()> {
    let mut never: Vec<(usize, Call<'a>, Func<'a>, Object<'a>)> = Vec::new();
    let mut given: Vec<Object<'a>> = Vec::new();
    for (at, cx) in package.files().iter().enumerate() {
        if !cx.text().contains("Lock") {
            continue;
        }
        for func in cx.funcs() {
            let mut locked: Vec<(Call<'a>, VarPlace, Object<'a>)> = Vec::new();
            let mut unlocked: Vec<(VarPlace, Object<'a>)> = Vec::new();
            for node in func.own_nodes() {
                // `mu.Unlock` that is called, deferred, returned or handed on.
                let Some((on, name)) = node.as_expr().and_then(|expr| match expr.kind() {
                    ExprKind::Selector { x, name } => Some((x, name)),
                    _ => None,
                }) else {
                    continue;
                };
                if !matches!(name.text(), "Lock" | "RLock" | "Unlock" | "RUnlock") {
                    continue;
                }
                let Some(lock) = lock_of(cx, on) else { continue };
                let call = node.parent().and_then(Node::as_call).filter(|call| call.head().node() == node);
                match (call, cx.var_place(on)) {
                    (Some(call), Some(place)) if matches!(name.text(), "Lock" | "RLock") => {
                        locked.push((call, place, lock));
                    }
                    (Some(_), Some(place)) => unlocked.push((place, lock)),
                    _ => given.push(lock),
                }
            }
            for (place, lock) in &unlocked {
                if !locked.iter().any(|(_, other, _)| other == place) {
                    given.push(*lock);
                }
            }
            // A deferred lock was meant to be the unlock: that is said there.
            let mistaken: Vec<VarPlace> = locked
                .iter()
                .filter(|(call, _, _)| call.as_deferred().is_some())
                .map(|(_, place, _)| place.clone())
                .collect();
            for (call, place, lock) in locked {
                if !mistaken.contains(&place) && !unlocked.iter().any(|(other, _)| *other == place) {
                    never.push((at, call, func, lock));
                }
            }
        }
    }
    let mut reported: Vec<Object<'a>> = Vec::new();
    for (at, call, func, lock) in never {
        let cx = &package.files()[at];
        if given.contains(&lock)
            || !is_private(cx, call, lock)
            || is_named_after_locking(func)
            || call.as_stmt().is_none()
        {
            continue;
        }
        if func.enclosing_func_decl().is_some_and(is_named_after_locking) || mentions_lock(cx, func) {
            continue;
        }
        let Some(cfg) = cx.cfg(func) else { continue };
        // The lock itself handed on may be unlocked by whoever gets it.
        if !cfg.returns() || cfg.incomplete || !cx.complete(func) || reported.contains(&lock) && lock.is_local() {
            continue;
        }
        reported.push(lock);
        let (Some(on), Some(unlock)) = (call.qualifier(), unlock_of(call)) else { continue };
        let name = on.text();
        let fix = call
            .as_stmt()
            .filter(|_| cx.point_in(func, call).is_some_and(|point| !cfg.in_cycle(point.block)))
            .map(|stmt| Fix::risky("defer the unlock").line_after(stmt, &format!("defer {name}.{unlock}()")));
        cx.report(
            Finding::at(call.head(), format!("`{name}` is never unlocked here: everyone after it waits for ever"))
                .here("locked here")
                .help(format!("defer `{name}.{unlock}()` on the next line"))
                .fix_if(fix)
                .error(),
        );
    }
    Some(())
}

/// The field, variable or embedding type that is the lock.
fn lock_of<'a>(cx: &Cx<'a>, on: Expr<'a>) -> Option<Object<'a>> {
    let ty = cx.type_of(on)?.deref();
    if ty.is_any_of(&["sync.Mutex", "sync.RWMutex"]) {
        return cx.denotes(on).filter(|object| object.is_var() || object.is_field());
    }
    ty.declared()
}

/// Whether code of other packages cannot unlock it.
fn is_private<'a>(cx: &Cx<'a>, call: Call<'a>, lock: Object<'a>) -> bool {
    let local = || {
        // A local one that is handed on may be unlocked elsewhere.
        let owner = cx.owner(lock)?;
        Some(
            lock.var_kind() == Some(VarKind::Local)
                && cx.uses_within(lock, owner).into_iter().all(|ident| {
                    Some(ident) == cx.declared_at(lock)
                        || ident
                            .parent()
                            .and_then(Node::as_expr)
                            .is_some_and(|expr| matches!(expr.kind(), ExprKind::Selector { .. }))
                }),
        )
    };
    match call.qualifier() {
        Some(_) if lock.is_field() || lock.is_package_var() => !lock.is_exported(),
        Some(_) if lock.is_local() => local() == Some(true),
        _ => false,
    }
}

/// Whether the function's comment speaks of the lock.
fn mentions_lock<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    let start = func.enclosing_func_decl().unwrap_or(func).span().start as usize;
    let before = cx.text().get(..start).unwrap_or_default();
    before
        .lines()
        .rev()
        .take_while(|line| line.trim_start().starts_with("//"))
        .any(|line| line.to_lowercase().contains("lock") || line.contains("held"))
}
