//! Channel operations that can never proceed.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("local-channel-deadlock"))
    .on_call(&["make"], check_made)
    .on(&[Kind::Send, Kind::Unary, Kind::Range], check_nil);

fn check_made<'a>(cx: &Cx<'a>, make: Call<'a>) -> Option<()> {
    let chan = cx.local_chan(make)?;
    let capacity = chan.capacity?;
    let own = chan.uses.iter().all(|each| each.func == chan.owner);
    if !own || !chan.is_contained() || !cx.complete(chan.owner) {
        return None;
    }
    let cfg = cx.cfg(chan.owner)?;
    let point = |each: &ChanUse<'a>| cx.point_in(chan.owner, each.ident);
    let name = chan.name();
    if capacity == 0 {
        let first = chan.uses.iter().find(|each| {
            each.select.is_none()
                && match each.op {
                    ChanOp::Send(_) => true,
                    ChanOp::Receive(_) | ChanOp::Range(_) => {
                        chan.closes().all(|(_, close)| close.as_deferred().is_some())
                    }
                    _ => false,
                }
                && point(each).is_some_and(|at| cfg.reachable(at.block))
        })?;
        let what = if matches!(first.op, ChanOp::Send(_)) { "send on" } else { "receive from" };
        return cx.report(
            Finding::at(
                first.ident,
                format!("this {what} `{name}` blocks for ever: no other goroutine has the channel"),
            )
            .here("waits for the other side")
            .label(Role::Acquired, make, "made here, without room")
            .help("start the other side in a goroutine first, or give the channel room")
            .error(),
        );
    }
    // Sends that surely come one after the other, before any receive.
    let sends: Vec<(ChanUse<'a>, Point)> = chan
        .sends()
        .filter(|each| each.select.is_none())
        .filter_map(|each| Some((each, point(&each)?)))
        .filter(|(_, at)| cfg.reachable(at.block) && !cfg.in_cycle(at.block))
        .collect();
    let made = cx.point_in(chan.owner, make)?;
    if cfg.in_cycle(made.block) {
        return None;
    }
    for &(send, at) in &sends {
        let before = sends.iter().filter(|(_, other)| *other != at && cfg.point_dominates(*other, at)).count();
        let drained = chan.receives().any(|receive| point(&receive).is_none_or(|from| cfg.reaches(from, at)));
        if !drained && i64::try_from(before).is_ok_and(|before| before >= capacity) {
            return cx.report(
                Finding::at(send.ident, format!("this send blocks for ever: `{name}` is full and nobody receives"))
                    .here(format!("value {} for a channel with room for {capacity}", before + 1))
                    .mark(Role::Acquired, make)
                    .help("receive in another goroutine, or make room for all values")
                    .error(),
            );
        }
    }
    None
}

/// An operation on a channel variable that is nil.
fn check_nil<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let (chan, what) = match node.as_stmt().map(Stmt::kind) {
        Some(StmtKind::Send { chan, .. }) => (chan, "send on"),
        Some(StmtKind::Range { x, .. }) => (x, "range over"),
        Some(_) => return None,
        None => match node.as_expr()?.kind() {
            ExprKind::Unary { op: UnaryOp::Recv, x } => (x, "receive from"),
            _ => return None,
        },
    };
    let chan = chan.unparen();
    chan.ident()?;
    if !cx.type_of(chan)?.is_chan()? {
        return None;
    }
    // In a select a nil channel switches its case off.
    let stmt = chan.enclosing_stmt()?;
    let clause = stmt.parent().and_then(Node::as_stmt).map(Stmt::kind);
    if matches!(clause, Some(StmtKind::Comm { comm: Some(comm), .. }) if comm == stmt) {
        return None;
    }
    let path = cx.nil_path(chan).filter(|path| path.always)?;
    let name = chan.text();
    let mut draft = Finding::at(chan, format!("this {what} `{name}` blocks for ever: the channel is nil"))
        .here("nobody can ever be on the other side");
    for label in cx.nil_labels(&path) {
        draft = draft.label(label.role, label.place, label.message);
    }
    cx.report(draft.help("make the channel before it is used").error())
}
