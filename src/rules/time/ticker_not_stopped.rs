//! Tickers that go on after their function has returned.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("ticker-not-stopped"))
    .protocols(&["time.Ticker"])
    .on_call(&["time.NewTicker"], check)
    .on_call(&["time.Tick"], check_tick);

/// The first release whose runtime collects tickers that nobody refers to.
const COLLECTED: u16 = 23;

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if let Some(("C", on)) = call.parent()?.as_expr().and_then(Expr::as_selector).map(|(x, name)| (name.text(), x))
        && on == call.expr()
    {
        return no_way_to_stop(cx, call, "`time.NewTicker(…).C` leaves a ticker that nobody can stop");
    }
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
        .help(leaking.advice(cx, "stop", "defer the stop on the next line"))
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
    no_way_to_stop(cx, call, "`time.Tick` makes a ticker that nobody can stop")
}

fn no_way_to_stop<'a>(cx: &Cx<'a>, call: Call<'a>, message: &str) -> Option<()> {
    let func = call.enclosing_func()?;
    if cx.is_main() && func.name_text() == "main" || !ends(cx, call, func) {
        return None;
    }
    let draft = Finding::at(call.head(), message)
        .here("ticks on after the function has returned")
        .help("use time.NewTicker and defer its Stop");
    cx.report(if cx.go_at_least(COLLECTED) { draft.hint() } else { draft })
}

/// Whether the function can return after the call: a `range` over the ticks, which nobody closes, never ends by itself.
fn ends<'a>(cx: &Cx<'a>, call: Call<'a>, func: Func<'a>) -> bool {
    let Some(made) = cx.point_in(func, call) else { return false };
    let variable = call.parent().and_then(|parent| {
        let (_, names, _) = parent.as_stmt()?.as_assign()?;
        cx.object(names.only()?)
    });
    let ticks = |id| match (Stmt { tree: func.tree, id }).kind() {
        StmtKind::Range { x, .. } => x.contains(call) || variable.is_some_and(|object| cx.is_use_of(x, object)),
        _ => false,
    };
    let way = cx.search_with_tests(
        func,
        false,
        |live, point, _| {
            *live |= point == made;
            Next::Go
        },
        |_, test, taken| !matches!(test, Test::More(id) if !taken && ticks(id)),
        |live| *live,
    );
    way.is_some()
}
