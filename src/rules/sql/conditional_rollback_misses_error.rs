//! A deferred rollback that depends on an error variable which the failures do not reach.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("conditional-rollback-misses-error")).on(&[Kind::Defer], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let stmt = node.as_stmt()?;
    let StmtKind::Defer(deferred) = stmt.kind() else { return None };
    let literal = deferred.as_call()?.fun().as_func_lit()?;
    let rollbacks: Vec<Call<'a>> = literal
        .calls_within()
        .into_iter()
        .filter(|call| {
            call.name().is_some_and(|name| name.text() == "Rollback")
                && cx.receiver(*call).is_some_and(|ty| {
                    ty.is_any_of(&["*database/sql.Tx", "*github.com/jmoiron/sqlx.Tx"])
                        || ty.declared_path_is("github.com/jackc/pgx")
                })
        })
        .collect();
    // One that is reached in any case, or after a panic as well, misses nothing.
    let guards: Vec<(Call<'a>, Expr<'a>, Stmt<'a>)> =
        rollbacks.iter().filter_map(|call| guard(cx, literal, *call).map(|(x, outer)| (*call, x, outer))).collect();
    if guards.len() != rollbacks.len() {
        return None;
    }
    let (rollback, guard, outer) = *guards.first()?;
    let error = cx.variable(guard)?;
    let func = stmt.enclosing_func()?;
    if error.ty().is_none_or(|ty| !ty.is_error()) || !cx.is_outer(error, literal) || cx.is_outer(error, func) {
        return None;
    }
    let fix = unconditional(cx, rollback, outer);
    let finding = |message: String| {
        Finding::at(guard, message)
            .label(Role::Call, rollback.head(), "the rollback that does not happen")
            .help("roll back unconditionally in the defer: after a commit it does nothing")
            .fix_if(fix)
    };
    let name = guard.text();
    if matches!(error.var_kind(), Some(VarKind::Result)) {
        let recovers = literal.calls_within().into_iter().any(|call| cx.calls(call, "recover") == Some(true));
        if recovers {
            return None;
        }
        return cx.report(finding(format!("this `{name}` is nil when something panics: no rollback then")));
    }
    // Some return after it hands out another error than the one that the guard sees.
    let missed = func.own_nodes().into_iter().filter_map(Node::as_stmt).find(|later| {
        later.span().start > stmt.span().end
            && later.as_return().is_some_and(|values| {
                values.last().is_some_and(|value| !cx.is_nil(value) && !cx.is_use_of(value, error))
            })
    });
    let recovers = literal.calls_within().into_iter().any(|call| cx.calls(call, "recover") == Some(true));
    match missed {
        Some(missed) => {
            cx.report(finding(format!("this `{name}` misses an error that is returned: no rollback then")).label(
                Role::Returns,
                missed,
                "returns an error that the deferred function does not see",
            ))
        }
        None if !recovers => {
            cx.report(finding(format!("this `{name}` is nil when something panics: no rollback then")))
        }
        None => None,
    }
}

/// The error whose test decides whether a call of the literal is reached, and the statement that tests it: `if err != nil { … }`
/// around it, or `if err == nil { return }` before it.
fn guard<'a>(cx: &Cx<'a>, literal: Func<'a>, call: Call<'a>) -> Option<(Expr<'a>, Stmt<'a>)> {
    let tested = |cond: Expr<'a>, wanted: BinaryOp| {
        let (op, x, y) = cond.as_binary()?;
        (op == wanted && cx.is_nil(y)).then_some(x)
    };
    let around =
        call.ancestors().filter_map(Node::as_stmt).take_while(|outer| literal.contains(*outer)).find_map(|outer| {
            match outer.kind() {
                StmtKind::If { init: None, cond, then, .. } if then.contains(call) => {
                    tested(cond, BinaryOp::Ne).map(|x| (x, outer))
                }
                _ => None,
            }
        });
    around.or_else(|| {
        let own = call.enclosing_stmt()?;
        std::iter::successors(own.previous(), |stmt| stmt.previous()).find_map(|before| match before.kind() {
            StmtKind::If { init: None, cond, then, els: None } => {
                then.stmts()?.last()?.as_return()?;
                tested(cond, BinaryOp::Eq).map(|x| (x, before))
            }
            _ => None,
        })
    })
}

/// The rollback alone in the place of the test around it.
fn unconditional<'a>(cx: &Cx<'a>, rollback: Call<'a>, outer: Stmt<'a>) -> Option<Fix> {
    let StmtKind::If { then, els: None, .. } = outer.kind() else { return None };
    let only = then.stmts()?.only()?;
    // After a commit its error says that the transaction is done: whoever looks at it would take that for a failure.
    let dropped = rollback.as_stmt() == Some(only)
        || only.as_assign().is_some_and(|(_, targets, _)| targets.iter().all(Expr::is_blank));
    (cx.cfg_at(rollback).is_some() && dropped).then(|| Fix::risky("roll back in any case").replace(outer, only.text()))
}
