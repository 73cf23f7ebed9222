//! Scan in a loop over rows with its error dropped.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("scan-error-ignored")).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    let name = call.name()?;
    if !matches!(name.text(), "Scan" | "StructScan" | "MapScan" | "SliceScan") || call.enclosing_loop().is_none() {
        return None;
    }
    let dropped = call.as_stmt().is_some()
        || call
            .parent()?
            .as_stmt()
            .and_then(Stmt::as_assign)
            .is_some_and(|(_, targets, _)| targets.iter().all(|target| target.is_blank()));
    if !dropped || !cx.receiver(call)?.is_any_of(ROWS) {
        return None;
    }
    let rows = call.qualifier()?.text();
    cx.report(
        Finding::at(call.head(), format!("the error of `{rows}.{}` is dropped: the row may not be there", name.text()))
            .here("leaves the variables as they were when it fails")
            .help("check the error in the loop"),
    )
}

const ROWS: &[&str] = &[
    "*database/sql.Rows",
    "*github.com/jmoiron/sqlx.Rows",
    "github.com/jackc/pgx/v5.Rows",
    "github.com/jackc/pgx/v4.Rows",
];
