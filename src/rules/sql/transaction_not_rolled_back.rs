//! Transactions that a path leaves neither committed nor rolled back.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("transaction-not-rolled-back"))
    .protocols(&["sql.Tx"])
    .on(&[Kind::Call], check)
    .on_call(COMMITS, check_commit);

const COMMITS: &[&str] = &[
    "(*database/sql.Tx).Commit",
    "(github.com/jackc/pgx/v5.Tx).Commit",
    "(github.com/jackc/pgx/v4.Tx).Commit",
    "(*github.com/jackc/pgx/v5/pgxpool.Tx).Commit",
    "(*github.com/jackc/pgx/v4/pgxpool.Tx).Commit",
];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    let Some(leaking) = cx.leaking(call, &["sql.Tx"]) else { return check_explicit(cx, call) };
    let message = match leaking.variable() {
        Some(variable) => format!("`{}` is neither committed nor rolled back on every path", variable.text()),
        None => format!("the transaction of `{}` is neither committed nor rolled back", leaking.name()),
    };
    // Some paths end it, others do not: a deferred rollback is harmless after either, so it stays safe.
    let fix = leaking
        .variable()
        .and_then(|variable| rollback(cx, call, variable))
        .and_then(|text| leaking.defer_fix(cx, "roll back when the function returns early", &text))
        .map(|fix| Fix { safety: Safety::Safe, ..fix });
    cx.report(
        leaking
            .draft(cx, message)
            .here("this transaction keeps its connection and locks")
            .help(leaking.advice(
                cx,
                "end",
                "defer the rollback right after the error check: it does nothing after a commit",
            ))
            .fix_if(fix),
    )
}

/// `defer tx.Rollback()`; pgx's takes the context that the transaction was begun with.
fn rollback<'a>(cx: &Cx<'a>, begin: Call<'a>, variable: Expr<'a>) -> Option<String> {
    let name = variable.text();
    if !cx.denotes(variable)?.ty()?.declared_path_is("github.com/jackc/pgx") {
        return Some(format!("defer {name}.Rollback()"));
    }
    let context = begin.arg(0).filter(|context| context.ident().is_some())?;
    Some(format!("defer {name}.Rollback({})", context.text()))
}

/// Strict tier: every path ends the transaction, but the rollbacks are plain statements, which a panic skips.
fn check_explicit<'a>(cx: &Cx<'a>, begin: Call<'a>) -> Option<()> {
    if !matches!(begin.name()?.text(), "Begin" | "BeginTx" | "Beginx" | "BeginTxx" | "MustBegin") || cx.is_test() {
        return None;
    }
    // In a loop a deferred rollback would wait for the end of the function.
    if begin.enclosing_loop().is_some() {
        return None;
    }
    let stmt = begin.parent()?.as_stmt()?;
    let (_, targets, _) = stmt.as_assign()?;
    let target = targets.first()?;
    let object = cx.variable(target)?;
    let ty = object.ty()?;
    let func = stmt.enclosing_func()?;
    let is_tx = ty.is("*database/sql.Tx")
        || ty.is("*github.com/jmoiron/sqlx.Tx")
        || ty.is("github.com/jackc/pgx/v5.Tx")
        || ty.is("github.com/jackc/pgx/v4.Tx");
    if !is_tx || !object.is_local() || cx.is_outer(object, func) || cx.uses(object).filter(|u| *u == target).count() > 1
    {
        return None;
    }
    let mut explicit = None;
    for mention in cx.uses(object).filter(|mention| *mention != target) {
        // In a literal or a deferred call somebody else decides when it ends; stored or returned, it is another's.
        if mention.enclosing_func() != Some(func)
            || mention.enclosing_stmt().is_some_and(|stmt| matches!(stmt.kind(), StmtKind::Defer(_) | StmtKind::Go(_)))
        {
            return None;
        }
        let parent = mention.parent()?;
        if parent.as_call().is_some_and(|call| call.fun() != mention) {
            continue;
        }
        let call = parent.as_expr()?.parent()?.as_call()?;
        let name = call.name()?;
        if call.qualifier() != Some(mention) {
            return None;
        }
        if name.text() == "Rollback" {
            explicit.get_or_insert(call);
        }
    }
    let explicit = explicit?;
    let name = target.text();
    let fix = rollback(cx, begin, target)
        .and_then(|text| cx.defer_after(begin, &text, Fix::risky("roll back when the function returns early")));
    cx.report(
        Finding::at(target, format!("`{name}` is rolled back but not by `defer`: a panic skips it"))
            .here("stays open when something panics")
            .label(Role::Call, explicit.head(), "rolled back here, only when nothing panics before")
            .help("defer the rollback right after the error check: it does nothing after a commit")
            .fix_if(fix)
            .strict(),
    )
}

/// A commit whose error nobody looks at.
fn check_commit<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if !call.drops_last_result() {
        return None;
    }
    let name = call.qualifier()?.text();
    cx.report(
        Finding::at(call.head(), format!("the error of `{}.Commit` is dropped: nothing may be stored", name))
            .here("fails when the database refuses the transaction")
            .help("return the error of the commit"),
    )
}
