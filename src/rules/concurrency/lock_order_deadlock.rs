//! Locks taken again by who holds them, and pairs of locks taken in opposite orders.

use std::collections::{HashMap, HashSet};

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("lock-order-deadlock"))
    .on_call(&["(*sync.Mutex).Lock", "(*sync.RWMutex).Lock", "(*sync.RWMutex).RLock", "(sync.Locker).Lock"], check)
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
        } else if again.call.enclosing_func() == Some(func) && in_next_turn(cx, func, &locks, again) {
            let name = again.text();
            cx.report(
                Finding::at(again.call.head(), format!("deadlock: the next turn of the loop locks `{name}` again"))
                    .here("still held when the loop gets here again")
                    .mark_if(Role::Loop, again.call.enclosing_loop().map(|around| (around, around.head())))
                    .help("unlock before the turn ends, or move the body into a function with a deferred unlock")
                    .tier(Class::Default)
                    .error(),
            );
        }
    }
    for inner in func.own_calls() {
        if inner.as_started().is_some() || lock_op(cx, inner).is_some() {
            continue;
        }
        let through = || -> Option<()> {
            let point = locks.point(inner)?;
            for (first, held_write) in locks.held(point) {
                // What is deferred runs with the lock held where only an earlier defer unlocks it.
                if inner.as_deferred().is_some() && !unlocked_after(cx, func, &locks, first, point) {
                    continue;
                }
                if let Some((op, at)) = locks_in(cx, inner, &first.lock, DEPTH) {
                    locked_again(cx, inner, first, held_write, op == LockOp::Lock, Some(at));
                    return Some(());
                }
            }
            None
        };
        through();
        callback(cx, func, &locks, inner);
    }
    Some(())
}

/// A function that calls its parameter with a lock held, and is given one that takes the same lock.
fn callback<'a>(cx: &Cx<'a>, func: Func<'a>, locks: &LockFlow<'a>, inner: Call<'a>) -> Option<()> {
    let parameter = cx.variable(inner.fun()).filter(|object| object.var_kind() == Some(VarKind::Param))?;
    if inner.as_deferred().is_some() || cx.owner(parameter)? != func || func.is_literal() {
        return None;
    }
    let position = func
        .params()
        .entries()
        .iter()
        .position(|(name, _)| name.and_then(|name| cx.object(name)) == Some(parameter))?;
    if cx.flow(func)?.mentions(parameter.id).iter().any(|mention| mention.assigned) {
        return None;
    }
    let held = locks.held(locks.point(inner)?);
    let function = cx.func_object(func)?;
    for name in cx.uses(function) {
        let Some(call) = name.ancestors().find_map(Node::as_call).filter(|call| call.name() == Some(name)) else {
            continue;
        };
        let Some(given) = call.arg(position) else { continue };
        for (first, held_write) in &held {
            let judge = || -> Option<(LockOp, Place)> {
                // The lock as the caller names it.
                let root = Object { store: cx.store(), id: first.lock.root };
                let wanted = if root.is_package_var() {
                    first.lock.clone()
                } else {
                    let element = first.lock.fields.iter().any(|field| field.as_str().contains('@'));
                    (root.var_kind() == Some(VarKind::Receiver) && !element).then_some(())?;
                    let mut place = cx.var_place(call.qualifier()?)?;
                    place.fields.extend(first.lock.fields.iter().copied());
                    place
                };
                if let Some(literal) = given.as_func_lit() {
                    return locks_in_body(cx, literal, &wanted, None, DEPTH);
                }
                // A method value of the same owner: `s.each(s.drop)`.
                let method = cx.denotes(given).filter(|object| object.is_func())?;
                let target = cx.func_of(method)?;
                let inside = if root.is_package_var() {
                    wanted
                } else {
                    let (on, _) = given.as_selector()?;
                    let on = cx.var_place(on)?;
                    let inside = wanted.root == on.root && wanted.fields.starts_with(&on.fields);
                    let fields = inside.then(|| wanted.fields[on.fields.len()..].iter().copied().collect())?;
                    VarPlace { root: cx.object(target.receiver()?.names().first()?)?.id, fields }
                };
                locks_in_body(cx, target, &inside, Some(method), DEPTH)
            };
            let Some((op, at)) = judge() else { continue };
            let lock = first.text();
            let write = *held_write || op == LockOp::Lock;
            let (message, here) = match write {
                true => {
                    (format!("deadlock: `{lock}` is locked here, and held where this is called"), "waits for itself")
                }
                false => (
                    format!("may deadlock: `{lock}` is locked for reading here, and held where this is called"),
                    "a writer that waits in between blocks both",
                ),
            };
            let draft = Finding::at(at, message)
                .here(here)
                .label(Role::Locked, first.call.head(), "locked here")
                .label(Role::Call, inner.head(), "calls what it is given")
                .help("let the callback use a helper that expects the lock to be held, or call it after the unlock")
                .tier(Class::Default);
            cx.report(if write { draft.error() } else { draft });
        }
    }
    Some(())
}

/// Whether a lock is given back only by a deferred unlock that was registered before a step: after what is deferred there.
fn unlocked_after<'a>(cx: &Cx<'a>, func: Func<'a>, locks: &LockFlow<'a>, lock: &LockCall<'a>, at: Point) -> bool {
    let Some(cfg) = cx.cfg(func) else { return false };
    let mut unlocks = locks.calls.iter().filter(|each| each.lock == lock.lock && each.call != lock.call);
    let deferred = |each: &LockCall<'a>| {
        each.deferred && !matches!(each.op, LockOp::Lock | LockOp::RLock) && cfg.point_dominates(each.point, at)
    };
    unlocks.clone().any(deferred) && unlocks.all(deferred)
}

/// Whether the loop around a lock surely comes to it again with the lock still held: nothing in the loop unlocks it (a deferred
/// unlock waits for the function's end), and it is the same lock in each turn.
fn in_next_turn<'a>(cx: &Cx<'a>, func: Func<'a>, locks: &LockFlow<'a>, lock: &LockCall<'a>) -> bool {
    let judge = || -> Option<bool> {
        let cfg = cx.cfg(func)?;
        let around = lock.call.enclosing_loop()?;
        // The lock of an element is another one in the next turn.
        let element = lock.lock.fields.iter().any(|field| field.as_str().contains('@'));
        if !cfg.in_cycle(lock.point.block) || cfg.incomplete || element {
            return Some(false);
        }
        let root = Object { store: cx.store(), id: lock.lock.root };
        let changes = cx
            .flow(func)?
            .mentions(lock.lock.root)
            .iter()
            .any(|mention| mention.assigned && cfg.same_cycle(mention.point.block, lock.point.block));
        let declared_within = cx.declared_at(root).is_some_and(|ident| around.contains(ident));
        let unlocked = locks.calls.iter().any(|each| {
            each.lock == lock.lock
                && !each.deferred
                && !matches!(each.op, LockOp::Lock | LockOp::RLock)
                && cfg.same_cycle(each.point.block, lock.point.block)
        });
        // Whoever is given the owner of the lock may unlock it.
        let helped = around.body()?.calls_within().into_iter().any(|call| {
            lock_op(cx, call).is_none()
                && cx.callee(call).is_none_or(|callee| callee.builtin().is_none())
                && call.idents_within().into_iter().any(|ident| cx.is_use_of(ident, root))
                && !cx.callee(call).is_some_and(|callee| cannot_unlock(cx, callee))
        });
        // Read locks may be held several times.
        if changes || declared_within || unlocked || helped || lock.op != LockOp::Lock {
            return Some(false);
        }
        // A condition may keep the later turns away from it.
        let again = |live: &mut bool, point: Point, _: Step| {
            if point != lock.point {
                return Next::Go;
            }
            if *live {
                return Next::Found;
            }
            *live = true;
            Next::Go
        };
        Some(cx.search(func, false, again, |_| false).is_some())
    };
    judge() == Some(true)
}

/// Whether a function of this package does not mention any unlocking.
fn cannot_unlock<'a>(cx: &Cx<'a>, callee: Object<'a>) -> bool {
    let text = || {
        let (src, id) = cx.program().flow?.body(callee.id)?;
        let func = Func { tree: Tree { ast: src.ast, file: src.file }, id };
        func.body().map(|body| body.text().to_lowercase())
    };
    text().is_some_and(|text| !text.contains("nlock"))
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
    // Of a literal that is called, its lock is the place to look at.
    let literal = again.fun().as_func_lit().and(inside);
    let (at, inside) = if let Some(place) = literal { (place, None) } else { (again.head().place(), inside) };
    let mut draft = Finding::at(at, message)
        .here(if certain { "waits for itself" } else { "a writer that waits in between blocks both" })
        .label(Role::Locked, first.call.head(), if held_write { "locked here" } else { "locked for reading here" });
    if let Some(place) = inside {
        draft = draft.label(Role::Call, place, "locked again here");
    }
    draft = draft.help("split the locking method from a helper that expects the lock to be held").tier(Class::Default);
    cx.report(if certain { draft.error() } else { draft });
}

/// Whether what is called surely locks this lock before anything releases it; how and where.
fn locks_in<'a>(cx: &Cx<'a>, call: Call<'a>, lock: &VarPlace, depth: usize) -> Option<(LockOp, Place)> {
    // A literal that is called at once, or that the variable is called for.
    let literal = call.fun().as_func_lit().or_else(|| {
        let object = cx.variable(call.fun()).filter(|object| object.is_local())?;
        match cx.reaching(call.fun().unparen())?[..] {
            [Definition::Value(value)] if cx.owner(object) == call.enclosing_func() => value.as_func_lit(),
            _ => None,
        }
    });
    if let Some(literal) = literal {
        return locks_in_body(cx, literal, lock, None, depth);
    }
    let callee = cx.callee(call)?;
    if callee.is_interface_method() {
        return None;
    }
    let (src, id) = cx.program().flow?.body(callee.id)?;
    // Other files of the package are seen through the file of their own.
    let (other, func) = cx.elsewhere(src.file, id)?;
    // The lock as the callee names it: through its receiver, a parameter, or a package-level variable.
    let root = Object { store: cx.store(), id: lock.root };
    let through = |value: Expr<'a>, name: Expr<'a>| {
        let given = cx.var_place(value)?;
        let inside = lock.root == given.root && lock.fields.starts_with(&given.fields);
        let fields = inside.then(|| lock.fields[given.fields.len()..].iter().copied().collect())?;
        Some(VarPlace { root: other.object(name)?.id, fields })
    };
    let mut wanted = if root.is_package_var() {
        lock.clone()
    } else {
        let receiver = || through(call.qualifier()?, func.receiver()?.names().first()?);
        let entries = func.params().entries();
        let parameters = || call.args().iter().zip(&entries).find_map(|(value, (name, _))| through(value, (*name)?));
        if callee.is_method() { receiver().or_else(parameters)? } else { parameters()? }
    };
    // An element is the same one where its index is given.
    for field in wanted.fields.iter_mut().filter(|field| field.as_str().contains('@')) {
        let entries = func.params().entries();
        let (_, (name, _)) = call
            .args()
            .iter()
            .zip(&entries)
            .find(|(value, _)| cx.variable(*value).and_then(element_at) == Some(*field))?;
        let parameter = other.object((*name)?)?;
        if other.flow(func)?.mentions(parameter.id).iter().any(|mention| mention.assigned) {
            return None;
        }
        *field = element_at(parameter)?;
    }
    // A receiver or parameter that is assigned is another one.
    if !root.is_package_var() && other.flow(func)?.mentions(wanted.root).iter().any(|mention| mention.assigned) {
        return None;
    }
    locks_in_body(&other, func, &wanted, Some(callee), depth)
}

/// Whether the body of a function surely locks, itself or through what it calls.
fn locks_in_body<'a>(
    cx: &Cx<'a>,
    func: Func<'a>,
    wanted: &VarPlace,
    callee: Option<Object<'a>>,
    depth: usize,
) -> Option<(LockOp, Place)> {
    let calls = cx.lock_calls(func);
    let touching: Vec<&LockCall<'_>> = calls.iter().filter(|each| each.lock == *wanted).collect();
    let cfg = cx.cfg(func)?;
    if cfg.incomplete {
        return None;
    }
    let entry = Point { block: cfg.entry, step: 0 };
    let surely = |point: Point| {
        cfg.exit_avoiding_from(entry, |step| cfg.step(point) == Some(step)).is_none()
            || cfg.step(point).is_some() && point == entry
    };
    if let Some(first) = touching.first() {
        let is_first = touching
            .iter()
            .all(|each| each.call == first.call || each.deferred || cfg.point_dominates(first.point, each.point));
        let locks = matches!(first.op, LockOp::Lock | LockOp::RLock) && !first.deferred;
        let happens = surely(first.point) || on_its_own(cx, func, first);
        return (locks && happens && is_first).then(|| (first.op, first.call.place()));
    }
    if depth == 0 {
        return None;
    }
    // A call that surely happens.
    func.own_calls().into_iter().find_map(|inner| {
        if inner.as_deferred().is_some()
            || inner.as_started().is_some()
            || lock_op(cx, inner).is_some()
            || callee.is_some() && cx.callee(inner) == callee
        {
            return None;
        }
        let point = cx.point_in(func, inner)?;
        if !surely(point) {
            return None;
        }
        locks_in(cx, inner, wanted, depth - 1)
    })
}

/// Whether a lock is taken under conditions that nobody who calls the function has a say in: none of them looks at a parameter,
/// or at what the receiver knows.
fn on_its_own<'a>(cx: &Cx<'a>, func: Func<'a>, lock: &LockCall<'a>) -> bool {
    let way = cx.search(func, (), |(), point, _| if point == lock.point { Next::Found } else { Next::Go }, |()| false);
    let params: Vec<Object<'a>> = func.params().entries().iter().filter_map(|(name, _)| cx.object((*name)?)).collect();
    let receiver = func.receiver().and_then(|field| cx.object(field.names().first()?));
    let tells = |test: Span| {
        func.idents_within()
            .into_iter()
            .filter(|ident| test.contains(ident.span()))
            .any(|ident| cx.object(ident).is_some_and(|object| params.contains(&object) || receiver == Some(object)))
    };
    way.is_some_and(|way| way.tests.iter().all(|(test, _, span)| !matches!(test, Test::Comm(_)) && !tells(*span)))
}

/// One lock taken while another is held.
struct Pair<'a> {
    first: Object<'a>,
    second: Object<'a>,
    held: Place,
    at: Place,
    /// Where what is called at `at` locks it.
    inside: Option<Place>,
    by: &'a str,
    names: (&'a str, &'a str),
}

/// What a function locks, itself or through what it calls.
#[derive(Clone, Default)]
struct Takes<'a> {
    locks: Vec<(Object<'a>, Place, &'a str)>,
    /// What it unlocks: perhaps what was locked when it was called.
    unlocks: Vec<Object<'a>>,
    calls: Vec<Object<'a>>,
}

/// Strict: two functions of the package take the same two locks in opposite orders.
fn check_order<'a>(package: &PackageCx<'a>) -> Option<()> {
    if !package.files().iter().any(|cx| cx.text().contains("Lock()")) {
        return None;
    }
    let takes = takes(package);
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for cx in package.files() {
        if !cx.text().contains("Lock()") {
            continue;
        }
        let from = pairs.len();
        for func in cx.funcs().filter(|func| func.body().is_some_and(|body| body.text().contains("Lock()"))) {
            let calls = cx.lock_calls(func);
            if !calls.iter().any(|each| matches!(each.op, LockOp::Lock | LockOp::RLock) && !each.deferred) {
                continue;
            }
            let Some(locks) = cx.lock_flow(func) else { continue };
            let mut push =
                |held: &LockCall<'a>, second: Object<'a>, at: Place, name: &'a str, inside: Option<Place>| {
                    if let Some(first) = lock_object(cx, held.call).filter(|first| *first != second) {
                        let by = func.enclosing_func_decl().unwrap_or(func).name_text();
                        let by = if by.is_empty() { func.name_text() } else { by };
                        pairs.push(Pair {
                            first,
                            second,
                            held: held.call.place(),
                            at,
                            inside,
                            by,
                            names: (held.text(), name),
                        });
                    }
                };
            for each in &calls {
                if matches!(each.op, LockOp::Lock | LockOp::RLock)
                    && !each.deferred
                    && let Some(second) = lock_object(cx, each.call)
                    && !is_of_fresh(cx, each.call)
                {
                    for (held, _) in locks.held(each.point) {
                        push(held, second, each.call.head().place(), each.text(), None);
                    }
                }
            }
            for inner in func.own_calls() {
                if inner.as_started().is_some() || inner.as_deferred().is_some() || lock_op(cx, inner).is_some() {
                    continue;
                }
                let Some(callee) = cx.callee(inner).filter(|callee| !callee.is_interface_method()) else { continue };
                if !takes.contains_key(&callee.id) {
                    continue;
                }
                let Some(point) = locks.point(inner) else { continue };
                let held = locks.held(point);
                if held.is_empty() {
                    continue;
                }
                for (held, _) in &held {
                    let Some(first) = lock_object(cx, held.call) else { continue };
                    for (second, at, name) in reached(&takes, callee, first) {
                        push(held, second, inner.head().place(), name, Some(at));
                    }
                }
            }
        }
        pairs[from..].sort_by_key(|pair| pair.at.span.start);
    }
    let mut reported: Vec<(Object<'a>, Object<'a>)> = Vec::new();
    for (at, pair) in pairs.iter().enumerate() {
        let Some(other) = pairs[..at].iter().find(|other| other.first == pair.second && other.second == pair.first)
        else {
            continue;
        };
        if reported.contains(&(pair.first, pair.second)) || reported.contains(&(pair.second, pair.first)) {
            continue;
        }
        reported.push((pair.first, pair.second));
        let (first, second) = pair.names;
        let mut draft = Finding::at(
            pair.at,
            format!("may deadlock: `{second}` and `{first}` are locked in the other order elsewhere"),
        )
        .here(format!("`{second}` after `{first}`"))
        .label(Role::Locked, pair.held, format!("`{first}` is locked here"))
        .label(Role::Locked, other.held, format!("`{}` is locked first here", other.names.0))
        .label(Role::Locked, other.at, format!("then `{}`, in `{}`", other.names.1, other.by));
        if let Some(inside) = pair.inside {
            draft = draft.label(Role::Locked, inside, format!("`{second}` is locked in here"));
        }
        package.report(draft.help("take the two locks in one order everywhere").strict());
    }
    for at in 0..pairs.len() {
        circle(package, &pairs, at);
    }
    Some(())
}

/// Three locks, each of which is taken while the one before is held; at most one of them by a function that is called.
fn circle<'a>(package: &PackageCx<'a>, pairs: &[Pair<'a>], at: usize) -> Option<()> {
    let (before, pair) = (&pairs[..at], &pairs[at]);
    let calls = |each: &Pair<'a>| usize::from(each.inside.is_some());
    let (one, two) =
        before.iter().filter(|one| one.first == pair.second && one.second != pair.first).find_map(|one| {
            let two = before.iter().find(|two| {
                two.first == one.second && two.second == pair.first && calls(one) + calls(two) + calls(pair) < 2
            })?;
            Some((one, two))
        })?;
    // Two that are taken in both orders are told without the third.
    let opposite = |each: &Pair<'a>| pairs.iter().any(|other| other.first == each.second && other.second == each.first);
    let same = |each: &Pair<'a>| (each.first, each.second) == (pair.first, pair.second);
    if [one, two, pair].into_iter().any(opposite) || before.iter().any(same) {
        return None;
    }
    let (first, second) = pair.names;
    package.report(
        Finding::at(
            pair.at,
            format!("may deadlock: `{first}`, `{second}` and `{}` are locked in a circle", one.names.1),
        )
        .here(format!("`{second}` after `{first}`"))
        .label(Role::Locked, pair.held, format!("`{first}` is locked here"))
        .label(Role::Locked, one.at, format!("`{}` after `{}`, in `{}`", one.names.1, one.names.0, one.by))
        .label(Role::Locked, two.at, format!("`{}` after `{}`, in `{}`", two.names.1, two.names.0, two.by))
        .help("take the locks in one order everywhere")
        .strict(),
    )
}

/// What each declared function of the package locks and calls in its own course.
fn takes<'a>(package: &PackageCx<'a>) -> HashMap<ObjectId, Takes<'a>> {
    let mut found: HashMap<ObjectId, Takes<'a>> = HashMap::new();
    for cx in package.files() {
        for func in cx.funcs().filter(|func| !func.is_literal()) {
            let Some(object) = cx.func_object(func) else { continue };
            let mut takes = Takes::default();
            for call in func.own_calls() {
                if call.as_started().is_some() {
                    continue;
                }
                match lock_op(cx, call) {
                    Some((LockOp::Lock | LockOp::RLock, _)) => {
                        if let Some(lock) = lock_object(cx, call) {
                            takes.locks.push((lock, call.head().place(), call.qualifier().map_or("", View::text)));
                        }
                    }
                    Some(_) => takes.unlocks.extend(lock_object(cx, call)),
                    None => takes.calls.extend(cx.callee(call).filter(|callee| callee.builtin().is_none())),
                }
            }
            if !takes.locks.is_empty() || !takes.calls.is_empty() {
                found.insert(object.id, takes);
            }
        }
    }
    // Only what leads to a lock is of interest.
    loop {
        let before = found.len();
        let known: HashSet<ObjectId> = found.keys().copied().collect();
        found.retain(|_, takes| {
            takes.calls.retain(|callee| known.contains(&callee.id));
            !takes.locks.is_empty() || !takes.calls.is_empty()
        });
        if found.len() == before {
            return found;
        }
    }
}

/// The locks that a function takes while another is held, itself or through others, but not through one that unlocks that.
fn reached<'a>(
    takes: &HashMap<ObjectId, Takes<'a>>,
    func: Object<'a>,
    held: Object<'a>,
) -> Vec<(Object<'a>, Place, &'a str)> {
    let mut seen = vec![(func, DEPTH)];
    let mut found: Vec<(Object<'a>, Place, &'a str)> = Vec::new();
    let mut next = 0;
    while let Some(&(func, depth)) = seen.get(next) {
        next += 1;
        let Some(own) = takes.get(&func.id).filter(|own| !own.unlocks.contains(&held)) else { continue };
        // It locks what is held: another instance of it, or another rule's business.
        if own.locks.iter().any(|lock| lock.0 == held) {
            continue;
        }
        for lock in &own.locks {
            if !found.iter().any(|(other, ..)| *other == lock.0) {
                found.push(*lock);
            }
        }
        if depth > 1 {
            let new: Vec<_> =
                own.calls.iter().filter(|callee| !seen.iter().any(|(other, _)| other == *callee)).collect();
            let new: Vec<_> = new.into_iter().map(|callee| (*callee, depth - 1)).collect();
            seen.extend(new);
        }
    }
    found
}

/// Whether the lock belongs to a value that this function has just built: nobody else can hold it yet.
fn is_of_fresh<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    let built = |definition: Definition<'a>| match definition {
        Definition::Value(value) => value.without_address().as_composite().is_some(),
        _ => false,
    };
    let root = call.qualifier().and_then(Expr::root);
    root.and_then(|root| cx.reaching(root)).is_some_and(|all| !all.is_empty() && all.into_iter().all(built))
}

/// The field, package-level or captured variable that is the lock; the type that embeds it.
fn lock_object<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<Object<'a>> {
    let on = call.qualifier()?;
    let receiver = cx.receiver(call)?.deref();
    if !receiver.is_any_of(&["sync.Mutex", "sync.RWMutex", "sync.Locker"]) {
        return receiver.declared();
    }
    cx.denotes(on).filter(|object| object.is_var() || object.is_field())
}
