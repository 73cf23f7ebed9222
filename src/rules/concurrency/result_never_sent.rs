//! Receivers of a result that a goroutine does not send on all of its paths.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("result-never-sent")).on_call(&["make"], check);

fn check<'a>(cx: &Cx<'a>, make: Call<'a>) -> Option<()> {
    let chan = cx.local_chan(make)?;
    if !chan.is_contained() {
        return None;
    }
    let owner = chan.owner;
    // Exactly one goroutine of the owner's sends, and the owner itself only receives, outside of any select.
    let mut senders: Vec<ChanUse<'a>> = Vec::new();
    for each in &chan.uses {
        match each.op {
            ChanOp::Send(_) | ChanOp::Close(_) => {
                if each.start?.enclosing_func() != Some(owner) {
                    return None;
                }
                if !senders.iter().any(|other| other.start == each.start) {
                    senders.push(*each);
                }
            }
            ChanOp::Receive(_) | ChanOp::Range(_) if each.start.is_some() => return None,
            _ => {}
        }
    }
    let &[given] = &senders[..] else { return None };
    let (sender, start) = (given.routine?, given.start?);
    let receive = chan.receives().find(|each| each.select.is_none() && matches!(each.op, ChanOp::Receive(_)))?;
    if chan.receives().any(|each| each.select.is_some() || matches!(each.op, ChanOp::Range(_))) {
        return None;
    }
    let cfg = cx.cfg(owner)?;
    let (started, received) = (cx.point_in(owner, start)?, cx.point_in(owner, receive.ident)?);
    let many = cfg.in_cycle(started.block) && !start.enclosing_loop().is_some_and(|around| around.contains(make));
    if many || !cfg.reaches(started, received) || !cx.complete(owner) || !cx.complete(sender) {
        return None;
    }
    let gives: Vec<Point> = chan
        .uses
        .iter()
        .filter(|each| matches!(each.op, ChanOp::Send(_) | ChanOp::Close(_)))
        .filter_map(|each| cx.point_in(sender, each.ident))
        .collect();
    // What sends again and again ends when it is told to.
    let cfg = cx.cfg(sender)?;
    let stream = gives.iter().all(|point| cfg.in_cycle(point.block));
    // A deferred call of a function value or a call that never returns may do what is not seen here.
    let way = cx.search_with_tests(
        sender,
        (),
        |(), point, step| match step {
            _ if gives.contains(&point) => Next::Stop,
            _ if cx.ends_goroutine(step) => Next::Found,
            _ => Next::Go,
        },
        |(), test, taken| !(stream && taken && is_told_to_stop(cx, sender, test)),
        |()| true,
    );
    let Some(way) = way else { return too_few(cx, &chan, start, sender) };
    // A condition that the receiver knows as well.
    let branch = way.tests.last().map(|(_, _, branch)| *branch);
    let shared = sender
        .idents_within()
        .into_iter()
        .filter(|ident| branch.is_some_and(|branch| branch.contains(ident.span())))
        .filter_map(|ident| cx.variable(ident))
        .any(|variable| {
            cx.is_outer(variable, sender)
                && cx.uses(variable).any(|ident| ident.enclosing_func() == Some(owner) && is_tested(ident))
        });
    if shared {
        return None;
    }
    let name = chan.name();
    let mut draft =
        Finding::at(receive.ident, format!("this receive hangs: the goroutine may end without sending to `{name}`"))
            .here("waits for ever")
            .mark(Role::Goroutine, (start, start.head()));
    draft = draft.along(cx.told(sender, &way).leaving("ends without sending"));
    cx.report(draft.help("send a value that carries the error on every path, or use an errgroup"))
}

/// More receives than the goroutine sends values, and no close.
fn too_few<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, start: Stmt<'a>, sender: Func<'a>) -> Option<()> {
    if chan.closes().next().is_some() {
        return None;
    }
    let sends: Vec<Expr<'a>> = chan.sends().map(|each| each.ident).collect();
    let receives: Vec<Expr<'a>> = chan.receives().map(|each| each.ident).collect();
    let values = cx.at_most(sender, &sends)?;
    let (receive, count) = cx.surely_more(chan.owner, &receives, values)?;
    let name = chan.name();
    cx.report(
        Finding::at(
            receive,
            format!("this receive hangs: `{name}` is received from {count} times and sent to {values}"),
        )
        .here("waits for ever")
        .mark(Role::Goroutine, (start, start.head()))
        .help("receive as often as is sent, or close the channel when all is sent"),
    )
}

/// Whether a `select` goes on with a clause that receives a signal without a value.
fn is_told_to_stop<'a>(cx: &Cx<'a>, func: Func<'a>, test: Test) -> bool {
    let Test::Comm(clause) = test else { return false };
    let judge = || -> Option<bool> {
        let StmtKind::Comm { comm: Some(comm), .. } = func.tree.view(clause).kind() else { return None };
        let (UnaryOp::Recv, chan) = comm.as_expr_stmt()?.as_unary()? else { return None };
        let elem = cx.type_of(chan)?.elem()?;
        Some(elem.fields().is_some_and(<[_]>::is_empty))
    };
    judge() == Some(true)
}

/// Whether the identifier stands in the condition of an `if`, `for` or `switch`.
fn is_tested(ident: Expr<'_>) -> bool {
    ident
        .enclosing_stmt()
        .is_some_and(|stmt| matches!(stmt.node_kind(), Kind::If | Kind::For | Kind::Switch | Kind::Case))
}
