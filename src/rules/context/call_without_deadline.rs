//! Outbound calls that nothing bounds.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("call-without-deadline"))
    .on_call(OUTBOUND, check)
    .on(&[Kind::Call], check_remote)
    .on_func(check_shared);

/// Calls that wait for another machine, with the context as first argument.
const OUTBOUND: &[&str] = &[
    "(*database/sql.DB).QueryContext",
    "(*database/sql.DB).QueryRowContext",
    "(*database/sql.DB).ExecContext",
    "(*database/sql.DB).PingContext",
    "(*database/sql.DB).PrepareContext",
    "(*database/sql.DB).BeginTx",
    "(*database/sql.DB).Conn",
    "(*database/sql.Conn).QueryContext",
    "(*database/sql.Conn).QueryRowContext",
    "(*database/sql.Conn).ExecContext",
    "(*database/sql.Tx).QueryContext",
    "(*database/sql.Tx).QueryRowContext",
    "(*database/sql.Tx).ExecContext",
    "(*database/sql.Stmt).QueryContext",
    "(*database/sql.Stmt).QueryRowContext",
    "(*database/sql.Stmt).ExecContext",
    "net/http.NewRequestWithContext",
    "(*net/http.Request).WithContext",
    "(*net.Dialer).DialContext",
    "(*crypto/tls.Dialer).DialContext",
    "(*net.Resolver).LookupHost",
    "(*net.Resolver).LookupIPAddr",
    "(*github.com/jackc/pgx/v5.Conn).Query",
    "(*github.com/jackc/pgx/v5.Conn).QueryRow",
    "(*github.com/jackc/pgx/v5.Conn).Exec",
    "(*github.com/jackc/pgx/v5/pgxpool.Pool).Query",
    "(*github.com/jackc/pgx/v5/pgxpool.Pool).QueryRow",
    "(*github.com/jackc/pgx/v5/pgxpool.Pool).Exec",
    "(*github.com/jmoiron/sqlx.DB).GetContext",
    "(*github.com/jmoiron/sqlx.DB).SelectContext",
    "(*github.com/jmoiron/sqlx.DB).QueryxContext",
    "(*github.com/jmoiron/sqlx.DB).NamedExecContext",
];

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() || cx.is_main() && call.enclosing_func_decl().is_some_and(|func| func.name_text() == "main") {
        return None;
    }
    let context = call.arg(0)?;
    if !never_ends(cx, context, 0)? || has_timeout(cx, call) {
        return None;
    }
    cx.report(
        Finding::at(call.head(), format!("nothing bounds `{}`: its context has no deadline", call.fun().text()))
            .label(Role::Note, context, "this context never ends by itself")
            .help("derive a context with a timeout for this call"),
    )
}

/// A unary call of a gRPC client: its last parameter takes call options, and no stream comes back.
fn check_remote<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    let callee = cx.callee(call).filter(|callee| callee.is_method())?;
    let signature = callee.signature()?;
    let known = |id: &_| Ty::known(cx.store(), *id);
    let options = known(signature.params.last()?)?;
    let option = options.elem().unwrap_or(options);
    if signature.params.len() < 2 || !option.is("google.golang.org/grpc.CallOption") {
        return None;
    }
    let streams = signature.results.iter().filter_map(known).any(|ty| ty.show().contains("Stream"));
    (!streams).then(|| check(cx, call))?
}

/// Whether the dialer, or the client that sends the request, has a timeout of its own in this function.
fn has_timeout<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    let Some(func) = call.enclosing_func() else { return false };
    let callee = cx.callee(call).map(Object::full_name).unwrap_or_default();
    if !callee.starts_with("net/http") && !callee.contains("Dialer") {
        return false;
    }
    let timed = |node: Node<'a>| {
        let expr = node.as_expr()?;
        expr.field_value("Timeout").or_else(|| expr.field_value("Deadline"))
    };
    func.own_nodes().into_iter().any(|node| timed(node).is_some())
        // A client that is kept somewhere may have its timeout there.
        || callee.starts_with("net/http") && func.own_calls().into_iter().any(|send| {
            send.name().is_some_and(|name| matches!(name.text(), "Do" | "RoundTrip"))
                && send.qualifier().is_some_and(|client| {
                    cx.is(client, "net/http.DefaultClient") != Some(true) && !bare(cx, client)
                })
        })
}

/// A client made in the function; timeouts were looked for before.
fn bare<'a>(cx: &Cx<'a>, client: Expr<'a>) -> bool {
    cx.reaching(client).is_some_and(|found| {
        found.iter().any(|definition| matches!(definition, Definition::Value(_) | Definition::Zero(_)))
    })
}

/// Whether a context provably has no deadline: Background or TODO, perhaps with values or a cancel function.
fn never_ends<'a>(cx: &Cx<'a>, context: Expr<'a>, depth: usize) -> Option<bool> {
    if depth > 4 {
        return None;
    }
    if let Some(call) = context.as_call() {
        // What outlives its parent has not even the parent's deadline.
        if cx.calls_any(call, &["context.Background", "context.TODO", "context.WithoutCancel"])? {
            return Some(true);
        }
        if cx.calls_any(call, &["context.WithValue", "context.WithCancel", "context.WithCancelCause"])? {
            return never_ends(cx, call.arg(0)?, depth + 1);
        }
        return Some(gives_endless(cx, call, depth).unwrap_or(false));
    }
    let Some(sources) = cx.sources(context) else {
        return never_ends(cx, cx.only_value(cx.variable(context)?)?, depth + 1);
    };
    if sources.is_empty() {
        return None;
    }
    for source in sources {
        let call = source.call()?;
        if !never_ends(cx, call.expr(), depth + 1)? {
            return Some(false);
        }
    }
    Some(true)
}

/// Whether a function at hand gives nothing but contexts without a deadline.
fn gives_endless<'a>(cx: &Cx<'a>, call: Call<'a>, depth: usize) -> Option<bool> {
    let (other, func) = cx.callee_body(call)?;
    let mut given = false;
    for node in func.own_nodes() {
        let Some(values) = node.as_stmt().and_then(Stmt::as_return) else { continue };
        if !never_ends(&other, values.only()?, depth + 1)? {
            return Some(false);
        }
        given = true;
    }
    Some(given)
}

/// Several calls that run side by side under one deadline, so that a slow one leaves nothing to the others.
fn check_shared<'a>(cx: &Cx<'a>, func: Func<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    // The literals that run side by side, each with the outbound call that gets a context of this function.
    let mut calls: Vec<(Call<'a>, Object<'a>)> = Vec::new();
    let mut in_loop = None;
    for node in func.own_nodes() {
        let Some(call) = node.as_call() else { continue };
        let literal = match call.as_started() {
            Some(_) => call.fun().as_func_lit(),
            None if call.name().is_some_and(|name| name.text() == "Go") => {
                call.args().only().and_then(Expr::as_func_lit)
            }
            None => None,
        };
        let Some(literal) = literal else { continue };
        let derives = |inner: &Call<'a>| cx.calls_any(*inner, DERIVES) == Some(true);
        if literal.calls_within().iter().any(derives) {
            continue;
        }
        let outbound = literal.calls_within().into_iter().find_map(|inner| {
            (cx.calls_any(inner, OUTBOUND)?).then_some(())?;
            let object = cx.variable(inner.arg(0)?)?;
            Some((inner, object))
        });
        if outbound.is_some() {
            in_loop = in_loop.or(call.enclosing_loop());
        }
        calls.extend(outbound);
    }
    let (first, object) = *calls.first()?;
    // Two of them, or one that a loop starts again and again.
    let second = calls.get(1).map(|(second, _)| *second);
    if second.is_none() && in_loop.is_none_or(|around| cx.declared_at(object).is_none_or(|at| around.contains(at))) {
        return None;
    }
    if calls.iter().any(|(_, other)| *other != object)
        || !cx.declared_at(object).is_some_and(|ident| func.contains(ident))
    {
        return None;
    }
    // One deadline, made here.
    let made = cx.uses(object).find_map(|mention| {
        let (_, targets, values) = mention.parent()?.as_stmt()?.as_assign()?;
        let call = values.only()?.as_call().filter(|_| targets.first() == Some(mention))?;
        (cx.calls_any(call, DERIVES)?).then_some(call)
    })?;
    let draft =
        Finding::at(first.head(), format!("`{}` shares its deadline with the calls beside it", first.fun().text()))
            .label(Role::Declared, made.head(), "one deadline for all of them")
            .help("derive a timeout for each call within the common one");
    cx.report(match second {
        Some(second) => draft.label(Role::Call, second.head(), "runs beside it under the same deadline"),
        None => draft,
    })
}

const DERIVES: &[&str] =
    &["context.WithTimeout", "context.WithDeadline", "context.WithTimeoutCause", "context.WithDeadlineCause"];
