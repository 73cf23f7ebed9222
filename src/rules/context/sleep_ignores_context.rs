//! Sleeps that a cancelled context does not end.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("sleep-ignores-context")).on_call(&["time.Sleep"], check).on(&[Kind::Unary], check_receive);

/// Shorter sleeps (in nanoseconds) hold nothing up.
const SHORT: i64 = 10_000_000;

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.int_value(call.arg(0)?).is_some_and(|duration| duration < SHORT) {
        return None;
    }
    let (context, text) = at_hand(cx, call)?;
    cx.report(
        Finding::at(call.head(), format!("this sleep goes on when `{text}` is cancelled"))
            .here("cannot be interrupted")
            .label(Role::Declared, context.name, "this context is at hand")
            .help(format!("wait for a timer and for `{text}.Done()` in a select"))
            .fix_if(select(cx, call, &text)),
    )
}

/// `<-time.After(d)`, `<-timer.C` alone.
fn check_receive<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let expr = node.as_expr()?;
    let (op, channel) = expr.as_unary()?;
    if op != UnaryOp::Recv {
        return None;
    }
    match channel.as_call() {
        Some(call) => {
            if !cx.calls(call, "time.After")? || cx.int_value(call.arg(0)?).is_some_and(|duration| duration < SHORT) {
                return None;
            }
        }
        None => {
            let (timer, name) = channel.as_selector()?;
            if name.text() != "C" || !cx.type_of(timer)?.is("*time.Timer") {
                return None;
            }
        }
    }
    // A clause of a select waits for others as well.
    if expr.ancestors().any(|outer| outer.node_kind() == Kind::Comm) && in_comm(expr) {
        return None;
    }
    // After a `Stop` that came too late, a receive only empties the channel.
    let drains = expr.ancestors().filter_map(Node::as_stmt).any(|outer| match outer.kind() {
        StmtKind::If { cond, .. } => {
            cond.calls_within().into_iter().any(|call| call.name().is_some_and(|name| name.text() == "Stop"))
        }
        _ => false,
    });
    if drains {
        return None;
    }
    let (context, text) = at_hand(cx, expr)?;
    cx.report(
        Finding::at(expr, format!("this wait goes on when `{text}` is cancelled"))
            .here("nothing but the timer ends it")
            .label(Role::Declared, context.name, "this context is at hand")
            .help(format!("wait for `{text}.Done()` as well in a select")),
    )
}

/// The context that a wait could look at.
fn at_hand<'a>(cx: &Cx<'a>, at: impl View<'a>) -> Option<(Context<'a>, String)> {
    if cx.is_test() {
        return None;
    }
    let context = *cx.contexts_in_scope(at).first()?;
    if context.may_outlive || cx.is_after_done(at) {
        return None;
    }
    Some((context, context.text()))
}

fn in_comm(expr: Expr<'_>) -> bool {
    let Some(stmt) = expr.enclosing_stmt() else { return false };
    matches!(stmt.parent().and_then(Node::as_stmt).map(Stmt::kind), Some(StmtKind::Comm { comm: Some(comm), .. }) if comm == stmt)
}

/// The sleep as a select on a timer and the context; in a function that can return the context's error.
fn select<'a>(cx: &Cx<'a>, call: Call<'a>, text: &str) -> Option<Fix> {
    let stmt = call.as_stmt()?;
    let leave = match call.enclosing_func()?.results() {
        None => "return".to_owned(),
        Some(_) => cx.return_error(call.enclosing_func()?)?.replace("err", &format!("{text}.Err()")),
    };
    let package = cx.package_qualifier("time")?;
    let name = ["timer", "wait"].into_iter().find(|name| !cx.is_shadowed(name, call))?;
    let indent = cx.indent_of(stmt);
    let lines = [
        format!("{name} := {package}.NewTimer({})", call.arg(0)?.text()),
        "select {".to_owned(),
        format!("case <-{text}.Done():"),
        format!("\t{name}.Stop()"),
        format!("\t{leave}"),
        format!("case <-{name}.C:"),
        "}".to_owned(),
    ];
    Some(Fix::risky("wait for a timer or the context").replace(stmt, lines.join(&format!("\n{indent}"))))
}
