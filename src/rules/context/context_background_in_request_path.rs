//! A fresh context where one is at hand.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("context-background-in-request-path")).on_call(&["context.Background", "context.TODO"], check);

fn check<'a>(cx: &Cx<'a>, fresh: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let context = cx.context_in_scope(fresh)?;
    if matches!(context.func.name_text(), "main" | "init") {
        return None;
    }
    let uses = uses(cx, fresh)?;
    // What a deferred call or literal does, it does after the context may have ended.
    let deferred = |call: &Call<'a>| {
        call.as_deferred().is_some()
            || std::iter::successors(call.enclosing_func(), |func| func.enclosing_func())
                .take_while(|func| *func != context.func)
                .any(|func| func.deferred().is_some())
    };
    if uses.iter().any(deferred) || is_for_end(cx, fresh, &uses) || is_nil_guarded(cx, context, fresh) {
        return None;
    }
    let started = uses.iter().any(|call| call.as_started().is_some()) || in_goroutine(fresh, context);
    if context.may_outlive && !started || started && !cx.go_at_least(21) {
        return None;
    }
    if cx.is_after_done(fresh) {
        return None;
    }
    let text = context.text();
    let name = fresh.fun().text();
    let message = match started {
        true => format!("`{name}` drops the values of `{text}`: this work is no longer traced"),
        false => format!("`{name}` ignores `{text}`: this call outlives its caller"),
    };
    let passed = if started { format!("context.WithoutCancel({text})") } else { text.clone() };
    let passed = match started {
        true => {
            cx.package_qualifier("context").map(|context| format!("{context}.WithoutCancel({text})")).unwrap_or(passed)
        }
        false => passed,
    };
    let help = match (started, cx.go_at_least(21)) {
        (true, _) => format!("detach on purpose with `{passed}`, which keeps the values"),
        (false, true) => format!("pass `{text}`, or detach on purpose with context.WithoutCancel"),
        (false, false) => format!("pass `{text}`"),
    };
    let same = fresh.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign);
    let same = same.is_some_and(|(_, targets, _)| targets.iter().any(|target| target.text() == text));
    let fix = (!same).then(|| Fix::risky(format!("pass {passed}")).replace(fresh, passed.clone()));
    cx.report(
        Finding::at(fresh.head(), message)
            .here("not cancelled when the caller gives up")
            .label(Role::Declared, context.name, "this context is at hand")
            .help(help)
            .fix_if(fix),
    )
}

/// The calls that get the fresh context: the one it is an argument of, or those that get the variable it is assigned to.
/// `None`: none.
fn uses<'a>(cx: &Cx<'a>, fresh: Call<'a>) -> Option<Vec<Call<'a>>> {
    let parent = fresh.parent()?;
    if let Some(outer) = parent.as_call() {
        return (outer.fun() != fresh.expr()).then(|| vec![outer]);
    }
    let target = match parent.as_stmt().and_then(Stmt::as_assign) {
        Some((AssignOp::Assign | AssignOp::Define, targets, values)) => {
            targets.iter().zip(values.iter()).find(|(_, value)| *value == fresh.expr())?.0
        }
        Some(_) => return None,
        None => match parent.as_spec()?.kind() {
            SpecKind::Value { names, values, .. } => {
                names.iter().zip(values.iter()).find(|(_, value)| *value == fresh.expr())?.0
            }
            _ => return None,
        },
    };
    let object = cx.variable(target).filter(|object| !object.is_package_var())?;
    // Where it stands first and is given another value on some way, it is a default.
    let assigned = cx.uses(object).filter(|mention| is_target(*mention) && *mention != target).any(|mention| {
        let values = mention.enclosing_stmt().and_then(Stmt::as_assign).map(|(_, _, values)| values);
        // `ctx, cancel := context.WithCancel(ctx)` goes on with it.
        !values.is_some_and(|values| values.iter().any(|value| cx.mentions(value, object)))
    });
    let is_param = matches!(object.var_kind(), Some(VarKind::Param));
    if assigned && !is_param {
        return None;
    }
    let calls: Vec<Call<'a>> = cx
        .uses(object)
        .filter(|mention| mention.span().start > fresh.span().end)
        .filter_map(|mention| mention.parent()?.as_call().filter(|call| call.fun() != mention))
        .collect();
    (!calls.is_empty()).then_some(calls)
}

fn is_target(mention: Expr<'_>) -> bool {
    let assign = mention.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign);
    assign.is_some_and(|(_, targets, _)| targets.iter().any(|target| target == mention))
}

/// Whether it stands in a literal that a `go` statement starts.
fn in_goroutine<'a>(fresh: Call<'a>, context: Context<'a>) -> bool {
    std::iter::successors(fresh.enclosing_func(), |func| func.enclosing_func())
        .take_while(|func| *func != context.func)
        .any(|func| func.started().is_some())
}

/// For what must happen after the end: shutdown, close, flush, rollback, cleanup.
fn is_for_end<'a>(cx: &Cx<'a>, fresh: Call<'a>, uses: &[Call<'a>]) -> bool {
    const LAST: &[&str] =
        &["shutdown", "close", "stop", "flush", "cleanup", "rollback", "release", "unlock", "teardown", "drain"];
    let is_last = |name: &str| {
        let name = name.to_lowercase();
        LAST.iter().any(|last| name.contains(last))
    };
    let Some(func) = fresh.enclosing_func_decl() else { return false };
    if is_last(func.name_text()) || uses.iter().any(|outer| outer.name().is_some_and(|name| is_last(name.text()))) {
        return true;
    }
    // `ctx, cancel := context.WithTimeout(context.Background(), d)` followed by a use for such a call.
    uses.iter().any(|outer| {
        let derived = || -> Option<bool> {
            let (_, targets, _) = outer.parent()?.as_stmt()?.as_assign()?;
            let object = cx.denotes(targets.first()?)?;
            Some(cx.uses(object).any(|mention| {
                let call = mention.parent().and_then(Node::as_call);
                call.and_then(Call::name).is_some_and(|name| is_last(name.text()))
            }))
        };
        derived().unwrap_or(false)
    })
}

/// Whether the place is only reached where the context was compared with nil.
fn is_nil_guarded<'a>(cx: &Cx<'a>, context: Context<'a>, at: Call<'a>) -> bool {
    let Some(object) = cx.object(context.name) else { return true };
    at.ancestors().filter_map(Node::as_stmt).any(|stmt| match stmt.kind() {
        StmtKind::If { cond, .. } => cond.descendants().into_iter().chain([cond.node()]).any(|node| {
            let compared = node.as_expr().and_then(Expr::as_binary);
            compared.is_some_and(|(_, x, y)| {
                cx.is_use_of(x, object) && cx.is_nil(y) || cx.is_use_of(y, object) && cx.is_nil(x)
            })
        }),
        _ => false,
    })
}
