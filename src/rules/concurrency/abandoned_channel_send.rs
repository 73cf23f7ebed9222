//! Goroutines that send what nobody takes any more.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("abandoned-channel-send")).on_call(&["make"], check);

fn check<'a>(cx: &Cx<'a>, make: Call<'a>) -> Option<()> {
    let chan = cx.local_chan(make)?;
    if chan.capacity? != 0 || !chan.is_contained() {
        return None;
    }
    let owner = chan.owner;
    // All that main leaves behind ends with the process.
    if owner.name_text() == "main" && !owner.is_method() && cx.is_main() {
        return None;
    }
    // Sends only in goroutines of literals that the owner starts, the rest in the owner itself.
    let inner: Vec<ChanUse<'a>> = chan.uses.iter().copied().filter(|each| each.func != owner).collect();
    let start_of = |func: Func<'a>| func.started().filter(|start| start.enclosing_func() == Some(owner));
    if !inner.iter().all(|each| {
        matches!(each.op, ChanOp::Send(_) | ChanOp::Close(_) | ChanOp::Looked)
            && (start_of(each.func).is_some() || each.func.deferred().is_some_and(|defer| is_close(each, defer)))
    }) || !cx.complete(owner)
    {
        return None;
    }
    let send = *inner.iter().find(|each| matches!(each.op, ChanOp::Send(_)) && each.select.is_none())?;
    let start = start_of(send.func)?;
    let cfg = cx.cfg(owner)?;
    let started = cx.point_in(owner, start)?;
    if chan.uses.iter().any(|each| each.func == owner && matches!(each.op, ChanOp::Send(_))) {
        return None;
    }
    let receives: Vec<Point> = chan
        .receives()
        .filter_map(|each| match each.op {
            // The range takes its first value in its head.
            ChanOp::Range(stmt) => cx.point_in(owner, stmt),
            _ => cx.point_in(owner, each.ident),
        })
        .collect();
    let name = chan.name();
    let many = cfg.in_cycle(started.block) && !made_in_same_turn(make, start);
    let ranged = chan.receives().any(|each| matches!(each.op, ChanOp::Range(_)));
    let draft = if many && !ranged && !receives.is_empty() && receives.iter().all(|at| !cfg.in_cycle(at.block)) {
        Finding::at(send.ident, format!("all goroutines but one leak: `{name}` is received from only once"))
            .here("waits for ever where nobody receives")
            .mark(Role::Loop, start.enclosing_loop().map_or(start.place(), |around| (around, around.head()).to_place()))
            .label(Role::Acquired, make, "made here, without room")
    } else {
        // Loops that start and receive take as many turns as each other, and that is not known here.
        if many {
            return None;
        }
        let way = cx.search(
            owner,
            false,
            |live, point, step| {
                if receives.contains(&point) || cx.step_range(step).is_some_and(|_| receives.contains(&point)) {
                    return Next::Stop;
                }
                if point == started {
                    *live = true;
                }
                Next::Go
            },
            |live| *live,
        )?;
        let message = if receives.is_empty() {
            format!("this goroutine leaks: nobody receives from `{name}`")
        } else {
            format!("this goroutine leaks: `{name}` is not received from on some path")
        };
        let mut draft = Finding::at(send.ident, message).here("waits for ever where nobody receives").label(
            Role::Acquired,
            make,
            "made here, without room",
        );
        for label in cx.walked_labels(owner, &way) {
            draft = draft.label(label.role, label.place, label.message);
        }
        draft
    };
    let once = inner.iter().filter(|each| matches!(each.op, ChanOp::Send(_))).count() == 1
        && !many
        && cx
            .cfg(send.func)?
            .point_of(cx.tree().ast, send.ident.id)
            .is_some_and(|at| cx.cfg(send.func).is_some_and(|inner| !inner.in_cycle(at.block)));
    let fix = (once && make.args().len() == 1)
        .then(|| make.arg(0).map(|ty| Fix::risky("make room for the one result").after(ty, ", 1")))
        .flatten();
    cx.report(draft.help("give the channel room for the result, or let the send give up in a select").fix_if(fix))
}

/// A close in a deferred literal of the goroutine's.
fn is_close<'a>(each: &ChanUse<'a>, _: Stmt<'a>) -> bool {
    matches!(each.op, ChanOp::Close(_))
}

/// Whether the channel is made in the same turn of the innermost loop around the start.
fn made_in_same_turn<'a>(make: Call<'a>, start: Stmt<'a>) -> bool {
    start.enclosing_loop().is_some_and(|around| around.contains(make))
}
