//! Timers that run on where nobody waits for them any more.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("timer-not-stopped"))
    .protocols(&["time.Timer", "time.AfterFunc"])
    .on_call(&["time.NewTimer", "time.AfterFunc"], check);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let is_func = cx.calls(call, "time.AfterFunc")?;
    if cx.go_at_least(23) && !is_func {
        return None;
    }
    let leaking = cx.leaking(call, &["time.Timer", "time.AfterFunc"])?;
    // An AfterFunc whose timer nobody keeps is meant to fire.
    let variable = leaking.variable()?;
    let name = variable.text();
    // The path that waited for it has seen it fire.
    if fires_on_path(cx, &leaking, variable) {
        return None;
    }
    let fix = leaking.defer_fix(cx, "stop the timer when the function returns", &format!("defer {name}.Stop()"));
    let draft = leaking
        .draft(cx, format!("`{name}` is not stopped where it is no longer needed"))
        .here(if is_func { "its function still runs" } else { "lives until it fires" })
        .help(leaking.advice(cx, "stop", "defer the stop on the next line"))
        .fix_if(fix);
    cx.report(if cx.go_at_least(23) { draft.hint() } else { draft })
}

/// Whether the path of the leak goes through a receive from the timer's channel, or the only wait is a bare receive.
fn fires_on_path<'a>(cx: &Cx<'a>, leaking: &Leaking<'a>, variable: Expr<'a>) -> bool {
    let Some(timer) = cx.denotes(variable) else { return true };
    let receives = |node: Node<'a>| {
        node.as_expr().and_then(Expr::as_unary).is_some_and(|(op, x)| {
            op == UnaryOp::Recv
                && x.as_selector().is_some_and(|(on, name)| name.text() == "C" && cx.is_use_of(on, timer))
        })
    };
    let Some(func) = leaking.call.enclosing_func() else { return true };
    func.descendants().into_iter().filter(|node| receives(*node)).any(|node| {
        // In a select, that case must be the one on the path; outside, every path waits.
        let clause = node.ancestors().find(|outer| outer.node_kind() == Kind::Comm);
        match clause {
            // The engine knows of a bare receive on the path.
            None => false,
            Some(clause) => leaking
                .leak
                .path
                .iter()
                .any(|step| matches!(step.event, PathEvent::Branch(..)) && clause.span().contains(step.span)),
        }
    })
}
