//! Second unlocks on one path.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("unlock-of-unlocked"))
    .on_call(&["(*sync.Mutex).Unlock", "(*sync.RWMutex).Unlock", "(*sync.RWMutex).RUnlock"], check);

/// What a path knows of the lock.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Lock {
    Unknown,
    /// Held; for reading so many times.
    Held(u8),
    /// Unlocked, by this call.
    Free(u16),
    /// Made in this function, and not locked yet.
    Fresh,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    lock: Lock,
    /// A deferred unlock is registered.
    deferred: Option<u16>,
    /// The unlock that is one too many.
    bad: Option<u16>,
}

fn check<'a>(cx: &Cx<'a>, unlock: Call<'a>) -> Option<()> {
    let inner = unlock.enclosing_func()?;
    // A deferred literal unlocks for the function around it.
    let func = if inner.deferred().is_some() { inner.enclosing_func()? } else { inner };
    let (op, place) = lock_op(cx, unlock)?;
    let read = op == LockOp::RUnlock;
    let (locks, unlocks) = if read { (LockOp::RLock, LockOp::RUnlock) } else { (LockOp::Lock, LockOp::Unlock) };
    let calls: Vec<LockCall<'a>> = cx.lock_calls(func).into_iter().filter(|each| each.lock == place).collect();
    let cfg = cx.cfg(func)?;
    // The first unlock of a lock looks at all, where there is more than one, or none can be right.
    let all: Vec<&LockCall<'a>> = calls.iter().filter(|each| each.op == unlocks).collect();
    let first = all.iter().find(|each| !each.helper)?;
    let made = fresh(cx, func, &place);
    if first.call != unlock || all.len() < 2 && made.is_none() && !cfg.in_cycle(first.point.block) {
        return None;
    }
    // Calls that are given the lock's owner, or that are unknown, may lock it in between.
    let mut forgets: Vec<Point> = Vec::new();
    for call in func.own_calls() {
        let builtin = cx.callee(call).is_some_and(|callee| callee.builtin().is_some());
        let mentions = call
            .idents_within()
            .into_iter()
            .any(|ident| cx.variable(ident).is_some_and(|object| object.id == place.root));
        let literal = cx.callee(call).is_none() && cx.is_conversion(call) != Some(true);
        let known = lock_op(cx, call).is_some() || calls.iter().any(|each| each.call == call);
        if !builtin && (mentions || literal) && !known && call.as_deferred().is_none() {
            forgets.extend(cx.point_in(func, call));
        }
    }
    for mention in cx.flow(func)?.mentions(place.root).iter().filter(|m| m.assigned) {
        forgets.push(mention.point);
    }
    let start = State { lock: Lock::Unknown, deferred: None, bad: None };
    let made_at = made.and_then(|ident| cx.point_in(func, ident));
    let way = cx.search(
        func,
        start,
        |state, point, _| {
            if Some(point) == made_at {
                state.lock = Lock::Fresh;
                return Next::Go;
            }
            for (at, each) in calls.iter().enumerate().filter(|(_, each)| each.point == point) {
                let at = at as u16;
                match (each.op, each.deferred) {
                    (op, true) if op == unlocks => {
                        // Two deferred unlocks for one lock.
                        if let Some(before) = state.deferred.filter(|before| *before != at)
                            && state.lock == Lock::Held(1)
                        {
                            state.lock = Lock::Free(before);
                            state.bad = Some(at);
                            return Next::Found;
                        }
                        state.deferred = Some(at);
                    }
                    (op, false) if op == locks => {
                        state.lock = match state.lock {
                            // Locked twice, it waits for itself.
                            Lock::Held(_) if !read => return Next::Stop,
                            Lock::Held(times) if read => Lock::Held(times.saturating_add(1)),
                            _ => Lock::Held(1),
                        };
                    }
                    (op, false) if op == unlocks => match state.lock {
                        Lock::Free(_) | Lock::Fresh => {
                            state.bad = Some(at);
                            return Next::Found;
                        }
                        Lock::Held(times) if times > 1 => state.lock = Lock::Held(times - 1),
                        _ => state.lock = Lock::Free(at),
                    },
                    (LockOp::Lock | LockOp::RLock | LockOp::Unlock | LockOp::RUnlock, false) => {}
                    // A deferred lock is for one who unlocks for a while.
                    _ => return Next::Stop,
                }
            }
            if matches!(state.lock, Lock::Free(_)) && forgets.contains(&point) {
                state.lock = Lock::Unknown;
            }
            Next::Go
        },
        |state| matches!(state.lock, Lock::Free(_)) && state.deferred.is_some(),
    )?;
    let first = match way.state.lock {
        Lock::Free(first) => &calls[usize::from(first)],
        _ => {
            let bad = &calls[usize::from(way.state.bad?)];
            let name = bad.text();
            return cx.report(
                Finding::at(bad.call.head(), format!("fatal error: `{name}` is unlocked before anything locks it"))
                    .here("not locked")
                    .mark_if(Role::Declared, made)
                    .help("lock it first"),
            );
        }
    };
    let name = unlock.qualifier()?.text();
    let mut draft = match way.state.bad {
        Some(second) if calls[usize::from(second)].call == first.call => {
            Finding::at(first.call.head(), format!("fatal error: the next turn of the loop unlocks `{name}` again"))
                .here("unlocked in each turn")
                .mark_if(Role::Loop, first.call.enclosing_loop().map(|around| (around, around.head())))
        }
        Some(second) => {
            let second = &calls[usize::from(second)];
            Finding::at(second.call.head(), format!("fatal error: `{name}` is unlocked twice on some path"))
                .here("the second unlock")
                .label(Role::Released, first.call.head(), "unlocked here first")
        }
        None => {
            let second = &calls[usize::from(way.state.deferred?)];
            Finding::at(first.call.head(), format!("fatal error: `{name}` is unlocked here and again by the defer"))
                .here("unlocked before the deferred call does it")
                .mark(Role::Deferred, second.call.head())
        }
    };
    draft = draft.along(cx.told(func, &way));
    cx.report(draft.help("unlock once on each path"))
}

/// The declaration of a lock that is a local variable of its own, which no function literal uses and nobody is given.
fn fresh<'a>(cx: &Cx<'a>, func: Func<'a>, place: &VarPlace) -> Option<Expr<'a>> {
    let object = Object { store: cx.store(), id: place.root };
    if !place.fields.is_empty() || object.var_kind() != Some(VarKind::Local) || cx.owner(object)? != func {
        return None;
    }
    let declared = cx.declared_at(object)?;
    let is_new = |value: Expr<'a>| {
        value.without_address().as_composite().is_some()
            || value.as_call().is_some_and(|call| cx.callee(call).and_then(Object::builtin) == Some(Builtin::New))
    };
    let parent = declared.parent()?;
    let made = match (parent.as_spec().map(Spec::kind), parent.as_stmt().and_then(Stmt::as_assign)) {
        (Some(SpecKind::Value { values, .. }), _) if values.is_empty() => object.ty()?.is_struct()?,
        (Some(SpecKind::Value { values, .. }), _) => values.only().is_some_and(is_new),
        (_, Some((AssignOp::Define, _, values))) => values.only().is_some_and(is_new),
        _ => false,
    };
    let plain = cx.uses_within(object, func).into_iter().all(|ident| {
        ident == declared
            || ident.enclosing_func() == Some(func)
                && ident
                    .parent()
                    .and_then(Node::as_expr)
                    .is_some_and(|expr| expr.as_selector().is_some_and(|(x, _)| x == ident))
    });
    (made && plain).then_some(declared)
}
