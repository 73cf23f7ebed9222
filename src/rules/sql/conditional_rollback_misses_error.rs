//! A deferred rollback that depends on an error variable which the failures do not reach.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("conditional-rollback-misses-error")).on(&[Kind::Defer], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let stmt = node.as_stmt()?;
    let StmtKind::Defer(deferred) = stmt.kind() else { return None };
    let literal = deferred.as_call()?.fun().as_func_lit()?;
    let rollback = literal.calls_within().into_iter().find(|call| {
        call.name().is_some_and(|name| name.text() == "Rollback")
            && cx
                .receiver(*call)
                .is_some_and(|ty| ty.is("*database/sql.Tx") || ty.declared_path_is("github.com/jackc/pgx"))
    })?;
    let guard = rollback.ancestors().filter_map(Node::as_stmt).take_while(|outer| literal.contains(*outer)).find_map(
        |outer| {
            let StmtKind::If { init: None, cond, .. } = outer.kind() else { return None };
            let (op, x, y) = cond.as_binary()?;
            (op == BinaryOp::Ne && cx.is_nil(y)).then_some(x)
        },
    )?;
    let error = cx.variable(guard)?;
    let func = stmt.enclosing_func()?;
    if error.ty().is_none_or(|ty| !ty.is_error())
        || matches!(error.var_kind(), Some(VarKind::Result))
        || !cx.is_outer(error, literal)
    {
        return None;
    }
    if cx.is_outer(error, func) {
        return None;
    }
    // Some return after it hands out another error than the one that the guard sees.
    let missed = func.own_nodes().into_iter().filter_map(Node::as_stmt).find(|later| {
        later.span().start > stmt.span().end
            && later.as_return().is_some_and(|values| {
                values.last().is_some_and(|value| !cx.is_nil(value) && !cx.is_use_of(value, error))
            })
    })?;
    cx.report(
        Finding::at(guard, format!("this `{}` misses an error that is returned: no rollback then", guard.text()))
            .label(Role::Returns, missed, "returns an error that the deferred function does not see")
            .label(Role::Call, rollback.head(), "the rollback that does not happen")
            .help("roll back unconditionally in the defer: after a commit it does nothing"),
    )
}
