//! time.After at every turn of a loop.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("time-after-in-loop")).on_call(&["time.After"], check);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    // Received from at once: `<-time.After(d)`.
    let receive = call.parent()?.as_expr()?;
    if receive.as_unary()?.0 != UnaryOp::Recv {
        return None;
    }
    let (cfg, point) = cx.cfg_at(call)?;
    if !cfg.in_cycle(point.block) {
        return None;
    }
    // A bare receive waits for the timer, which is then gone.
    call.ancestors().find(|node| node.node_kind() == Kind::Comm)?;
    let around = call.enclosing_loop();
    let draft = Finding::at(call.head(), "a new timer at each turn of the loop, each alive until it fires")
        .here("made anew at each turn")
        .mark_if(Role::Loop, around.map(|around| (around, around.head())))
        .help("make one timer or ticker before the loop, and stop it after");
    cx.report(if cx.go_at_least(23) { draft.hint() } else { draft })
}
