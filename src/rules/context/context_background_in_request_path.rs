//! A fresh context where one is at hand.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("context-background-in-request-path")).on_call(&["context.Background", "context.TODO"], check);

fn check<'a>(cx: &Cx<'a>, fresh: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    // Passed to a call; an assignment such as `if ctx == nil { ctx = context.Background() }` is something else.
    let outer = fresh.parent()?.as_call()?;
    if outer.fun() == fresh.expr() {
        return None;
    }
    let context = cx.context_in_scope(fresh)?;
    let func = fresh.enclosing_func()?;
    if context.may_outlive || matches!(context.func.name_text(), "main" | "init") {
        return None;
    }
    // A deferred literal cleans up, after the context may have ended.
    if func != context.func && func.literal().is_some() {
        return None;
    }
    if outer.as_deferred().is_some() || outer.as_started().is_some() {
        return None;
    }
    if is_for_shutdown(cx, outer) || waits_for_done(cx, context, fresh) || is_nil_guarded(cx, context, fresh) {
        return None;
    }
    let text = context.text();
    let name = fresh.fun().text();
    // A deadline of its own may be meant: said, but with less confidence.
    let detached =
        cx.calls_any(outer, &["context.WithTimeout", "context.WithDeadline", "context.WithCancel"]) == Some(true);
    let draft = Finding::at(fresh.head(), format!("`{name}` ignores `{text}`: this call outlives its caller"))
        .here("not cancelled when the caller gives up")
        .label(Role::Declared, context.name, "this context is at hand")
        .help(if cx.go_at_least(21) {
            format!("pass `{text}`, or detach on purpose with context.WithoutCancel")
        } else {
            format!("pass `{text}`")
        })
        .fix(Fix::risky(format!("pass {text}")).replace(fresh, text));
    cx.report(if detached { draft.medium() } else { draft })
}

/// A deadline for what must happen after the end: shutdown, close, flush, rollback, cleanup.
fn is_for_shutdown<'a>(cx: &Cx<'a>, outer: Call<'a>) -> bool {
    const LAST: &[&str] =
        &["shutdown", "close", "stop", "flush", "cleanup", "rollback", "release", "unlock", "teardown", "drain"];
    let is_last = |name: &str| {
        let name = name.to_lowercase();
        LAST.iter().any(|last| name.contains(last))
    };
    if outer.name().is_some_and(|name| is_last(name.text())) {
        return true;
    }
    let Some(func) = outer.enclosing_func_decl() else { return true };
    if is_last(func.name_text()) {
        return true;
    }
    // `ctx, cancel := context.WithTimeout(context.Background(), d)` followed by a use for such a call.
    let derived = || -> Option<bool> {
        let (_, targets, _) = outer.parent()?.as_stmt()?.as_assign()?;
        let object = cx.denotes(targets.first()?)?;
        Some(cx.uses(object).any(|mention| {
            let call = mention.parent().and_then(Node::as_call);
            call.and_then(Call::name).is_some_and(|name| is_last(name.text()))
        }))
    };
    derived().unwrap_or(false)
}

/// Whether the context was waited for before: it is done by then.
fn waits_for_done<'a>(cx: &Cx<'a>, context: Context<'a>, at: Call<'a>) -> bool {
    let Some(object) = cx.object(context.name) else { return true };
    cx.mentioned_before(object, context.func, at).into_iter().any(|mention| {
        let selector = mention.parent().and_then(Node::as_expr).and_then(Expr::as_selector);
        selector.is_some_and(|(_, name)| matches!(name.text(), "Done" | "Err"))
    })
}

/// Whether the place is only reached where the context is nil.
fn is_nil_guarded<'a>(cx: &Cx<'a>, context: Context<'a>, at: Call<'a>) -> bool {
    let Some(object) = cx.object(context.name) else { return true };
    at.ancestors().filter_map(Node::as_stmt).any(|stmt| match stmt.kind() {
        StmtKind::If { cond, .. } => cond.idents_within().into_iter().any(|ident| cx.is_use_of(ident, object)),
        _ => false,
    })
}
