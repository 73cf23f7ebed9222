//! Requests through the default HTTP client, which has no timeout.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("default-http-client"))
    .on_call(&["net/http.Get", "net/http.Head", "net/http.Post", "net/http.PostForm"], check_call)
    .on_use(&["net/http.Get", "net/http.Head", "net/http.Post", "net/http.PostForm"], check_value)
    .on_use(&["net/http.DefaultClient"], check_use);

fn check_call<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if is_example(cx) {
        return None;
    }
    cx.report(draft(call.head()))
}

/// The function as a value: `get: http.Get`.
fn check_value<'a>(cx: &Cx<'a>, function: Expr<'a>) -> Option<()> {
    if is_example(cx) {
        return None;
    }
    cx.report(draft(function))
}

fn check_use<'a>(cx: &Cx<'a>, client: Expr<'a>) -> Option<()> {
    // Whoever sets its fields gives it a timeout or a transport, or nothing worse.
    let field = client.parent().and_then(Node::as_expr).filter(|outer| outer.as_selector().is_some());
    let assigned = field.and_then(|field| Some((field, field.parent()?.as_stmt()?.as_assign()?)));
    if is_example(cx) || assigned.is_some_and(|(field, (_, targets, _))| targets.iter().any(|target| target == field)) {
        return None;
    }
    let strict = is_fallback(cx, client) || has_real_context(cx, client);
    cx.report(if strict { draft(client).strict() } else { draft(client) })
}

/// Tests, and files in a folder of examples.
fn is_example(cx: &Cx<'_>) -> bool {
    cx.is_test()
        || cx.path().split('/').rev().skip(1).any(|folder| matches!(folder, "example" | "examples" | "_examples"))
}

fn draft(at: Expr<'_>) -> Draft {
    Finding::at(at, format!("`{}` has no timeout", at.text()))
        .here("waits for ever for a peer that does not answer")
        .help("send requests with a context through an http.Client with a Timeout")
}

/// Whether the client stands in for one that is nil: `if c.client == nil { c.client = http.DefaultClient }`, the same after
/// `if c.client != nil { return c.client }`, an argument of `cmp.Or`.
fn is_fallback<'a>(cx: &Cx<'a>, client: Expr<'a>) -> bool {
    let of_or = client.parent().and_then(Node::as_call).is_some_and(|call| cx.calls(call, "cmp.Or") == Some(true));
    if of_or {
        return true;
    }
    let Some(stmt) = client.enclosing_stmt() else { return false };
    let in_branch = stmt.ancestors().take_while(|node| node.node_kind() != Kind::Func).any(|node| {
        let Some(StmtKind::If { cond, then, els, .. }) = node.as_stmt().map(|stmt| stmt.kind()) else { return false };
        match tests_nil(cx, cond) {
            Some(true) => then.contains(client),
            Some(false) => els.is_some_and(|els| els.contains(client)),
            None => false,
        }
    });
    let after_return = || {
        let Some(StmtKind::If { cond, then, .. }) = stmt.previous().map(|stmt| stmt.kind()) else { return false };
        let leaves = then.stmts().and_then(|body| body.last()).is_some_and(|last| last.as_return().is_some());
        tests_nil(cx, cond) == Some(false) && leaves
    };
    in_branch || stmt.as_return().is_some() && after_return()
}

/// `x == nil` is true, `x != nil` is false, anything else `None`.
fn tests_nil<'a>(cx: &Cx<'a>, cond: Expr<'a>) -> Option<bool> {
    let (op, x, y) = cond.as_binary()?;
    match op {
        BinaryOp::LogicalAnd | BinaryOp::LogicalOr => tests_nil(cx, x).or_else(|| tests_nil(cx, y)),
        BinaryOp::Eq | BinaryOp::Ne if cx.is_nil(x) || cx.is_nil(y) => Some(op == BinaryOp::Eq),
        _ => None,
    }
}

/// Whether it sends a request that was made here with a context which can end: neither Background nor TODO.
fn has_real_context<'a>(cx: &Cx<'a>, client: Expr<'a>) -> bool {
    let request = || {
        let method = client.parent()?.as_expr()?;
        let call = method.parent()?.as_call().filter(|call| call.fun() == method)?;
        if !cx.calls(call, "(*net/http.Client).Do")? {
            return None;
        }
        let sources = cx.sources(call.args().only()?)?;
        let real = |source: &Definition<'a>| source.call().is_some_and(|made| bears_context(cx, made) == Some(true));
        Some(!sources.is_empty() && sources.iter().all(real))
    };
    request().unwrap_or(false)
}

fn bears_context<'a>(cx: &Cx<'a>, made: Call<'a>) -> Option<bool> {
    if !cx.calls_any(made, &["net/http.NewRequestWithContext", "(*net/http.Request).WithContext"])? {
        return Some(false);
    }
    let empty = |source: &Definition<'a>| {
        let call = source.call();
        call.is_some_and(|call| cx.calls_any(call, &["context.Background", "context.TODO"]) == Some(true))
    };
    // A parameter is not written down here: whoever passes it decides.
    Some(!cx.sources(made.arg(0)?).is_some_and(|sources| sources.iter().any(empty)))
}
