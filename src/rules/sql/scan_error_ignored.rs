//! Scan in a loop over rows with its error dropped.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("scan-error-ignored")).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    let name = call.name()?;
    if !matches!(name.text(), "Scan" | "StructScan" | "MapScan" | "SliceScan" | "Values") || !is_for_row(call) {
        return None;
    }
    if !call.drops_last_result() || !cx.receiver(call)?.is_any_of(ROWS) {
        return None;
    }
    let rows = call.qualifier()?.text();
    cx.report(
        Finding::at(call.head(), format!("the error of `{rows}.{}` is dropped: the row may not be there", name.text()))
            .here("leaves the variables as they were when it fails")
            .help("check the error in the loop")
            .fix_if(check_it(cx, call)),
    )
}

/// `if err := rows.Scan(…); err != nil { return …, err }`
fn check_it<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<Fix> {
    let stmt = call.enclosing_stmt()?;
    let only = stmt.as_expr_stmt().is_some() || stmt.as_assign().is_some_and(|(_, targets, _)| targets.len() == 1);
    let leave = only.then(|| cx.return_error(call.enclosing_func()?))??;
    let indent = cx.indent_of(stmt);
    let text = format!("if err := {}; err != nil {{\n{indent}\t{leave}\n{indent}}}", call.text());
    Some(Fix::risky("check the error").replace(stmt, text))
}

/// Whether a call stands in a loop, or where `if rows.Next()` leads.
fn is_for_row(call: Call<'_>) -> bool {
    call.enclosing_loop().is_some()
        || call.ancestors().filter_map(Node::as_stmt).any(|stmt| match stmt.kind() {
            StmtKind::If { cond, .. } => cond.as_call().and_then(Call::name).is_some_and(|name| name.text() == "Next"),
            _ => false,
        })
}

const ROWS: &[&str] = &[
    "*database/sql.Rows",
    "*github.com/jmoiron/sqlx.Rows",
    "github.com/jackc/pgx/v5.Rows",
    "github.com/jackc/pgx/v4.Rows",
];
