//! Goroutines that send what nobody takes any more.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("abandoned-channel-send")).on_call(&["make"], check);

/// Values that wait to be received: more than can be counted.
const MANY: u8 = 100;
/// Sends on one path that are counted.
const COUNTED: u8 = 4;

/// A goroutine that sends.
struct Sender<'a> {
    start: Stmt<'a>,
    started: Point,
    routine: Func<'a>,
    send: ChanUse<'a>,
    /// How many values each path of it sends at least; how many some path sends.
    least: u8,
    most: u8,
}

fn check<'a>(cx: &Cx<'a>, make: Call<'a>) -> Option<()> {
    let chan = cx.local_chan(make)?;
    let room = chan.capacity?;
    if !chan.is_contained() {
        return None;
    }
    let owner = chan.owner;
    let received = chan.receives().next().is_some();
    // All that main leaves behind ends with the process.
    if received && owner.name_text() == "main" && !owner.is_method() && cx.is_main() {
        return None;
    }
    // The goroutines of the owner only send, and it only receives.
    if chan.others().any(|each| {
        matches!(each.op, ChanOp::Receive(_) | ChanOp::Range(_))
            || each.start.and_then(View::enclosing_func) != Some(owner)
    }) || chan.own().any(|each| matches!(each.op, ChanOp::Send(_)))
        || !cx.complete(owner)
    {
        return None;
    }
    let senders = senders(cx, &chan)?;
    let first = senders.first()?;
    let cfg = cx.cfg(owner)?;
    let receives = receives(cx, &chan, &senders)?;
    let repeated = |sender: &Sender<'a>| sender.most == MANY;
    if let [only] = &senders[..]
        && !cfg.in_cycle(only.started.block)
        && too_many(cx, &chan, room, only).is_some()
    {
        return Some(());
    }
    let pending = |sender: &Sender<'a>| {
        let many = cfg.in_cycle(sender.started.block) && !made_in_same_turn(make, sender.start);
        if many || repeated(sender) { MANY } else { sender.least.max(1) }
    };
    // `v, ok := <-ch`: where it is not ok the sender has closed the channel, and ended.
    let oks: Vec<Object<'a>> = chan
        .receives()
        .filter_map(|each| {
            let (_, targets, _) = each.ident.enclosing_stmt()?.as_assign()?;
            cx.variable(targets.get(1)?)
        })
        .collect();
    let starts: Vec<(Point, u8)> = senders.iter().map(|sender| (sender.started, pending(sender))).collect();
    let way = cx.search_with_tests(
        owner,
        0_u8,
        |waiting, point, step| {
            if let Some(range) = cx.step_range(step)
                && receives.iter().any(|receive| receive.stmt == Some(range))
            {
                // What is taken is told by the edge.
                return Next::Go;
            }
            for receive in receives.iter().filter(|receive| receive.point == point && !receive.range) {
                *waiting = match *waiting {
                    // In a loop without condition all may be taken.
                    MANY if receive.cycle && !receive.bounded => 0,
                    MANY => MANY,
                    few => few.saturating_sub(1),
                };
            }
            for (_, more) in starts.iter().filter(|(started, _)| *started == point) {
                *waiting = if *more == MANY { MANY } else { waiting.saturating_add(*more).min(MANY - 1) };
            }
            Next::Go
        },
        |waiting, test, taken| {
            let ends = |around: Stmt<'a>| match test {
                Test::More(id) => around.id == id,
                Test::Cond(id) => match around.kind() {
                    StmtKind::For { cond: Some(cond), .. } => cond.contains(Expr { tree: make.tree, id }),
                    _ => false,
                },
                _ => false,
            };
            if let Test::Cond(id) = test
                && !taken
                && cx.variable(Expr { tree: make.tree, id }).is_some_and(|ok| oks.contains(&ok))
            {
                *waiting = 0;
            }
            for receive in &receives {
                if receive.range && receive.stmt.is_some_and(&ends) {
                    // A range that takes a value, or has seen the close.
                    *waiting = match (*waiting, taken) {
                        (_, false) => 0,
                        (MANY, true) => MANY,
                        (few, true) => few.saturating_sub(1),
                    };
                } else if !taken && receive.around.is_some_and(&ends) {
                    *waiting = 0;
                }
            }
            true
        },
        // Many that cannot be counted may all have room.
        |waiting| if *waiting == MANY { room == 0 } else { i64::from(*waiting) > room },
    )?;
    let name = chan.name();
    let all_many = way.state == MANY && !repeated(first);
    let message = if !received {
        format!("this goroutine leaks: nobody receives from `{name}`")
    } else if all_many && receives.iter().all(|receive| !receive.cycle) {
        format!("all goroutines but one leak: `{name}` is received from only once")
    } else if way.state == MANY {
        format!("the senders leak: `{name}` is not received from to the end on some path")
    } else {
        format!("this goroutine leaks: `{name}` is not received from on some path")
    };
    // The place to look at is where this function hands the channel on.
    let at = first.send.given.unwrap_or(first.send.ident);
    let mut draft = Finding::at(at, message).here("waits for ever where nobody receives");
    if first.send.given.is_some() {
        draft = draft.label(Role::Goroutine, first.send.ident, "sends here");
    } else if way.state == MANY && cfg.in_cycle(first.started.block) {
        draft = draft
            .mark(Role::Loop, first.start.enclosing_loop().map_or(first.start.place(), |l| (l, l.head()).to_place()));
    }
    let made = if room == 0 { "made here, without room" } else { "made here, with less room" };
    draft = draft.label(Role::Acquired, make, made);
    let mut path = cx.told(owner, &way);
    // The case of the `select` says more than a test inside of it.
    if let Some(at) = way.tests.iter().rposition(|(test, ..)| matches!(test, Test::Comm(_)))
        && let (Some(shown), Some(case)) = (path.labels.first_mut(), path.trace.get(at))
    {
        *shown = case.clone();
    }
    draft = draft.along(path);
    let once = senders.len() == 1 && first.most == 1 && !cfg.in_cycle(first.started.block);
    let fix = (once && make.args().len() == 1)
        .then(|| make.arg(0).map(|ty| Fix::risky("make room for the one result").after(ty, ", 1")))
        .flatten();
    cx.report(draft.help("give the channel room for the result, or let the send give up in a select").fix_if(fix))
}

/// The goroutines that send and cannot give up; `None` where one may end its sending in a way that is not seen.
fn senders<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>) -> Option<Vec<Sender<'a>>> {
    let mut found: Vec<Sender<'a>> = Vec::new();
    for send in chan.sends() {
        let (start, routine) = (send.start?, send.routine?);
        if send.select.is_some() || found.iter().any(|sender| sender.start == start) {
            continue;
        }
        let started = cx.point_in(chan.owner, start)?;
        let cfg = cx.cfg(routine)?;
        let all: Vec<(Point, bool)> = chan
            .sends()
            .filter(|each| each.start == Some(start) && each.select.is_none())
            .filter_map(|each| cx.point_in(routine, each.ident))
            .map(|point| (point, cfg.in_cycle(point.block)))
            .collect();
        let (least, most) = if all.iter().all(|(_, cycle)| *cycle) {
            (MANY, MANY)
        } else if all.iter().any(|(_, cycle)| *cycle) {
            (1, COUNTED)
        } else {
            let count = |reached: &dyn Fn(u8) -> bool| {
                cx.search(
                    routine,
                    0_u8,
                    |sent, point, _| {
                        *sent = (*sent + u8::from(all.iter().any(|(send, _)| *send == point))).min(COUNTED);
                        Next::Go
                    },
                    |sent| reached(*sent),
                )
                .is_some()
            };
            let least = (0..=COUNTED).find(|&n| count(&|sent| sent == n)).unwrap_or(1);
            let most = (0..=COUNTED).rev().find(|&n| count(&|sent| sent == n)).unwrap_or(1);
            (least, most.max(1))
        };
        found.push(Sender { start, started, routine, send, least, most });
    }
    Some(found)
}

/// More values on some path of the only goroutine than there is room for and the owner ever takes.
fn too_many<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, room: i64, sender: &Sender<'a>) -> Option<()> {
    if chan.receives().any(|each| matches!(each.op, ChanOp::Range(_))) {
        return None;
    }
    let receives: Vec<Expr<'a>> = chan.receives().map(|each| each.ident).collect();
    let taken = cx.at_most(chan.owner, &receives)?;
    let sends: Vec<Expr<'a>> =
        chan.sends().filter(|each| each.start == Some(sender.start)).map(|each| each.ident).collect();
    let (at, count) =
        nth_send(cx, sender, &sends, room + taken).or_else(|| cx.surely_more(sender.routine, &sends, room + taken))?;
    if taken == 0 && room == 0 {
        return None;
    }
    let name = chan.name();
    let at = sender.send.given.unwrap_or(at);
    let here = if room == 0 {
        "waits for ever where nobody receives"
    } else {
        "the channel is full, and nobody receives any more"
    };
    cx.report(
        Finding::at(
            at,
            format!("this goroutine leaks: `{name}` takes {count} values and is received from {taken} times"),
        )
        .here(here)
        .label(
            Role::Acquired,
            chan.make,
            if room == 0 { "made here, without room" } else { "made here, with less room" },
        )
        .help("send once on each path, or receive all that is sent"),
    )
}

/// The send with which the goroutine sends one value more than this on some path, without a loop.
fn nth_send<'a>(cx: &Cx<'a>, sender: &Sender<'a>, sends: &[Expr<'a>], limit: i64) -> Option<(Expr<'a>, i64)> {
    let cfg = cx.cfg(sender.routine)?;
    let sends: Vec<(Point, Expr<'a>)> =
        sends.iter().filter_map(|ident| Some((cx.point_in(sender.routine, *ident)?, *ident))).collect();
    if sends.iter().any(|(point, _)| cfg.in_cycle(point.block)) {
        return None;
    }
    let way = cx.search(
        sender.routine,
        0_i64,
        |sent, point, _| {
            *sent += i64::from(sends.iter().any(|(send, _)| *send == point));
            if *sent > limit { Next::Found } else { Next::Go }
        },
        |_| false,
    )?;
    sends.iter().find(|(send, _)| Some(*send) == way.at).map(|(_, ident)| (*ident, i64::from(sender.most)))
}

/// A place where the owner receives.
struct Receives<'a> {
    point: Point,
    /// `range ch`, and its statement.
    range: bool,
    stmt: Option<Stmt<'a>>,
    /// It lies in a loop of the owner's; that loop, and whether it ends by itself.
    cycle: bool,
    bounded: bool,
    around: Option<Stmt<'a>>,
}

fn receives<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, senders: &[Sender<'a>]) -> Option<Vec<Receives<'a>>> {
    let cfg = cx.cfg(chan.owner)?;
    let receive = |ident: Expr<'a>, range: Option<Stmt<'a>>| {
        let point = cx.point_in(chan.owner, ident)?;
        let around = ident.enclosing_loop().filter(|around| !around.contains(chan.make));
        let bounded = around.is_some_and(|around| match around.kind() {
            StmtKind::For { cond, .. } => cond.is_some(),
            _ => true,
        });
        let cycle = around.is_some() && cfg.in_cycle(point.block);
        Some(Receives { point, range: range.is_some(), stmt: range, cycle, bounded, around })
    };
    let mut found = Vec::new();
    for each in chan.receives() {
        let range = match each.op {
            ChanOp::Range(stmt) => Some(stmt),
            _ => None,
        };
        found.push(receive(each.ident, range)?);
    }
    // Whoever gets what is sent instead has got all there is; of several goroutines each sends its own.
    let several =
        |sender: &Sender<'a>| cfg.in_cycle(sender.started.block) && !made_in_same_turn(chan.make, sender.start);
    if let [only] = senders
        && !several(only)
    {
        for other in sent_instead(cx, chan, only) {
            let received = cx.uses_within(other, chan.owner).into_iter().filter(|ident| {
                ident.enclosing_func() == Some(chan.owner) && matches!(cx.chan_op(*ident, other), ChanOp::Receive(_))
            });
            found.extend(received.filter_map(|ident| receive(ident, None)));
        }
    }
    Some(found)
}

/// Other channels of the owner's to which the goroutine sends instead: on no path to both.
fn sent_instead<'a>(cx: &Cx<'a>, chan: &LocalChan<'a>, sender: &Sender<'a>) -> Vec<Object<'a>> {
    let find = || -> Option<Vec<Object<'a>>> {
        let cfg = cx.cfg(sender.routine)?;
        let own: Vec<Point> = chan
            .sends()
            .filter(|each| each.start == Some(sender.start))
            .filter_map(|each| cx.point_in(sender.routine, each.ident))
            .collect();
        let apart = |at: Point| own.iter().all(|own| !cfg.reaches(*own, at) && !cfg.reaches(at, *own));
        let mut found: Vec<(Object<'a>, bool)> = Vec::new();
        for node in sender.routine.own_nodes() {
            let Some(StmtKind::Send { chan: to, .. }) = node.as_stmt().map(Stmt::kind) else { continue };
            let Some(to) = cx.variable(to).filter(|to| *to != chan.object && to.is_local()) else { continue };
            let apart = cx.point_in(sender.routine, node).is_some_and(&apart);
            match found.iter_mut().find(|(other, _)| *other == to) {
                Some((_, all)) => *all &= apart,
                None => found.push((to, apart)),
            }
        }
        Some(found.into_iter().filter(|(_, apart)| *apart).map(|(to, _)| to).collect())
    };
    find().unwrap_or_default()
}

/// Whether the channel is made in the same turn of the innermost loop around the start.
fn made_in_same_turn<'a>(make: Call<'a>, start: Stmt<'a>) -> bool {
    start.enclosing_loop().is_some_and(|around| around.contains(make))
}
