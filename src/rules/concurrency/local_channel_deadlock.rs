//! Channel operations that can never proceed.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("local-channel-deadlock"))
    .on_call(&["make"], check_made)
    .on_call(&["close"], check_nil_close)
    .on(&[Kind::Send, Kind::Unary, Kind::Range], check_nil)
    .on_package(check_fields);

fn check_made<'a>(cx: &Cx<'a>, make: Call<'a>) -> Option<()> {
    let chan = cx.local_chan(make)?;
    let capacity = chan.capacity?;
    if !chan.is_in_sight() || !cx.complete(chan.owner) {
        return None;
    }
    if !chan.is_contained() {
        // How often is of no account where nobody else has it.
        return chan.others().next().is_none().then(|| one_goroutine(cx, &chan, capacity))?;
    }
    if wait_first(cx, &chan, capacity).is_some() {
        return Some(());
    }
    one_goroutine(cx, &chan, capacity)
        .or_else(|| too_early(cx, &chan, capacity))
        .or_else(|| full(cx, &chan, capacity))
        .or_else(|| empty(cx, &chan))
}

/// Whether the operation is one that waits by itself, outside of any `select` with further ways.
fn waits(each: &ChanUse<'_>) -> bool {
    each.select.is_none() && matches!(each.op, ChanOp::Send(_) | ChanOp::Receive(_) | ChanOp::Range(_))
}

fn report<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, each: &ChanUse<'a>, why: &str, here: String) -> Option<()> {
    let name = chan.name();
    let what = match each.op {
        ChanOp::Send(_) => "send on",
        ChanOp::Range(_) => "range over",
        _ => "receive from",
    };
    let help = match each.op {
        ChanOp::Send(_) => "receive in another goroutine that is started first, or give the channel room",
        _ => "send in a goroutine that is started first",
    };
    let mut draft =
        Finding::at(each.given.unwrap_or(each.ident), format!("this {what} `{name}` blocks for ever: {why}"))
            .here(here)
            .label(Role::Acquired, chan.make, "made here");
    if each.given.is_some() {
        draft = draft.label(Role::Call, each.ident, "waits here");
    }
    cx.report(draft.help(help).error())
}

/// An unbuffered channel that one goroutine alone uses, or whose other side nobody is on.
fn one_goroutine<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, capacity: i64) -> Option<()> {
    let is = |wanted: fn(&ChanOp<'a>) -> bool| chan.uses.iter().any(|each| wanted(&each.op));
    let (sends, closes) = (is(|op| matches!(op, ChanOp::Send(_))), is(|op| matches!(op, ChanOp::Close(_))));
    let receives = chan.receives().next().is_some();
    let mut used = chan.uses.iter().filter(|each| !matches!(each.op, ChanOp::Declared | ChanOp::Looked));
    let first = used.next()?;
    let alone = used.all(|each| each.start == first.start) && !many(cx, chan, first);
    // What a deferred literal does comes last.
    let in_order = chan.uses.iter().filter(|each| each.func.deferred().is_none());
    let first = in_order.chain(chan.uses.iter()).find(|each| {
        let Some(routine) = each.routine else { return false };
        let reached =
            || cx.cfg(routine).zip(cx.point_in(routine, each.ident)).is_some_and(|(cfg, at)| cfg.reachable(at.block));
        (waits(each) || alone && by_itself(chan, each))
            && match each.op {
                // That a goroutine of its own sends to nobody is another rule's business.
                ChanOp::Send(_) => {
                    capacity == 0 && (alone && first.start.is_none() || !receives && each.start.is_none())
                }
                _ => {
                    !sends && !closes && (each.start.is_none() || capacity == 0)
                        || capacity == 0 && alone && chan.closes().all(|(_, close)| close.as_deferred().is_some())
                }
            }
            && reached()
            // A called function may have reasons not to do it.
            && each.inside.is_none_or(|inside| {
                !inside.ancestors().any(|node| matches!(node.node_kind(), Kind::If | Kind::Case | Kind::Comm))
            })
    })?;
    let why = match first.op {
        ChanOp::Send(_) if !receives => "nobody receives",
        ChanOp::Send(_) => "no other goroutine has the channel",
        _ if !sends && !closes => "nobody sends",
        _ => "no other goroutine has the channel",
    };
    report(cx, chan, first, why, "waits for the other side".to_owned())
}

/// Whether the operation is a way of a `select` all of whose ways wait for this channel.
fn by_itself<'a>(chan: &LocalChan<'a>, each: &ChanUse<'a>) -> bool {
    let waits_for_it = |clause: Stmt<'a>| match clause.kind() {
        StmtKind::Comm { comm: Some(comm), .. } => {
            let waits = |other: &ChanUse<'a>| other.select == each.select && comm.contains(other.ident);
            chan.uses.iter().any(waits)
                && matches!(comm.kind(), StmtKind::Send { .. } | StmtKind::Expr(_) | StmtKind::Assign { .. })
        }
        _ => false,
    };
    let StmtKind::Select { body } = (match each.select {
        Some(select) => select.kind(),
        None => return false,
    }) else {
        return false;
    };
    body.stmts().is_some_and(|clauses| clauses.iter().all(waits_for_it))
}

/// Sends of goroutines that the owner waits for before it receives.
fn wait_first<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, capacity: i64) -> Option<()> {
    if capacity != 0
        || chan.receives().any(|each| each.start.is_some())
        || chan.own().any(|each| matches!(each.op, ChanOp::Send(_)))
    {
        return None;
    }
    let owner = chan.owner;
    let cfg = cx.cfg(owner)?;
    let receives: Vec<Point> = chan.receives().map(|each| cx.point_in(owner, each.ident)).collect::<Option<_>>()?;
    if receives.is_empty() {
        return None;
    }
    for send in chan.sends().filter(|each| each.select.is_none()) {
        let (Some(start), Some(routine)) = (send.start, send.routine) else { continue };
        if start.enclosing_func() != Some(owner) {
            continue;
        }
        let Some(started) = cx.point_in(owner, start) else { continue };
        let waited = owner.own_calls().into_iter().find_map(|wait| {
            if cx.calls_any(wait, WAITS) != Some(true) || wait.as_deferred().is_some() || wait.as_started().is_some() {
                return None;
            }
            let group = cx.var_place(wait.qualifier()?)?;
            let at = cx.point_in(owner, wait)?;
            let before = cfg.reaches(started, at)
                && !receives.iter().any(|receive| cfg.reaches(started, *receive) && cfg.reaches(*receive, at));
            (before && ends_after(cx, start, routine, &group, &send)).then_some(wait)
        });
        let Some(wait) = waited else { continue };
        let name = chan.name();
        return cx.report(
            Finding::at(
                send.given.unwrap_or(send.ident),
                format!("this send on `{name}` blocks for ever: `Wait` comes before the receive"),
            )
            .here("nobody receives yet")
            .label(Role::Acquired, chan.make, "made here, without room")
            .label(Role::Call, wait.head(), "waits for the goroutine that sends")
            .help("wait and close in a goroutine of their own, and receive meanwhile")
            .error(),
        );
    }
    None
}

const WAITS: &[&str] = &["(*sync.WaitGroup).Wait", "(*golang.org/x/sync/errgroup.Group).Wait"];

/// Whether the goroutine counts in a WaitGroup of the owner's until it has sent.
fn ends_after<'a>(cx: &Cx<'a>, start: Stmt<'a>, routine: Func<'a>, group: &VarPlace, send: &ChanUse<'a>) -> bool {
    let judge = || -> Option<bool> {
        // `wg.Go(func() {…})`
        if let Some(call) = start.as_expr_stmt().and_then(Expr::as_call) {
            return Some(cx.var_place(call.qualifier()?)? == *group);
        }
        let cfg = cx.cfg(routine)?;
        let sent = cx.point_in(routine, send.ident)?;
        let done = routine.own_calls().into_iter().find(|call| {
            cx.calls(*call, "(*sync.WaitGroup).Done") == Some(true)
                && call.qualifier().is_some_and(|on| same_group(cx, routine, start, on, group))
        })?;
        let at = cx.point_in(routine, done)?;
        Some(done.as_deferred().is_some() || cfg.point_dominates(sent, at))
    };
    judge() == Some(true)
}

/// Whether the routine means the owner's WaitGroup: captured, or given to it.
fn same_group<'a>(cx: &Cx<'a>, routine: Func<'a>, start: Stmt<'a>, on: Expr<'a>, group: &VarPlace) -> bool {
    let judge = || -> Option<bool> {
        let place = cx.var_place(on)?;
        if place == *group {
            return Some(true);
        }
        let StmtKind::Go(call) = start.kind() else { return None };
        let parameter = Object { store: cx.store(), id: place.root };
        let position = routine
            .params()
            .entries()
            .iter()
            .position(|(name, _)| name.and_then(|name| cx.object(name)) == Some(parameter));
        let given = match position {
            Some(position) => call.as_call()?.arg(position)?,
            None if parameter.var_kind() == Some(VarKind::Receiver) => call.as_call()?.qualifier()?,
            None => return None,
        };
        let mut given = cx.var_place(given)?;
        given.fields.extend(place.fields);
        Some(given == *group)
    };
    judge() == Some(true)
}

/// Whether the goroutine that does it is started several times.
fn many<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, each: &ChanUse<'a>) -> bool {
    let Some(start) = each.start else { return false };
    let judge = || Some(cx.cfg(chan.owner)?.in_cycle(cx.point_in(chan.owner, start)?.block));
    start.enclosing_func() != Some(chan.owner) || judge() != Some(false)
}

/// An operation of the owner's before the goroutine with the other side is started, or before the channel has a value.
fn too_early<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, capacity: i64) -> Option<()> {
    let cfg = cx.cfg(chan.owner)?;
    // Where each of the others may begin, in the owner's course.
    let begins = |each: &ChanUse<'a>| match each.start {
        Some(start) => {
            let outer =
                start.ancestors().filter_map(Node::as_stmt).find(|stmt| stmt.enclosing_func() == Some(chan.owner));
            let at = if start.enclosing_func() == Some(chan.owner) { Some(start) } else { outer };
            cx.point_in(chan.owner, at?)
        }
        None => cx.point_in(chan.owner, each.ident),
    };
    let first = chan.own().find(|each| {
        let Some(at) = cx.point_in(chan.owner, each.ident) else { return false };
        let never = |of: fn(&ChanOp<'a>) -> bool| {
            chan.uses
                .iter()
                .filter(|other| of(&other.op))
                .all(|other| begins(other).is_some_and(|from| from != at && !cfg.reaches(from, at)))
        };
        // What is deferred comes last.
        waits(each)
            && each.func == chan.owner
            && cfg.reachable(at.block)
            && match each.op {
                ChanOp::Send(_) => capacity == 0 && never(|op| matches!(op, ChanOp::Receive(_) | ChanOp::Range(_))),
                _ => never(|op| matches!(op, ChanOp::Send(_) | ChanOp::Close(_))),
            }
    })?;
    let why = match first.op {
        ChanOp::Send(_) => "the receiver starts only after it",
        _ => "nobody sends before it",
    };
    report(cx, chan, &first, why, "waits for what comes only after it".to_owned())
}

/// More sends than room, before anybody receives.
fn full<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, capacity: i64) -> Option<()> {
    if capacity == 0 || chan.uses.iter().any(|each| each.start.is_some()) {
        return None;
    }
    let cfg = cx.cfg(chan.owner)?;
    let point = |each: &ChanUse<'a>| cx.point_in(chan.owner, each.ident);
    if cfg.in_cycle(cx.point_in(chan.owner, chan.make)?.block) {
        return None;
    }
    // Sends that surely come one after the other, before any receive.
    let first_drained = |send: &ChanUse<'a>| {
        let at = point(send);
        at.is_none_or(|at| chan.receives().any(|receive| point(&receive).is_none_or(|from| cfg.reaches(from, at))))
    };
    let sends: Vec<Expr<'a>> = chan
        .sends()
        .filter(|each| each.select.is_none() && !first_drained(each))
        .filter(|each| each.ident.enclosing_stmt().and_then(|stmt| cx.times(stmt)).is_some())
        .map(|each| each.ident)
        .collect();
    let (at, count) = cx.surely_more(chan.owner, &sends, capacity)?;
    let send = chan.sends().find(|each| each.ident == at)?;
    let here = format!("{count} values for a channel with room for {capacity}");
    report(cx, chan, &send, "the channel is full and nobody receives", here)
}

/// More receives than there are values, and nobody closes.
fn empty<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>) -> Option<()> {
    let others = chan.uses.iter().any(|each| each.start.is_some() || each.func != chan.owner);
    if others || chan.closes().next().is_some() || chan.receives().any(|each| !waits(&each)) {
        return None;
    }
    if cx.cfg(chan.owner)?.in_cycle(cx.point_in(chan.owner, chan.make)?.block) {
        return None;
    }
    let idents = |uses: &mut dyn Iterator<Item = ChanUse<'a>>| uses.map(|each| each.ident).collect::<Vec<_>>();
    let values = cx.at_most(chan.owner, &idents(&mut chan.sends()))?;
    let receives = idents(&mut chan.receives().filter(|each| matches!(each.op, ChanOp::Receive(_))));
    let (at, _) = cx.surely_more(chan.owner, &receives, values)?;
    let receive = chan.receives().find(|each| each.ident == at)?;
    let here = format!("one more than the {values} that are sent");
    report(cx, chan, &receive, "all values were received before", here)
}

/// `close` of a channel variable that is nil.
fn check_nil_close<'a>(cx: &Cx<'a>, close: Call<'a>) -> Option<()> {
    nil(cx, close.args().only()?.unparen(), "this close panics", "a nil channel cannot be closed")
}

/// An operation on a channel variable that is nil.
fn check_nil<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let (chan, what) = operand(node)?;
    let chan = chan.unparen();
    // In a select with other ways a nil channel switches its case off.
    if !cx.type_of(chan)?.is_chan()? || many_ways(chan.enclosing_stmt()?).is_some() {
        return None;
    }
    nil(cx, chan, &format!("this {what} `{}` blocks for ever", chan.text()), "nobody can ever be on the other side")
}

/// The channel of an operation that waits, and what that is called.
fn operand(node: Node<'_>) -> Option<(Expr<'_>, &'static str)> {
    Some(match node.as_stmt().map(Stmt::kind) {
        Some(StmtKind::Send { chan, .. }) => (chan, "send on"),
        Some(StmtKind::Range { x, .. }) => (x, "range over"),
        Some(_) => return None,
        None => match node.as_expr()?.kind() {
            ExprKind::Unary { op: UnaryOp::Recv, x } => (x, "receive from"),
            _ => return None,
        },
    })
}

/// Whether a clause of a `select` waits with this statement.
fn is_comm(stmt: Stmt<'_>) -> bool {
    let clause = stmt.parent().and_then(Node::as_stmt).map(Stmt::kind);
    matches!(clause, Some(StmtKind::Comm { comm: Some(comm), .. }) if comm == stmt)
}

fn nil<'a>(cx: &Cx<'a>, chan: Expr<'a>, what: &str, here: &str) -> Option<()> {
    let mut draft = Finding::at(chan, format!("{what}: the channel is nil")).here(here);
    match cx.nil_path(chan).filter(|path| path.always) {
        Some(path) => {
            draft = draft.along(cx.told_nil(&path));
        }
        None => {
            draft = draft.label(
                Role::Declared,
                cx.never_set(cx.variable(chan)?)?,
                "declared without a value, and never set",
            )
        }
    }
    cx.report(draft.help("make the channel before it is used").error())
}

/// Operations on channel fields that nothing in the package ever sets.
fn check_fields<'a>(package: &PackageCx<'a>) -> Option<()> {
    let own = |object: Object<'a>| {
        object.is_field()
            && object.package_path() == Some(package.path())
            && (!object.is_exported() || package.name() == "main")
            && object.ty().and_then(Ty::is_chan) == Some(true)
    };
    let mut waits: Vec<(usize, Expr<'a>, Object<'a>, &'static str)> = Vec::new();
    for (file, cx) in package.files().iter().enumerate().filter(|(_, cx)| !cx.is_test() && cx.text().contains("chan "))
    {
        for func in cx.funcs() {
            for node in func.own_nodes() {
                let Some((chan, what)) = operand(node) else { continue };
                let chan = chan.unparen();
                let Some(field) = chan.as_selector().and_then(|(_, name)| cx.object(name)).filter(|field| own(*field))
                else {
                    continue;
                };
                if !chan.enclosing_stmt().is_some_and(is_comm) && !waits.iter().any(|(.., other, _)| *other == field) {
                    waits.push((file, chan, field, what));
                }
            }
        }
    }
    waits.retain(|(.., field, _)| {
        let files = || package.files().iter();
        !files().any(|cx| may_be_set(cx, *field)) && files().any(|cx| builds(cx, *field))
    });
    for (file, chan, field, what) in waits {
        let cx = &package.files()[file];
        if !package.files().iter().all(|cx| cx.funcs().all(|func| cx.complete(func))) {
            return None;
        }
        let name = chan.text();
        let declared = package.files().iter().find_map(|cx| cx.declared_at(field));
        cx.report(
            Finding::at(chan, format!("this {what} `{name}` blocks for ever: the channel is nil"))
                .here("nobody can ever be on the other side")
                .mark_if(Role::Declared, declared)
                .help("make the channel where the value is made")
                .error(),
        );
    }
    Some(())
}

/// Whether the file may give the field a value: it stands in a literal, is assigned, its address is taken, or whole values are
/// made in a way that does not mention it.
fn may_be_set<'a>(cx: &Cx<'a>, field: Object<'a>) -> bool {
    let mention = |ident: Expr<'a>| {
        let Some(parent) = ident.parent() else { return true };
        match parent.as_expr().map(Expr::kind) {
            Some(ExprKind::KeyValue { key, value }) => key == ident && !cx.is_nil(value),
            Some(ExprKind::Selector { name, .. }) if name == ident => {
                let selector = parent.as_expr().unwrap_or(ident);
                // What is asked for nil may be there for tests.
                if selector.parent().is_some_and(|outer| outer.node_kind() == Kind::Binary) {
                    return true;
                }
                match selector.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign) {
                    Some((_, lhs, rhs)) if lhs.iter().any(|target| target == selector) => {
                        rhs.only().is_none_or(|value| !cx.is_nil(value))
                    }
                    _ => selector
                        .parent()
                        .and_then(Node::as_expr)
                        .is_some_and(|outer| outer.address_of() == Some(selector)),
                }
            }
            Some(_) => true,
            // Its declaration.
            None => false,
        }
    };
    if cx.uses(field).any(mention) {
        return true;
    }
    // A literal without keys sets every field.
    let tree = cx.tree();
    tree.ast.exprs.ids().map(|id| tree.view(id)).any(|expr: Expr<'a>| {
        expr.as_composite().is_some_and(|(_, elements)| {
            elements.first().is_some_and(|first| !matches!(first.kind(), ExprKind::KeyValue { .. }))
                && cx.type_of(expr).is_none_or(|ty| {
                    ty.fields().is_some_and(|fields| fields.iter().any(|each| each.object == field.id))
                })
        })
    })
}

/// Whether the file makes a value of the struct with the field: one that only others make may have got it from them.
fn builds<'a>(cx: &Cx<'a>, field: Object<'a>) -> bool {
    let tree = cx.tree();
    let has = |ty: Option<Ty<'a>>| {
        ty.and_then(Ty::fields).is_some_and(|fields| fields.iter().any(|each| each.object == field.id))
    };
    !cx.is_test()
        && tree.ast.exprs.ids().map(|id| tree.view(id)).any(|expr: Expr<'a>| match expr.kind() {
            ExprKind::CompositeLit { .. } => has(cx.type_of(expr)),
            ExprKind::Call(call) => {
                cx.callee(call).and_then(Object::builtin) == Some(Builtin::New) && has(cx.type_of(expr).map(Ty::deref))
            }
            _ => false,
        })
}
