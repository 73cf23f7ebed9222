//! Outbound calls that nothing bounds.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("call-without-deadline")).on_call(OUTBOUND, check);

/// Calls that wait for another machine, with the context as first argument.
const OUTBOUND: &[&str] = &[
    "(*database/sql.DB).QueryContext",
    "(*database/sql.DB).QueryRowContext",
    "(*database/sql.DB).ExecContext",
    "(*database/sql.DB).PingContext",
    "(*database/sql.DB).BeginTx",
    "(*database/sql.Tx).QueryContext",
    "(*database/sql.Tx).ExecContext",
    "net/http.NewRequestWithContext",
    "(*net.Dialer).DialContext",
    "(*github.com/jackc/pgx/v5.Conn).Query",
    "(*github.com/jackc/pgx/v5.Conn).Exec",
    "(*github.com/jackc/pgx/v5/pgxpool.Pool).Query",
    "(*github.com/jackc/pgx/v5/pgxpool.Pool).Exec",
];

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() || cx.is_main() && call.enclosing_func_decl().is_some_and(|func| func.name_text() == "main") {
        return None;
    }
    let context = call.arg(0)?;
    if !never_ends(cx, context, 0)? {
        return None;
    }
    cx.report(
        Finding::at(call.head(), format!("nothing bounds `{}`: its context has no deadline", call.fun().text()))
            .label(Role::Note, context, "this context never ends by itself")
            .help("derive a context with a timeout for this call"),
    )
}

/// Whether a context provably has no deadline: Background or TODO, perhaps with values or a cancel function.
fn never_ends<'a>(cx: &Cx<'a>, context: Expr<'a>, depth: usize) -> Option<bool> {
    if depth > 4 {
        return None;
    }
    if let Some(call) = context.as_call() {
        if cx.calls_any(call, &["context.Background", "context.TODO"])? {
            return Some(true);
        }
        if cx.calls_any(call, &["context.WithValue", "context.WithCancel", "context.WithCancelCause"])? {
            return never_ends(cx, call.arg(0)?, depth + 1);
        }
        return Some(false);
    }
    let sources = cx.sources(context)?;
    if sources.is_empty() {
        return None;
    }
    for source in sources {
        let call = source.call()?;
        if !never_ends(cx, call.expr(), depth + 1)? {
            return Some(false);
        }
    }
    Some(true)
}
