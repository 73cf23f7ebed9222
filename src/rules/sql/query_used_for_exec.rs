//! Statements that return no rows, run through Query.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("query-used-for-exec")).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let query = cx.query(node.as_call()?)?;
    if !matches!(query.method, "Query" | "QueryContext") {
        return None;
    }
    let stmt = query.call.parent()?.as_stmt()?;
    let dropped = stmt.as_expr_stmt().is_some()
        || stmt.as_assign().is_some_and(|(_, targets, _)| targets.first().is_some_and(Expr::is_blank));
    if !dropped {
        return None;
    }
    let words = cx.query_words(query)?;
    let first = words.first()?.as_str();
    let changes = matches!(first, "INSERT" | "UPDATE" | "DELETE" | "CREATE" | "DROP" | "ALTER" | "TRUNCATE" | "VACUUM");
    if !changes || words.iter().any(|word| matches!(word.as_str(), "RETURNING" | "OUTPUT")) {
        return None;
    }
    let exec = if query.method == "Query" { "Exec" } else { "ExecContext" };
    let name = query.call.name()?;
    cx.report(
        Finding::at(
            query.call.head(),
            format!("`{}` for {first} leaks a connection: its rows stay open", query.method),
        )
        .here("gives rows that nobody closes")
        .help(format!("use {exec}"))
        .fix(Fix::safe(format!("use {exec}")).replace(name, exec)),
    )
}
