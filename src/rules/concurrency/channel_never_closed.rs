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

/// A channel of one function that is ranged over there.
fn ranged<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>) -> Option<()> {
    let (each, range) = chan.uses.iter().find_map(|each| match each.op {
        ChanOp::Range(stmt) => Some((each, stmt)),
        _ => None,
    })?;
    if chan.closes().next().is_some() || leaves(range) {
        return None;
    }
    let senders = senders(cx, chan)?;
    // A range in a goroutine that lives as long as the program is no loss of anything behind it.
    if each.func != chan.owner || senders.contains(&chan.owner) && chan.capacity == Some(0) {
        return None;
    }
    let name = chan.name();
    let mut draft = Finding::at(each.ident, format!("this loop never ends: nobody closes `{name}`"))
        .here("waits for a further value for ever")
        .mark(Role::Acquired, chan.make);
    if let Some(start) = senders.first().and_then(|func| func.started()) {
        draft = draft.label(Role::Goroutine, keyword(start), "the sender ends without a close");
    }
    cx.report(
        draft
            .help("let the only sender defer the close; with several, close after waiting for all")
            .fix_if(fix(cx, chan, &senders)),
    )
}

/// A channel given to the caller, whose goroutine closes it on some of its paths only.
fn handed_out<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>) -> Option<()> {
    let others = chan.uses.iter().filter(|each| matches!(each.op, ChanOp::Escapes | ChanOp::Assigned)).count();
    let returned = chan.uses.iter().find(|each| matches!(each.op, ChanOp::Returned(_)))?;
    if others > 0 || returned.func != chan.owner || chan.receives().next().is_some() {
        return None;
    }
    let senders = senders(cx, chan)?;
    let &[sender] = &senders[..] else { return None };
    let start = sender.started()?;
    if cx.cfg(chan.owner)?.in_cycle(cx.point_in(chan.owner, start)?.block) || !cx.complete(sender) {
        return None;
    }
    let mut closes = Vec::new();
    for (each, _) in chan.closes() {
        // A close in another function than the sender and its deferred literals is a coordinator's.
        if each.func != sender && each.func.deferred().and_then(View::enclosing_func) != Some(sender) {
            return None;
        }
        closes.push(cx.point_in(sender, each.ident)?);
    }
    let name = chan.name();
    let way =
        cx.search(sender, (), |(), point, _| if closes.contains(&point) { Next::Stop } else { Next::Go }, |()| true)?;
    if closes.is_empty() {
        let range = consumed_by_range(cx, chan.owner)?;
        return cx.report(
            Finding::at(chan.make, format!("loops over `{name}` never end: nobody closes it"))
                .here("made here and handed out")
                .label(Role::Loop, range, "this loop waits for ever")
                .label(Role::Goroutine, keyword(start), "the sender ends without a close")
                .help("let the goroutine defer the close as its first statement")
                .fix_if(fix(cx, chan, &senders)),
        );
    }
    let mut draft = Finding::at(chan.make, format!("loops over `{name}` hang: the sender may end without closing it"))
        .here("made here and handed out");
    for label in cx.walked_labels(sender, &way) {
        let message = if label.role == Role::Returns { "ends without a close".to_owned() } else { label.message };
        draft = draft.label(label.role, label.place, message);
    }
    cx.report(draft.help("defer the close as the goroutine's first statement"))
}

/// The functions that send; `None` if one of them is not known to end, or runs nobody knows when.
fn senders<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>) -> Option<Vec<Func<'a>>> {
    let mut found: Vec<Func<'a>> = Vec::new();
    for each in chan.sends() {
        if found.contains(&each.func) {
            continue;
        }
        if each.func != chan.owner {
            each.func.started()?;
            if !cx.cfg(each.func)?.returns() {
                return None;
            }
        }
        found.push(each.func);
    }
    (!found.is_empty()).then_some(found)
}

/// A range in this file over what a call of the function gives.
fn consumed_by_range<'a>(cx: &Cx<'a>, func: Func<'a>) -> Option<Expr<'a>> {
    let object = cx.func_object(func)?;
    cx.uses(object).find_map(|ident| {
        let call = ident.ancestors().find_map(|node| node.as_call()).filter(|call| call.name() == Some(ident))?;
        let StmtKind::Range { x, .. } = call.parent()?.as_stmt()?.kind() else { return None };
        let range = call.parent()?.as_stmt()?;
        (x == call.expr() && !leaves(range)).then_some(x)
    })
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
    let start = sender.started()?;
    let point = cx.point_in(chan.owner, start)?;
    if cx.cfg(chan.owner)?.in_cycle(point.block) {
        return None;
    }
    let first = sender.body()?.stmts()?.first()?;
    Some(Fix::risky("defer the close").line_before(first, &format!("defer close({})", chan.name())))
}

/// The word `go`.
fn keyword(start: Stmt<'_>) -> (Stmt<'_>, Span) {
    (start, Span::new(start.span().start, start.span().start + 2))
}
