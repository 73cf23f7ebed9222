//! Tickers that go on after their function has returned.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("ticker-not-stopped"))
    .protocols(&["time.Ticker"])
    .on_call(&["time.NewTicker"], check)
    .on_call(&["time.Tick"], check_tick);

/// The first release whose runtime collects tickers that nobody refers to.
const COLLECTED: u16 = 23;

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let leaking = cx.leaking(call, &["time.Ticker"])?;
    let variable = leaking.variable()?;
    let name = variable.text();
    if ranges_to_the_end(&leaking) {
        return None;
    }
    let fix = leaking.defer_fix(cx, "stop the ticker when the function returns", &format!("defer {name}.Stop()"));
    let draft = leaking
        .draft(cx, format!("`{name}` is not stopped on every path: it ticks on"))
        .here("runs until it is stopped")
        .help("defer the stop on the next line")
        .fix_if(fix);
    cx.report(if cx.go_at_least(COLLECTED) { draft.hint() } else { draft })
}

/// Whether the path goes out of a `range` over the ticker's channel, which nobody closes: it never does.
fn ranges_to_the_end(leaking: &Leaking<'_>) -> bool {
    let channel = format!("{}.C", leaking.name());
    let text = |span: Span| leaking.call.tree.ast.text.get(span.range()).unwrap_or_default();
    leaking
        .leak
        .path
        .iter()
        .any(|step| matches!(step.event, PathEvent::Branch(Test::More(_), false)) && text(step.span).contains(&channel))
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
