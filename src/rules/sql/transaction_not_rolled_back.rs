//! Transactions that a path leaves neither committed nor rolled back.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("transaction-not-rolled-back"))
    .protocols(&["sql.Tx"])
    .on(&[Kind::Call], check)
    .on_call(&["(*database/sql.Tx).Commit"], check_commit);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let leaking = cx.leaking(node.as_call()?, &["sql.Tx"])?;
    let variable = leaking.variable()?;
    let name = variable.text();
    // Some paths end it, others do not: a deferred rollback is harmless after either, so it stays safe.
    let takes_context = cx.denotes(variable)?.ty()?.declared_path_is("github.com/jackc/pgx");
    let rollback = if takes_context { None } else { Some(format!("defer {name}.Rollback()")) };
    let fix = rollback
        .and_then(|text| leaking.defer_fix(cx, "roll back when the function returns early", &text))
        .map(|fix| Fix { safety: Safety::Safe, ..fix });
    cx.report(
        leaking
            .draft(cx, format!("`{name}` is neither committed nor rolled back on every path"))
            .here("this transaction keeps its connection and locks")
            .help("defer the rollback right after the error check: it does nothing after a commit")
            .fix_if(fix),
    )
}

/// A commit whose error nobody looks at.
fn check_commit<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let dropped = call.as_stmt().is_some()
        || call
            .parent()?
            .as_stmt()
            .and_then(Stmt::as_assign)
            .is_some_and(|(_, targets, _)| targets.only().is_some_and(Expr::is_blank));
    if !dropped {
        return None;
    }
    let name = call.qualifier()?.text();
    cx.report(
        Finding::at(call.head(), format!("the error of `{name}.Commit` is dropped: nothing may be stored"))
            .here("fails when the database refuses the transaction")
            .help("return the error of the commit"),
    )
}
