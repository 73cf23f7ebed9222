//! A release deferred between the call and the check of its error.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("close-deferred-before-error-check")).on(&[Kind::Defer], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let stmt = node.as_stmt()?;
    let StmtKind::Defer(deferred) = stmt.kind() else { return None };
    let release = release(deferred.as_call()?)?;
    let receiver = release.qualifier()?;
    let value = cx.variable(receiver.root()?)?;
    // The statement that makes the value together with an error, in the block of the defer or around it.
    let opening = opening(cx, stmt, value)?;
    let (_, targets, values) = opening.as_assign()?;
    let call = values.only()?.as_call()?;
    let (first, last) = (targets.first()?, targets.last()?);
    if first == last || cx.denotes(first)? != value {
        return None;
    }
    let results = cx.type_of(call.expr())?.parts();
    if !results.last()?.is_some_and(Ty::is_error) {
        return None;
    }
    // A value that cannot be nil has no method that fails for it; neither do methods of ours that accept nil.
    if !cx.type_of(first).or_else(|| value.ty())?.is_nilable()? || accepts_nil(cx, release) {
        return None;
    }
    // Rows of pgx are there even where the query has failed, and tell so themselves.
    if value.ty()?.is_any_of(&[
        "github.com/jackc/pgx/v5.Rows",
        "github.com/jackc/pgx/v4.Rows",
        "github.com/jackc/pgx.Rows",
    ]) {
        return None;
    }
    // Whoever compares the value with nil before knows what the call gives.
    let between =
        |mention: &Expr<'a>| mention.span().start >= opening.span().end && mention.span().end <= stmt.span().start;
    let func = stmt.enclosing_func()?;
    let guarded = cx.uses_within(value, func).into_iter().filter(between).any(|mention| is_compared(cx, mention));
    if guarded {
        return None;
    }
    let shown = release.fun().text();
    let draft = Finding::at((stmt, stmt.head()), format!("`{shown}` is deferred before the error is tested"));
    if last.is_blank() {
        if cx.is_test() {
            return None;
        }
        return cx.report(
            draft
                .here("meets a nil value when the call has failed")
                .label(Role::Acquired, first, "nil when the call fails")
                .label(Role::Note, last, "the error is thrown away")
                .help("keep the error and test it first, then defer"),
        );
    }
    let error = cx.denotes(last)?;
    let mentions = cx.uses_within(error, func);
    if mentions.iter().any(between) {
        return None;
    }
    let test = stmt.next().filter(|next| tests(cx, *next, error));
    let fix = test
        .filter(|_| stmt.previous() == Some(opening))
        .map(|next| Fix::risky("test the error first").remove_lines(stmt).line_after(next, stmt.text()));
    let draft = draft
        .here("meets a nil value when the call has failed")
        .label(Role::Acquired, first, "nil when the error is not")
        .help("test the error first, then defer")
        .fix_if(fix);
    let later = mentions.into_iter().find(|mention| mention.span().start >= stmt.span().end);
    cx.report(match (test, later) {
        (Some(next), _) => draft.label(Role::Note, (next, next.head()), "tested only here"),
        (None, Some(later)) => draft.label(Role::Note, later, "looked at only here"),
        (None, None) => draft,
    })
}

/// The deferred call that releases something: `defer x.Close()`, or one in the first level of `defer func() {…}()`.
fn release<'a>(call: Call<'a>) -> Option<Call<'a>> {
    let Some(literal) = call.fun().as_func_lit() else {
        return call.name().is_some_and(|name| is_release(name.text())).then_some(call);
    };
    // After a way out (`if f == nil { return }`) it is no longer sure.
    let leaves = |stmt: &Stmt<'a>| stmt.descendants().iter().any(|node| node.node_kind() == Kind::Return);
    literal.body()?.stmts()?.iter().take_while(|stmt| !leaves(stmt)).find_map(|stmt| {
        let inner = match stmt.kind() {
            StmtKind::Expr(x) => x.as_call()?,
            StmtKind::Assign { rhs, .. } => rhs.only()?.as_call()?,
            _ => return None,
        };
        inner.name().is_some_and(|name| is_release(name.text())).then_some(inner)
    })
}

fn is_release(name: &str) -> bool {
    matches!(name, "Close" | "Stop" | "Release" | "Rollback" | "Shutdown")
}

/// The last statement before `stmt`, in its block or one around it (in the same function), that assigns the variable.
fn opening<'a>(cx: &Cx<'a>, stmt: Stmt<'a>, value: Object<'a>) -> Option<Stmt<'a>> {
    let mut at = stmt;
    loop {
        let mut before = at.previous();
        while let Some(stmt) = before {
            let assigns = stmt
                .as_assign()
                .is_some_and(|(_, targets, _)| targets.iter().any(|target| cx.denotes(target) == Some(value)));
            if assigns {
                return Some(stmt);
            }
            // Assigned somewhere within: not known which one it is.
            let within = cx.uses_within(value, stmt).into_iter().any(|mention| {
                let outer = mention.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign);
                outer.is_some_and(|(_, targets, _)| targets.iter().any(|target| target == mention))
            });
            if within {
                return None;
            }
            before = stmt.previous();
        }
        // The body of the function is the last.
        at = at.parent()?.as_stmt()?;
        if at.is_loop() {
            return None;
        }
    }
}

/// `x == nil`, `x != nil`.
fn is_compared<'a>(cx: &Cx<'a>, mention: Expr<'a>) -> bool {
    let comparison = mention.ancestors().take_while(|node| node.as_expr().is_some()).find_map(|node| {
        let (op, x, y) = node.as_expr()?.as_binary()?;
        matches!(op, BinaryOp::Eq | BinaryOp::Ne).then_some((x, y))
    });
    comparison.is_some_and(|(x, y)| cx.is_nil(x) || cx.is_nil(y))
}

/// `if err != nil { … }`
fn tests<'a>(cx: &Cx<'a>, stmt: Stmt<'a>, error: Object<'a>) -> bool {
    let StmtKind::If { cond, .. } = stmt.kind() else { return false };
    cond.as_binary()
        .is_some_and(|(op, x, y)| matches!(op, BinaryOp::Ne | BinaryOp::Eq) && cx.is_use_of(x, error) && cx.is_nil(y))
}

/// Whether the method begins with a test of its own receiver.
fn accepts_nil<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    let Some((other, func)) = cx.callee_body(call) else { return false };
    let tested = || -> Option<bool> {
        let receiver = other.object(func.receiver()?.names().first()?)?;
        let StmtKind::If { cond, .. } = func.body()?.stmts()?.first()?.kind() else { return None };
        Some(other.uses_within(receiver, cond).into_iter().any(|mention| is_compared(&other, mention)))
    };
    tested().unwrap_or(false)
}
