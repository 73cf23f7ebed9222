//! Rows of a query that some path leaves open.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("rows-not-closed")).protocols(ROWS).on(&[Kind::Call], check);

const ROWS: &[&str] = &["sql.Rows", "sqlx.Rows", "pgx.Rows"];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let leaking = cx.leaking(node.as_call()?, ROWS)?;
    let name = leaking.name();
    let close = format!("defer {name}.Close()");
    let fix =
        leaking.variable().and_then(|_| leaking.defer_fix(cx, "close the rows when the function returns", &close));
    let message = match leaking.variable() {
        Some(_) => format!("`{name}` is not closed on every path: its connection leaks"),
        None => format!("the rows of `{name}` are dropped without being closed"),
    };
    cx.report(
        leaking
            .draft(cx, message)
            .here("these rows hold a connection of the pool")
            .help(leaking.advice(cx, "close", "defer the close right after the error check"))
            .fix_if(fix),
    )
}
