//! Ranges over channels that nobody closes.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("channel-never-closed")).on_call(&["make"], check);

fn check<'a>(cx: &Cx<'a>, make: Call<'a>) -> Option<()> {
    let chan = cx.local_chan(make)?;
    if !cx.complete(chan.owner) {
        return None;
    }
    if chan.is_contained() { ranged(cx, &chan) } else { handed_out(cx, &chan) }
}

/// A channel of one function that is ranged over there, or in a goroutine of it.
fn ranged<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>) -> Option<()> {
    let (each, range) = chan.uses.iter().find_map(|each| match each.op {
        ChanOp::Range(stmt) => Some((each, stmt)),
        _ => None,
    })?;
    if leaves(range) {
        return None;
    }
    let senders = senders(cx, chan)?;
    let by_owner = each.start.is_none();
    // That no other goroutine has the channel is another rule's business.
    if by_owner && senders.contains(&chan.owner) && chan.capacity == Some(0) {
        return None;
    }
    // What receives in the background ends with the process, unless main waits for it.
    if !by_owner && (!cx.cfg(chan.owner)?.returns() || is_main(cx, chan.owner) && !waits(cx, chan.owner)) {
        return None;
    }
    let name = chan.name();
    let path =
        if chan.closes().next().is_some() { Some(closed_on_some_paths(cx, chan, &senders, each.start)?) } else { None };
    let at = each.given.unwrap_or(each.ident);
    let mut draft = Finding::at(
        at,
        match &path {
            None => format!("this loop never ends: nobody closes `{name}`"),
            Some(_) => format!("this loop may never end: the sender may end without closing `{name}`"),
        },
    )
    .here("waits for a further value for ever")
    .label(Role::Acquired, chan.make, "made here");
    if each.given.is_some() {
        draft = draft.label(Role::Loop, (range, range.head()), "the loop over it");
    }
    match path {
        Some(path) => draft = draft.along(path),
        None => {
            let start = chan.sends().find_map(|send| send.start);
            if let Some(start) = start {
                draft = draft.label(Role::Goroutine, keyword(start), "the sender ends without a close");
            }
        }
    }
    cx.report(
        draft
            .help("let the only sender defer the close; with several, close after waiting for all")
            .fix_if(fix(cx, chan, &senders)),
    )
}

/// A path of the only sender on which it ends without the close that it has on another; where the owner sends itself, one that
/// has started the consumer.
fn closed_on_some_paths<'a>(
    cx: &Cx<'a>,
    chan: &LocalChan<'a>,
    senders: &[Func<'a>],
    consumer: Option<Stmt<'a>>,
) -> Option<Told> {
    let &[sender] = senders else { return None };
    let mut closes = Vec::new();
    for (each, _) in chan.closes() {
        // A close in another function than the sender and its deferred literals is a coordinator's.
        if each.routine != Some(sender) {
            return None;
        }
        // Whether the owner has to close under a condition of its own is not known here.
        let own = consumer.is_some() && sender == chan.owner;
        if own && each.ident.ancestors().any(|node| node.node_kind() == Kind::If) {
            return None;
        }
        closes.push(cx.point_in(sender, each.ident)?);
    }
    let from = match consumer {
        Some(start) if sender == chan.owner => Some(cx.point_in(sender, start)?),
        _ => None,
    };
    let way = cx.search(
        sender,
        from.is_none(),
        |live, point, _| {
            if closes.contains(&point) {
                return Next::Stop;
            }
            *live |= Some(point) == from;
            Next::Go
        },
        |live| *live,
    )?;
    Some(cx.told(sender, &way).leaving("ends without a close"))
}

fn is_main<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    cx.is_main() && func.name_text() == "main" && !func.is_method()
}

/// Whether a function waits for goroutines.
fn waits<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    func.own_calls().into_iter().any(|call| {
        cx.calls_any(call, &["(*sync.WaitGroup).Wait", "(*golang.org/x/sync/errgroup.Group).Wait"]) == Some(true)
    })
}

/// A channel given to the caller, whose goroutine closes it nowhere, or on some of its paths only.
fn handed_out<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>) -> Option<()> {
    let others = chan
        .uses
        .iter()
        .filter(|each| each.routine.is_none() || matches!(each.op, ChanOp::Escapes | ChanOp::Assigned))
        .count();
    let returned = chan.uses.iter().find(|each| matches!(each.op, ChanOp::Returned(_)))?;
    if others > 0 || returned.func != chan.owner || chan.receives().next().is_some() {
        return None;
    }
    let senders = senders(cx, chan)?;
    let &sender = senders.first()?;
    let start = chan.sends().find_map(|send| send.start)?;
    let several = senders.len() > 1 || cx.cfg(chan.owner)?.in_cycle(cx.point_in(chan.owner, start)?.block);
    if !senders.iter().all(|sender| cx.complete(*sender)) {
        return None;
    }
    let name = chan.name();
    if chan.closes().next().is_none() {
        let consumers = consumers(cx, chan.owner);
        let range = consumers.iter().find_map(|each| *each);
        // Without a loop in sight: several values on a channel that is handed out to receive from.
        let streams = || -> Option<bool> {
            let results = cx.func_object(chan.owner)?.ty()?.results()?;
            let receive_only = results.iter().flatten().any(|ty| ty.chan_dir() == Some(ChanDir::Recv));
            let cfg = cx.cfg(sender)?;
            let repeated =
                chan.sends().all(|send| cx.point_in(sender, send.ident).is_some_and(|point| cfg.in_cycle(point.block)));
            // What waits for other things as well is told to stop, and so may be its receiver.
            let selects = sender.own_nodes().iter().any(|node| node.node_kind() == Kind::Select);
            Some(receive_only && repeated && !selects && !several && consumers.is_empty())
        };
        if range.is_none() && streams() != Some(true) {
            return None;
        }
        let mut draft = Finding::at(chan.make, format!("loops over `{name}` never end: nobody closes it"))
            .here("made here and handed out");
        if let Some(range) = range {
            draft = draft.label(Role::Loop, range, "this loop waits for ever");
        }
        let help = match several {
            true => "close it in a goroutine that waits for all senders",
            false => "let the goroutine defer the close as its first statement",
        };
        return cx.report(
            draft
                .label(Role::Goroutine, keyword(start), "the sender ends without a close")
                .help(help)
                .fix_if(fix(cx, chan, &senders)),
        );
    }
    let path = closed_on_some_paths(cx, chan, &senders, None).filter(|_| !several)?;
    cx.report(
        Finding::at(chan.make, format!("loops over `{name}` hang: the sender may end without closing it"))
            .here("made here and handed out")
            .along(path)
            .help("defer the close as the goroutine's first statement"),
    )
}

/// The functions that send; `None` if one of them is not known to end, or runs nobody knows when.
fn senders<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>) -> Option<Vec<Func<'a>>> {
    let mut found: Vec<Func<'a>> = Vec::new();
    for each in chan.sends() {
        let routine = each.routine?;
        if found.contains(&routine) {
            continue;
        }
        if each.start.is_some() && !cx.cfg(routine)?.returns() {
            return None;
        }
        found.push(routine);
    }
    (!found.is_empty()).then_some(found)
}

/// What is done in this file with the channel that a function returns: a range over it, or something else.
fn consumers<'a>(cx: &Cx<'a>, func: Func<'a>) -> Vec<Option<Expr<'a>>> {
    let Some(object) = cx.func_object(func) else { return Vec::new() };
    let declared = cx.declared_at(object);
    cx.uses(object)
        .filter(|ident| Some(*ident) != declared)
        .map(|ident| {
            let call = ident.ancestors().find_map(Node::as_call).filter(|call| call.name() == Some(ident))?;
            ranged_over(cx, call.expr(), 3)
        })
        .collect()
}

/// The range over a channel to its end, itself or through a variable or a parameter.
fn ranged_over<'a>(cx: &Cx<'a>, chan: Expr<'a>, depth: usize) -> Option<Expr<'a>> {
    if depth == 0 {
        return None;
    }
    let all = |name: Expr<'a>| {
        let object = cx.object(name)?;
        cx.uses_within(object, name.enclosing_func()?)
            .into_iter()
            .filter(|ident| *ident != name)
            .find_map(|ident| ranged_over(cx, ident, depth - 1))
    };
    let parent = chan.parent()?;
    if let Some(stmt) = parent.as_stmt() {
        return match stmt.kind() {
            StmtKind::Range { x, .. } => (x == chan && !leaves(stmt)).then_some(x),
            StmtKind::Assign { lhs, rhs, .. } if rhs.only() == Some(chan) => all(lhs.only()?),
            _ => None,
        };
    }
    if let Some(spec) = parent.as_spec() {
        let SpecKind::Value { names, values, .. } = spec.kind() else { return None };
        return if values.only() == Some(chan) { all(names.only()?) } else { None };
    }
    let call = parent.as_call().filter(|call| call.fun() != chan)?;
    let position = call.args().iter().position(|argument| argument == chan)?;
    let target = match call.fun().as_func_lit() {
        Some(literal) => literal,
        None => cx.func_of(cx.callee(call)?)?,
    };
    let (name, field) = *target.params().entries().get(position)?;
    if matches!(field.ty().kind(), ExprKind::Ellipsis(_)) {
        return None;
    }
    all(name?)
}

/// Whether the loop's body may leave it.
fn leaves(range: Stmt<'_>) -> bool {
    range.body().is_none_or(|body| {
        body.descendants().into_iter().any(|node| match node.node_kind() {
            Kind::Return => true,
            Kind::Branch => node.as_stmt().is_some_and(|stmt| {
                matches!(stmt.kind(), StmtKind::Branch { kind: BranchKind::Break | BranchKind::Goto, .. })
            }),
            _ => false,
        })
    })
}

/// `defer close(ch)` at the top of the only sender.
fn fix<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, senders: &[Func<'a>]) -> Option<Fix> {
    let &[sender] = senders else { return None };
    let send = chan.sends().find(|send| send.start.is_some())?;
    let point = cx.point_in(chan.owner, send.start?)?;
    if !sender.is_literal() || cx.cfg(chan.owner)?.in_cycle(point.block) || chan.closes().next().is_some() {
        return None;
    }
    let first = sender.body()?.stmts()?.first()?;
    Some(Fix::risky("defer the close").line_before(first, &format!("defer close({})", send.ident.text())))
}

/// The word `go`.
fn keyword(start: Stmt<'_>) -> (Stmt<'_>, Span) {
    (start, Span::new(start.span().start, start.span().start + 2))
}
