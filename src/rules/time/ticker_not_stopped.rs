//! Tickers that go on after their function has returned.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("ticker-not-stopped"))
    .imports(&["time"])
    .protocols(&["time.Ticker"])
    .on_call(&["time.NewTicker"], check)
    .on_call(&["time.Tick"], check_tick);

/// The first release whose runtime collects tickers that nobody refers to.
const COLLECTED: u16 = 23;

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let leaking = cx.leaking(call, &["time.Ticker"])?;
    let variable = leaking.variable()?;
    let name = variable.text();
    let fix = leaking.defer_fix(cx, "stop the ticker when the function returns", &format!("defer {name}.Stop()"));
    let draft = leaking
        .draft(cx, format!("`{name}` is not stopped on every path: it ticks on"))
        .here("runs until it is stopped")
        .help("defer the stop on the next line")
        .fix_if(fix);
    cx.report(if cx.go_at_least(COLLECTED) { draft.hint() } else { draft })
}

/// `time.Tick` gives no way to stop.
fn check_tick<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let func = call.enclosing_func()?;
    let cfg = cx.cfg(func)?;
    if !cfg.returns() || cx.is_main() && func.name_text() == "main" {
        return None;
    }
    let draft = Finding::at(call.head(), "`time.Tick` makes a ticker that nobody can stop")
        .here("ticks on after the function has returned")
        .help("use time.NewTicker and defer its Stop");
    cx.report(if cx.go_at_least(COLLECTED) { draft.hint() } else { draft })
}
