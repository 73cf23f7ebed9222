//! time.After at every turn of a loop.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("time-after-in-loop")).on_call(&["time.After"], check);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let (cfg, made) = cx.cfg_at(call)?;
    // Received from at once, `<-time.After(d)`, or through a variable that is set in the loop.
    let at_once = call.parent()?.as_expr().and_then(Expr::as_unary).is_some_and(|(op, _)| op == UnaryOp::Recv);
    let in_loop =
        if at_once { cfg.in_cycle(made.block) && comes_again(cx, call, made) } else { through_variable(cx, call)? };
    if !in_loop {
        return None;
    }
    let around = call.enclosing_loop();
    let collected = cx.go_at_least(23);
    // Where only the timer leads to the next turn, it has fired by then.
    let piles_up = !collected && (!at_once || another_case_stays(cx, call, &cfg));
    let draft = Finding::at(
        call.head(),
        if piles_up {
            "a new timer at each turn of the loop, each alive until it fires"
        } else {
            "a new timer at each turn of the loop"
        },
    )
    .here("made anew at each turn")
    .mark_if(Role::Loop, around.map(|around| (around, around.head())))
    .help("make one timer or ticker before the loop, and stop it after")
    .fix_if(around.and_then(|around| one_timer(cx, call, around)));
    cx.report(if collected { draft.hint() } else { draft })
}

/// Whether the loop goes on after the timer has fired: what that case sets may end it (`done = true`).
fn comes_again<'a>(cx: &Cx<'a>, call: Call<'a>, made: Point) -> bool {
    let Some(func) = call.enclosing_func() else { return false };
    let sets_condition = || {
        let clause = call.ancestors().filter_map(Node::as_stmt).find(|stmt| stmt.node_kind() == Kind::Comm)?;
        let StmtKind::For { cond: Some(cond), .. } = call.enclosing_loop()?.kind() else { return None };
        let set = clause.descendants().into_iter().filter_map(Node::as_stmt).filter_map(Stmt::as_assign);
        let mut set = set.flat_map(|(_, targets, _)| targets.iter()).filter_map(|target| cx.variable(target));
        set.any(|variable| cx.mentions(cond, variable)).then_some(())
    };
    if sets_condition().is_none() {
        return true;
    }
    let again = |fired: &mut bool, point: Point, _: Step| {
        if point != made {
            return Next::Go;
        }
        if std::mem::replace(fired, true) { Next::Found } else { Next::Go }
    };
    cx.search(func, false, again, |_| false).is_some()
}

/// Whether the `select` that waits for the timer has another case after which the loop goes on.
fn another_case_stays<'a>(cx: &Cx<'a>, call: Call<'a>, cfg: &Cfg) -> bool {
    let Some(clause) = call.ancestors().filter_map(Node::as_stmt).find(|stmt| stmt.node_kind() == Kind::Comm) else {
        return false;
    };
    let clauses = clause.parent().and_then(Node::as_stmt).and_then(Stmt::stmts);
    let stays = |other: Stmt<'a>| match other.stmts().and_then(|body| body.first()) {
        Some(first) => cx.cfg_at(first).is_none_or(|(_, point)| cfg.in_cycle(point.block)),
        None => true,
    };
    clauses.is_some_and(|all| all.iter().any(|other| other != clause && stays(other)))
}

/// Whether the channel is kept in a variable of the loop's body that a `select` of the same turn receives from, in a case that
/// goes on with the loop.
fn through_variable<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<bool> {
    let stmt = call.parent()?.as_stmt()?;
    let (AssignOp::Define, names, values) = stmt.as_assign()? else { return None };
    let (object, around) = (cx.object(names.only().filter(|_| values.len() == 1)?)?, stmt.enclosing_loop()?);
    let func = call.enclosing_func()?;
    let cfg = cx.cfg(func)?;
    Some(cx.uses_within(object, around).into_iter().any(|ident| {
        ident.parent().and_then(Node::as_expr).and_then(Expr::as_unary).is_some_and(|(op, _)| op == UnaryOp::Recv)
            && ident.ancestors().any(|node| node.node_kind() == Kind::Comm)
            && cx.point_in(func, ident).is_some_and(|point| cfg.in_cycle(point.block))
    }))
}

/// One timer for all turns, set anew at the beginning of each.
fn one_timer<'a>(cx: &Cx<'a>, call: Call<'a>, around: Stmt<'a>) -> Option<Fix> {
    let func = call.enclosing_func()?;
    let (wait, package) = (call.args().only()?, call.qualifier()?.text());
    let first = around.body()?.stmts()?.first()?;
    // The duration must be known before the loop, and may not be asked for twice.
    let known = wait.calls_within().is_empty()
        && wait.idents_within().into_iter().filter_map(|ident| cx.variable(ident)).all(|variable| {
            !variable.is_local() || cx.declared_at(variable).is_some_and(|declared| !around.contains(declared))
        });
    let taken = func.idents_within().iter().any(|ident| ident.text() == "timer");
    let labelled = around.parent().is_some_and(|parent| parent.node_kind() == Kind::Labeled);
    if labelled || !known || taken || around.enclosing_loop().is_some() || around.enclosing_func() != Some(func) {
        return None;
    }
    let wait = wait.text();
    Some(
        Fix::risky("make one timer for all turns")
            .line_before(around, &format!("timer := {package}.NewTimer({wait})\ndefer timer.Stop()"))
            .line_before(first, &format!("timer.Reset({wait})"))
            .replace(call.expr(), "timer.C"),
    )
}
