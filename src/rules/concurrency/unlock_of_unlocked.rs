//! Second unlocks on one path.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("unlock-of-unlocked")).on_call(&["(*sync.Mutex).Unlock", "(*sync.RWMutex).Unlock"], check);

/// What a path knows of the lock.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Lock {
    Unknown,
    Held,
    /// Unlocked, by this call.
    Free(u16),
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
    let func = unlock.enclosing_func()?;
    let calls = cx.lock_calls(func);
    let (_, place) = lock_op(cx, unlock)?;
    let calls: Vec<LockCall<'a>> = calls.into_iter().filter(|each| each.lock == place).collect();
    // The first unlock of a lock looks at all, where there is more than one.
    let mut unlocks = calls.iter().filter(|each| each.op == LockOp::Unlock);
    if unlocks.next()?.call != unlock || unlocks.next().is_none() {
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
        if !builtin && (mentions || literal) && lock_op(cx, call).is_none() && call.as_deferred().is_none() {
            forgets.extend(cx.point_in(func, call));
        }
    }
    for mention in cx.flow(func)?.mentions(place.root).iter().filter(|m| m.assigned) {
        forgets.push(mention.point);
    }
    let start = State { lock: Lock::Unknown, deferred: None, bad: None };
    let way = cx.search(
        func,
        start,
        |state, point, _| {
            for (at, each) in calls.iter().enumerate().filter(|(_, each)| each.point == point) {
                let at = at as u16;
                match (each.op, each.deferred) {
                    (LockOp::Unlock, true) => state.deferred = Some(at),
                    // A deferred lock is for one who unlocks for a while.
                    (_, true) | (LockOp::Unknown, _) => return Next::Stop,
                    (LockOp::Lock, _) => state.lock = Lock::Held,
                    (LockOp::Unlock, _) => match state.lock {
                        Lock::Free(_) => {
                            state.bad = Some(at);
                            return Next::Found;
                        }
                        _ => state.lock = Lock::Free(at),
                    },
                    (LockOp::RLock | LockOp::RUnlock, _) => {}
                }
            }
            if matches!(state.lock, Lock::Free(_)) && forgets.contains(&point) {
                state.lock = Lock::Unknown;
            }
            Next::Go
        },
        |state| matches!(state.lock, Lock::Free(_)) && state.deferred.is_some(),
    )?;
    let Lock::Free(first) = way.state.lock else { return None };
    let first = &calls[usize::from(first)];
    let name = first.text();
    let mut draft = match way.state.bad {
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
    for label in cx.walked_labels(func, &way) {
        draft = draft.label(label.role, label.place, label.message);
    }
    cx.report(draft.help("unlock once on each path"))
}
