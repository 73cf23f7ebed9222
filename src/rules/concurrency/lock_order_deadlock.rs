//! Locks taken again by who holds them, and pairs of locks taken in opposite orders.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("lock-order-deadlock"))
    .on_call(&["(*sync.Mutex).Lock", "(*sync.RWMutex).Lock", "(*sync.RWMutex).RLock"], check)
    .on_package(check_order);

/// Calls of calls that are followed.
const DEPTH: usize = 3;

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let func = call.enclosing_func()?;
    let locks = cx.lock_flow(func)?;
    if !locks.begins_with(call) {
        return None;
    }
    for again in locks.calls.iter().filter(|each| !each.deferred) {
        let write = match again.op {
            LockOp::Lock => true,
            LockOp::RLock => false,
            _ => continue,
        };
        let held = locks.held(again.point);
        if let Some((first, held_write)) = held.iter().find(|(each, _)| each.lock == again.lock) {
            locked_again(cx, again.call, first, *held_write, write, None);
        }
    }
    for inner in func.own_calls() {
        if inner.as_deferred().is_some() || inner.as_started().is_some() || lock_op(cx, inner).is_some() {
            continue;
        }
        let through = || -> Option<()> {
            let point = locks.point(inner)?;
            let held = locks.held(point);
            if held.is_empty() {
                return None;
            }
            let on = cx.var_place(inner.qualifier()?)?;
            for (first, held_write) in held {
                // The lock as a field of what the method is called on.
                if first.lock.root != on.root || !first.lock.fields.starts_with(&on.fields) {
                    continue;
                }
                let rest = &first.lock.fields[on.fields.len()..];
                if rest.is_empty() {
                    continue;
                }
                if let Some((op, at)) = locks_in(cx, inner, rest, DEPTH) {
                    locked_again(cx, inner, first, held_write, op == LockOp::Lock, Some(at));
                    return Some(());
                }
            }
            None
        };
        through();
    }
    Some(())
}

fn locked_again<'a>(
    cx: &Cx<'a>,
    again: Call<'a>,
    first: &LockCall<'a>,
    held_write: bool,
    write: bool,
    inside: Option<Place>,
) {
    let name = first.text();
    let by = match again.name() {
        Some(name) if inside.is_some() => format!("`{}` locks", name.text()),
        _ => "this locks".to_owned(),
    };
    let (message, certain) = match (held_write, write) {
        (true, _) => (format!("deadlock: {by} `{name}`, which is held here"), true),
        (false, true) => (format!("deadlock: {by} `{name}`, which is read-locked here"), true),
        (false, false) => (format!("may deadlock: {by} `{name}` for reading a second time"), false),
    };
    let mut draft = Finding::at(again.head(), message)
        .here(if certain { "waits for itself" } else { "a writer that waits in between blocks both" })
        .label(Role::Locked, first.call.head(), if held_write { "locked here" } else { "locked for reading here" });
    if let Some(place) = inside {
        draft = draft.label(Role::Call, place, "locked again here");
    }
    draft = draft.help("split the locking method from a helper that expects the lock to be held").tier(Class::Default);
    cx.report(if certain { draft.error() } else { draft });
}

/// Whether a method surely locks this field of its receiver before anything releases it; how and where.
fn locks_in<'a>(cx: &Cx<'a>, call: Call<'a>, rest: &[Symbol], depth: usize) -> Option<(LockOp, Place)> {
    let callee = cx.callee(call)?;
    if callee.is_interface_method() || !callee.is_method() {
        return None;
    }
    let (src, id) = cx.program().flow?.body(callee.id)?;
    // Other files of the package are seen through the file of their own.
    let (other, func) = cx.elsewhere(src.file, id)?;
    let receiver = other.object(func.receiver()?.names().first()?)?;
    let wanted = VarPlace { root: receiver.id, fields: rest.iter().copied().collect() };
    let calls = other.lock_calls(func);
    let touching: Vec<&LockCall<'_>> = calls.iter().filter(|each| each.lock == wanted).collect();
    let cfg = other.cfg(func)?;
    if cfg.incomplete {
        return None;
    }
    if let Some(first) = touching.first() {
        let surely = matches!(first.op, LockOp::Lock | LockOp::RLock)
            && !first.deferred
            && cfg
                .exit_avoiding_from(Point { block: cfg.entry, step: 0 }, |step| cfg.step(first.point) == Some(step))
                .is_none()
            && touching
                .iter()
                .all(|each| each.call == first.call || each.deferred || cfg.point_dominates(first.point, each.point));
        return surely.then(|| (first.op, first.call.place()));
    }
    if depth == 0 {
        return None;
    }
    // A call of another method of the same receiver that surely happens.
    func.own_calls().into_iter().find_map(|inner| {
        let on = other.var_place(inner.qualifier()?)?;
        if on.root != receiver.id || !wanted.fields.starts_with(&on.fields) || on.fields.len() == wanted.fields.len() {
            return None;
        }
        if inner.as_deferred().is_some() || inner.as_started().is_some() || other.callee(inner)? == callee {
            return None;
        }
        let point = other.point_in(func, inner)?;
        let surely =
            cfg.exit_avoiding_from(Point { block: cfg.entry, step: 0 }, |step| cfg.step(point) == Some(step)).is_none();
        if !surely {
            return None;
        }
        locks_in(&other, inner, &wanted.fields[on.fields.len()..], depth - 1)
    })
}

/// One lock taken while another is held.
struct Pair<'a> {
    first: Object<'a>,
    second: Object<'a>,
    held: Place,
    at: Place,
    by: &'a str,
    names: (&'a str, &'a str),
}

/// Strict: two functions of the package take the same two locks in opposite orders.
fn check_order<'a>(package: &PackageCx<'a>) -> Option<()> {
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for cx in package.files() {
        if cx.is_test() || !cx.text().contains("Lock()") {
            continue;
        }
        for func in cx.funcs() {
            let calls = cx.lock_calls(func);
            let locking = calls.iter().filter(|each| matches!(each.op, LockOp::Lock | LockOp::RLock) && !each.deferred);
            if locking.clone().count() < 2 {
                continue;
            }
            let Some(locks) = cx.lock_flow(func) else { continue };
            for each in locking {
                let Some(second) = lock_object(cx, each.call) else { continue };
                for (held, _) in locks.held(each.point) {
                    let Some(first) = lock_object(cx, held.call).filter(|first| *first != second) else { continue };
                    pairs.push(Pair {
                        first,
                        second,
                        held: held.call.place(),
                        at: each.call.head().place(),
                        by: func.name_text(),
                        names: (held.text(), each.text()),
                    });
                }
            }
        }
    }
    let mut reported: Vec<(Object<'a>, Object<'a>)> = Vec::new();
    for (at, pair) in pairs.iter().enumerate() {
        let Some(other) = pairs[..at].iter().find(|other| other.first == pair.second && other.second == pair.first)
        else {
            continue;
        };
        if reported.contains(&(pair.first, pair.second)) {
            continue;
        }
        reported.push((pair.first, pair.second));
        let (first, second) = pair.names;
        package.report(
            Finding::at(
                pair.at,
                format!("may deadlock: `{second}` and `{first}` are locked in the other order elsewhere"),
            )
            .here(format!("`{second}` after `{first}`"))
            .label(Role::Locked, pair.held, format!("`{first}` is locked here"))
            .label(Role::Locked, other.held, format!("`{}` is locked first here", other.names.0))
            .label(Role::Locked, other.at, format!("then `{}`, in `{}`", other.names.1, other.by))
            .help("take the two locks in one order everywhere")
            .strict(),
        );
    }
    Some(())
}

/// The field or package-level variable that is the lock.
fn lock_object<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<Object<'a>> {
    let on = call.qualifier()?;
    if !cx.receiver(call)?.deref().is_any_of(&["sync.Mutex", "sync.RWMutex"]) {
        return None;
    }
    cx.denotes(on).filter(|object| object.is_field() || object.is_package_var())
}
