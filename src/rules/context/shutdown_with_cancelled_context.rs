//! A graceful shutdown that is given a context which is already done.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("shutdown-with-cancelled-context")).on(&[Kind::Call], check);

/// Methods that need time to end something well.
const LAST: &[&str] =
    &["Shutdown", "ForceFlush", "Flush", "GracefulShutdown", "GracefulStop", "ShutdownWithContext", "Drain"];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    let name = call.name()?.text();
    if !LAST.contains(&name) || call.qualifier().is_none() {
        return None;
    }
    let argument = call.arg(0)?;
    if !cx.type_of(argument)?.is("context.Context") {
        return None;
    }
    // A derived context ends with its parent.
    let (root, derived) = origin(cx, argument)?;
    let object = cx.variable(root)?;
    let text = argument.text();
    let finding = |done: Place, strict: bool| {
        let message = match strict {
            false => format!("`{name}` gets `{text}`, which is done already: it gives up at once"),
            true => format!("`{name}` gets the start-up context `{text}`, which is likely done by then"),
        };
        let draft = Finding::at(argument, message)
            .here(if strict { "from outside of this function" } else { "done at this point" })
            .label(
                Role::Note,
                done,
                if strict {
                    "made for the start".to_owned()
                } else {
                    format!("waited here until `{}` was done", root.text())
                },
            )
            .help("give the shutdown a fresh context with a deadline")
            .fix_if(fresh(cx, call, argument));
        cx.report(if strict { draft.strict() } else { draft })
    };
    if let Some(wait) = wait_before(cx, object, derived.unwrap_or(call)) {
        return finding(wait.head().place(), false);
    }
    // Strict tier: a literal that runs at the end holds the context from the start.
    let literal = call.enclosing_func().filter(|func| func.is_literal())?;
    if !cx.is_outer(object, literal) || !ended_elsewhere(cx, object) {
        return None;
    }
    finding(cx.declared_at(object)?.place(), true)
}

/// The variable at the root of a context, and the call that derives it.
fn origin<'a>(cx: &Cx<'a>, argument: Expr<'a>) -> Option<(Expr<'a>, Option<Call<'a>>)> {
    cx.variable(argument)?;
    let call = match cx.reaching(argument) {
        Some(found) => match found[..] {
            [definition] => definition.call(),
            _ => None,
        },
        None => None,
    };
    match call {
        Some(call)
            if cx.calls_any(
                call,
                &["context.WithTimeout", "context.WithDeadline", "context.WithCancel", "context.WithValue"],
            ) == Some(true)
                && call.arg(0).is_some_and(|parent| parent.ident().is_some()) =>
        {
            Some((call.arg(0)?, Some(call)))
        }
        _ => Some((argument, None)),
    }
}

/// The call of `Done` on the way to a place, where every way leads through it: the context has ended there.
fn wait_before<'a>(cx: &Cx<'a>, object: Object<'a>, at: Call<'a>) -> Option<Call<'a>> {
    let func = at.enclosing_func()?;
    // A value in between is another context.
    let mut wait = None;
    for mention in cx.uses_within(object, func).into_iter().filter(|mention| mention.span().end <= at.span().start) {
        if is_target(mention) {
            wait = None;
        }
        if let Some(done) =
            cx.method_call(mention).filter(|call| call.name().is_some_and(|name| matches!(name.text(), "Done" | "Err")))
        {
            wait = Some(done);
        }
    }
    let wait = wait?;
    cx.is_after_done(at).then_some(wait)
}

fn is_target(mention: Expr<'_>) -> bool {
    let assign = mention.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign);
    assign.is_some_and(|(_, targets, _)| targets.iter().any(|target| target == mention))
}

/// Whether a captured context comes from `signal.NotifyContext` or a cancel function of the function around: by the end it is done.
fn ended_elsewhere<'a>(cx: &Cx<'a>, object: Object<'a>) -> bool {
    let made = || {
        let ident = cx.declared_at(object)?;
        let (_, _, values) = ident.parent()?.as_stmt()?.as_assign()?;
        cx.calls_any(
            values.only()?.as_call()?,
            &["os/signal.NotifyContext", "context.WithCancel", "context.WithTimeout", "context.WithDeadline"],
        )
    };
    made().unwrap_or(false)
}

/// A context of its own for the call, cancelled when the function returns.
fn fresh<'a>(cx: &Cx<'a>, call: Call<'a>, argument: Expr<'a>) -> Option<Fix> {
    let stmt = call.enclosing_stmt()?;
    stmt.parent()?.as_stmt()?.stmts()?.iter().find(|sibling| *sibling == stmt)?;
    let (context, time) = (cx.package_qualifier("context")?, cx.package_qualifier("time").unwrap_or("time".to_owned()));
    let name = ["shutdownCtx", "stopCtx"].into_iter().find(|name| !cx.is_shadowed(name, call))?;
    let cancel = ["cancel", "cancelShutdown"].into_iter().find(|name| !cx.is_shadowed(name, call))?;
    let text = format!(
        "{name}, {cancel} := {context}.WithTimeout({context}.Background(), 10*{time}.Second)\ndefer {cancel}()"
    );
    Some(Fix::risky("give it a fresh deadline").line_before(stmt, &text).replace(argument, name).import("time"))
}
