//! Closes by those who cannot know that nobody sends any more.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("channel-closed-by-non-owner"))
    .on_call(&["make"], check)
    .on_call(&["close"], check_method)
    .on_package(check_fields);

fn check<'a>(cx: &Cx<'a>, make: Call<'a>) -> Option<()> {
    let chan = cx.local_chan(make)?;
    if chan.uses.iter().any(|each| matches!(each.op, ChanOp::Assigned)) {
        return None;
    }
    for (each, close) in chan.closes() {
        in_each_goroutine(cx, &chan, each, close).or_else(|| by_receiver(cx, &chan, each, close));
    }
    Some(())
}

/// A close in a goroutine that a loop starts several times.
fn in_each_goroutine<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, each: ChanUse<'a>, close: Call<'a>) -> Option<()> {
    let (start, routine) = (each.start?, each.routine?);
    let func = start.enclosing_func()?;
    let cfg = cx.cfg(func)?;
    let around = start.enclosing_loop()?;
    if around.contains(chan.make) || !cfg.in_cycle(cx.point_in(func, start)?.block) || once(cx, around) {
        return None;
    }
    // Every one of the goroutines closes: a close under a condition may be the last one's.
    let point = cx.point_in(routine, close)?;
    let skipped =
        cx.search(routine, (), |(), at, _| if at == point { Next::Stop } else { Next::Go }, |()| true).is_some();
    if skipped || waits_before(cx, routine, close) || each.given.is_none() && waits_in_turn(around, start) {
        return None;
    }
    let name = chan.name();
    let mut draft = Finding::at(
        each.given.unwrap_or(close.expr()),
        format!("the second close of `{name}` panics: each goroutine of the loop closes it"),
    )
    .here(if each.given.is_some() { "given to every goroutine" } else { "every goroutine gets here" });
    if each.given.is_some() {
        draft = draft.label(Role::Released, close, "closed by each of them");
    }
    cx.report(
        draft
            .mark(Role::Loop, (around, around.head()))
            .label(Role::Acquired, chan.make, "one channel for all")
            .help("close once, after waiting for all senders"),
    )
}

/// A close of a receiver's channel in a method that a loop starts several times for one value: `go b.worker(i)`.
fn check_method<'a>(cx: &Cx<'a>, close: Call<'a>) -> Option<()> {
    let method = close.enclosing_func()?;
    let target = close.args().only()?;
    let place = cx.var_place(target)?;
    let receiver = cx.object(method.receiver()?.names().first()?)?;
    if place.root != receiver.id || place.fields.is_empty() || !cx.complete(method) {
        return None;
    }
    let point = cx.point_in(method, close)?;
    let skipped =
        cx.search(method, (), |(), at, _| if at == point { Next::Stop } else { Next::Go }, |()| true).is_some();
    if skipped || waits_before(cx, method, close) {
        return None;
    }
    for name in cx.uses(cx.func_object(method)?) {
        let Some(call) = name.ancestors().find_map(Node::as_call).filter(|call| call.name() == Some(name)) else {
            continue;
        };
        let judge = || -> Option<Stmt<'a>> {
            let start = call.as_started()?;
            let (around, func) = (start.enclosing_loop()?, call.enclosing_func()?);
            let on = cx.var_place(call.qualifier()?)?;
            let root = Object { store: cx.store(), id: on.root };
            // One value for all turns, whose channel no turn makes.
            let one = !cx.declared_at(root).is_some_and(|ident| around.contains(ident));
            let sets = |stmt: Stmt<'a>| match stmt.kind() {
                StmtKind::Assign { lhs, .. } => {
                    lhs.iter().any(|to| cx.var_place(to).is_some_and(|to| to.root == on.root))
                }
                _ => false,
            };
            let set = around.body()?.descendants().into_iter().filter_map(Node::as_stmt).any(sets);
            let repeated = cx.cfg(func)?.in_cycle(cx.point_in(func, start)?.block);
            let many = one && !set && repeated && !once(cx, around) && !waits_in_turn(around, start);
            (many && start.enclosing_func() == around.enclosing_func()).then_some(around)
        };
        let Some(around) = judge() else { continue };
        let name = target.text();
        return cx.report(
            Finding::at(close, format!("the second close of `{name}` panics: each goroutine of the loop closes it"))
                .here("every goroutine gets here")
                .label(Role::Goroutine, call.head(), "started for one value")
                .mark(Role::Loop, (around, around.head()))
                .help("close once, after waiting for all senders"),
        );
    }
    None
}

/// A close in a function that only receives, while a goroutine sends.
fn by_receiver<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, each: ChanUse<'a>, close: Call<'a>) -> Option<()> {
    let func = each.routine?;
    if chan.sends().any(|send| send.routine == Some(func)) {
        return None;
    }
    // What goes on sending: in a loop of its own, or each of many goroutines.
    let sends_on = |send: &ChanUse<'a>| {
        let routine = send.routine?;
        Some(cx.cfg(routine)?.in_cycle(cx.point_in(routine, send.ident)?.block))
    };
    let name = chan.name();
    let draft = |sender: &ChanUse<'a>| {
        Finding::at(close, format!("the sender panics when it sends after this close of `{name}`"))
            .here("closed by the receiver")
            .label(Role::Goroutine, sender.ident, "this still sends")
            .help("let only the sender close; stop it with a context or a channel of its own")
    };
    // In the loop over the same channel, whose sender goes on.
    let receives: Vec<ChanUse<'a>> = chan.receives().filter(|receive| receive.routine == Some(func)).collect();
    let inside = receives.iter().find_map(|receive| match receive.op {
        ChanOp::Range(range) if range.body().is_some_and(|body| body.contains(close)) => Some(range),
        _ => None,
    });
    if let Some(range) = inside
        && let Some(sender) = chan.sends().find(|send| sends_on(send) == Some(true))
    {
        return cx.report(draft(&sender).label(Role::Loop, (range, range.head()), "while this loop receives"));
    }
    if let Some(start) = each.start {
        // A goroutine that takes one value and closes, while its creator goes on sending.
        let (started, closed) = (cx.point_in(chan.owner, start)?, cx.point_in(func, close)?);
        let (cfg, inner) = (cx.cfg(chan.owner)?, cx.cfg(func)?);
        let sender = chan.own().find(|own| {
            matches!(own.op, ChanOp::Send(_))
                && own.select.is_none()
                && sends_on(own) == Some(true)
                && cx.point_in(chan.owner, own.ident).is_some_and(|at| cfg.reaches(started, at))
        })?;
        let takes_one = receives.iter().any(|receive| {
            matches!(receive.op, ChanOp::Receive(_))
                && receive.select.is_none()
                && cx.point_in(func, receive.ident).is_some_and(|at| !inner.in_cycle(at.block))
        });
        let after_all = inner.in_cycle(closed.block) || !waits(cx, func, chan, true).is_empty();
        if !takes_one || after_all || start.enclosing_func() != Some(chan.owner) {
            return None;
        }
        let at = each.given.map_or((start, start.head()).to_place(), |given| given.place());
        return cx.report(draft(&sender).label(Role::Goroutine, at, "the goroutine that closes"));
    }
    if func != chan.owner {
        return None;
    }
    let sender = chan.sends().find(|send| send.start.and_then(View::enclosing_func) == Some(func))?;
    // On a path on which nothing was received or waited for since the goroutine was started.
    let start = sender.start?;
    let started = cx.point_in(func, start)?;
    let cfg = cx.cfg(func)?;
    let many = cfg.in_cycle(started.block);
    if many && start.enclosing_loop().is_none_or(|around| around.contains(chan.make)) {
        return None;
    }
    // A single receive is no sign that a sender of many values has ended.
    let repeated =
        many || chan.sends().filter(|send| send.start == Some(start)).all(|send| sends_on(&send) == Some(true));
    let single = receives.iter().all(|receive| {
        matches!(receive.op, ChanOp::Receive(_))
            && cx.point_in(func, receive.ident).is_some_and(|point| !cfg.in_cycle(point.block))
    });
    let counts = receives.iter().any(|receive| cx.point_in(func, receive.ident).is_some_and(|p| cfg.in_cycle(p.block)));
    let closed = cx.point_in(func, close)?;
    let deferred = close.as_deferred().is_some();
    let waits = waits(cx, func, chan, repeated && single);
    if counts && many {
        return None;
    }
    let way = cx.search(
        func,
        (false, false),
        |(live, registered), point, _| {
            if *live && waits.contains(&point) {
                return Next::Stop;
            }
            if point == started {
                *live = true;
            }
            if point == closed {
                *registered = true;
                if *live && !deferred {
                    return Next::Found;
                }
            }
            Next::Go
        },
        |(live, registered)| deferred && *live && *registered,
    )?;
    let path = cx.told(func, &way);
    let draft = draft(&sender);
    cx.report(match path.labels.is_empty() {
        true => draft.label(Role::Acquired, chan.make, "made here"),
        false => draft.along(path),
    })
}

/// The steps after which the goroutine may have ended: receives of any channel (of this one only where it sends once), and calls
/// that wait.
fn waits<'a>(cx: &Cx<'a>, func: Func<'a>, chan: &LocalChan<'a>, repeated: bool) -> Vec<Point> {
    let mut found = Vec::new();
    let is_own = |x: Expr<'a>| chan.uses.iter().any(|each| each.ident == x.unparen());
    for node in func.own_nodes() {
        let waits = match node.node_kind() {
            // A clause of a select that is not about this channel says nothing of the sender.
            Kind::Unary => node.as_expr().is_some_and(|expr| {
                expr.as_unary()
                    .is_some_and(|(op, x)| op == UnaryOp::Recv && if is_own(x) { !repeated } else { !in_select(expr) })
            }),
            Kind::Range => node.as_stmt().is_some_and(|stmt| match stmt.kind() {
                StmtKind::Range { x, .. } => is_own(x),
                _ => false,
            }),
            Kind::Call => node.as_call().is_some_and(|call| {
                call.name().is_some_and(|name| name.text().contains("Wait") || name.text().contains("wait"))
            }),
            _ => false,
        };
        if waits {
            found.extend(cx.point_in(func, node));
        }
    }
    found
}

fn in_select(expr: Expr<'_>) -> bool {
    expr.enclosing_stmt().and_then(View::parent).is_some_and(|node| node.node_kind() == Kind::Comm)
}

/// Whether the goroutine waits for others before it closes: a coordinator.
fn waits_before<'a>(cx: &Cx<'a>, func: Func<'a>, close: Call<'a>) -> bool {
    func.own_calls().into_iter().any(|call| {
        call.span().start < close.span().start
            && call.name().is_some_and(|name| matches!(name.text(), "Wait" | "wait" | "Lock"))
            && cx.callee(call).is_none_or(|callee| callee.is_func())
    })
}

/// Whether the loop leaves, or waits for the goroutine, within the turn that starts it.
fn waits_in_turn(around: Stmt<'_>, start: Stmt<'_>) -> bool {
    around.body().is_none_or(|body| {
        body.descendants().into_iter().filter(|node| node.span().start >= start.span().end).any(|node| {
            matches!(node.node_kind(), Kind::Select)
                || node.as_expr().and_then(Expr::as_unary).is_some_and(|(op, _)| op == UnaryOp::Recv)
                || node.as_call().is_some_and(|call| call.name().is_some_and(|name| name.text() == "Wait"))
        })
    })
}

/// A range over one element.
fn once<'a>(cx: &Cx<'a>, around: Stmt<'a>) -> bool {
    match around.kind() {
        StmtKind::Range { x, .. } => {
            x.as_composite().is_some_and(|(_, elements)| elements.len() < 2) || cx.int_value(x) == Some(1)
        }
        _ => false,
    }
}

/// Strict: a channel field that one method closes and another sends on, with nothing in common that could order them.
fn check_fields<'a>(package: &PackageCx<'a>) -> Option<()> {
    struct Site<'a> {
        file: usize,
        field: Object<'a>,
        at: Expr<'a>,
        func: Func<'a>,
    }
    let (mut closes, mut sends): (Vec<Site<'a>>, Vec<Site<'a>>) = (Vec::new(), Vec::new());
    for (file, cx) in package.files().iter().enumerate() {
        if cx.is_test() {
            continue;
        }
        for func in cx.funcs() {
            for node in func.own_nodes() {
                let (at, list) = if let Some(StmtKind::Send { chan, .. }) = node.as_stmt().map(Stmt::kind) {
                    (chan, &mut sends)
                } else if let Some(call) = node.as_call()
                    && call.fun().text() == "close"
                    && let Some(chan) = call.args().only()
                {
                    (chan, &mut closes)
                } else {
                    continue;
                };
                let Some((_, name)) = at.as_selector() else { continue };
                if let Some(field) = cx.object(name).filter(|object| object.is_field())
                    && let Some(decl) = (if func.is_literal() { func.enclosing_func_decl() } else { Some(func) })
                {
                    list.push(Site { file, field, at, func: decl });
                }
            }
        }
    }
    for close in &closes {
        let cx = &package.files()[close.file];
        let Some(send) = sends.iter().find(|send| send.field == close.field && send.func != close.func) else {
            continue;
        };
        // A lock, flag or context that both mention may order them. Who closes on request closes for those who ask for it.
        let mut guards = guards(cx, close.func, close.field);
        let asked = received(cx, close.func);
        for site in sends.iter().chain(&closes).filter(|site| site.field != close.field && asked.contains(&site.field))
        {
            guards.extend(self::guards(&package.files()[site.file], site.func, close.field));
        }
        let of_field = || sends.iter().filter(|send| send.field == close.field);
        let common: Vec<Object<'a>> =
            of_field().flat_map(|send| self::guards(&package.files()[send.file], send.func, close.field)).collect();
        if of_field().any(|send| send.func == close.func)
            || of_field().any(|send| calls(&package.files()[send.file], send.func, cx, close.func))
            || of_field().all(|send| is_called_only_by(package, &package.files()[send.file], send.func, close.func))
            || guards.iter().any(|guard| common.contains(guard))
            || of_field().all(|send| is_called_under(package, &package.files()[send.file], send.func, &guards, CALLERS))
        {
            continue;
        }
        let name = close.at.text();
        cx.report(
            Finding::at(close.at, format!("a send after this close panics: nothing orders the users of `{name}`"))
                .here(format!("closed by `{}`", close.func.name_text()))
                .label(Role::Call, (send.at, send.at.span()), format!("`{}` sends", send.func.name_text()))
                .help("let only the sender close, or guard both with one lock and a flag")
                .strict(),
        );
    }
    Some(())
}

/// Whether a function calls another in its own course: then its sends come before or after as it says.
fn calls<'a>(from: &Cx<'a>, func: Func<'a>, to: &Cx<'a>, called: Func<'a>) -> bool {
    let Some(object) = to.func_object(called) else { return true };
    func.own_calls().into_iter().any(|call| from.callee(call) == Some(object))
}

/// Whether all calls of the sender are the closer's own, one after the other with its close.
fn is_called_only_by<'a>(package: &PackageCx<'a>, own: &Cx<'a>, sender: Func<'a>, closer: Func<'a>) -> bool {
    let Some(object) = own.func_object(sender).filter(|object| !object.is_exported()) else { return false };
    let mut calls = 0;
    for cx in package.files() {
        for name in cx.uses(object).filter(|name| cx.declared_at(object) != Some(*name)) {
            let call = name.ancestors().find_map(Node::as_call).filter(|call| call.name() == Some(name));
            if !call.is_some_and(|call| call.as_started().is_none() && call.enclosing_func() == Some(closer)) {
                return false;
            }
            calls += 1;
        }
    }
    calls > 0
}

/// Fields that a function mentions and that can order it with others: locks, onces, atomics, flags, channels, contexts.
fn guards<'a>(cx: &Cx<'a>, func: Func<'a>, but: Object<'a>) -> Vec<Object<'a>> {
    let Some(body) = func.body() else { return Vec::new() };
    body.idents_within()
        .into_iter()
        .filter_map(|ident| cx.object(ident))
        .filter(|object| object.is_field() && *object != but)
        .filter(|object| {
            object.ty().is_none_or(|ty| {
                let declared = ty.deref().declared();
                let path = declared.and_then(Object::package_path).unwrap_or_default();
                matches!(path, "sync" | "sync/atomic" | "context")
                    || ty.is_chan() != Some(false)
                    || ty.is_boolean() != Some(false)
                    || ty.is_integer() != Some(false)
            })
        })
        .collect()
}

/// The channel fields that a function receives from.
fn received<'a>(cx: &Cx<'a>, func: Func<'a>) -> Vec<Object<'a>> {
    let received = |node: Node<'a>| {
        let (op, x) = node.as_expr().and_then(Expr::as_unary)?;
        let (_, name) = x.unparen().as_selector().filter(|_| op == UnaryOp::Recv)?;
        cx.object(name).filter(|object| object.is_field())
    };
    func.own_nodes().into_iter().filter_map(received).collect()
}

/// Callers of callers that are looked at.
const CALLERS: usize = 3;

/// Whether every function of the package that calls the sender mentions one of the guards that the closer mentions, or is itself
/// called only by such.
fn is_called_under<'a>(
    package: &PackageCx<'a>,
    own: &Cx<'a>,
    sender: Func<'a>,
    guards: &[Object<'a>],
    depth: usize,
) -> bool {
    let Some(object) = own.func_object(sender).filter(|_| depth > 0) else { return false };
    let mut callers = 0;
    for cx in package.files().iter().filter(|cx| !cx.is_test()) {
        for func in cx.funcs() {
            if !func.own_calls().into_iter().any(|call| cx.callee(call) == Some(object)) {
                continue;
            }
            callers += 1;
            let Some(around) = (if func.is_literal() { func.enclosing_func_decl() } else { Some(func) }) else {
                return false;
            };
            if !self::guards(cx, around, object).iter().any(|guard| guards.contains(guard))
                && !is_called_under(package, cx, around, guards, depth - 1)
            {
                return false;
            }
        }
    }
    callers > 0
}
