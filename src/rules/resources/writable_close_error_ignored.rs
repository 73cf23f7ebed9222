//! Close of a written file whose error is dropped.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("writable-close-error-ignored"))
    .on_call(&["os.Create", "os.OpenFile", "os.CreateTemp", "io/ioutil.TempFile"], check);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    if cx.calls(call, "os.OpenFile")? {
        // Only where the flags say that it is written.
        let flags = call.arg(1)?.text();
        if !["O_WRONLY", "O_RDWR", "O_APPEND"].iter().any(|flag| flags.contains(flag)) {
            return None;
        }
    }
    let (_, targets, _) = call.parent()?.as_stmt()?.as_assign()?;
    let target = targets.first()?;
    let file = cx.variable(target)?;
    let func = call.enclosing_func()?;
    if !file.is_local() {
        return None;
    }
    let mut dropped = None;
    let mut writes = false;
    for mention in cx.uses_within(file, func).into_iter().filter(|mention| *mention != target) {
        let Some((x, name)) = mention.parent().and_then(Node::as_expr).and_then(Expr::as_selector) else {
            // Written through a writer, or handed to somebody who may close it.
            writes |= mention.parent().and_then(Node::as_call).is_some();
            continue;
        };
        if x != mention {
            continue;
        }
        match name.text() {
            "Sync" => return None,
            "Write" | "WriteString" | "WriteAt" | "ReadFrom" => writes = true,
            "Close" => {
                let close = mention.parent()?.parent()?.as_call()?;
                let blank = close.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign);
                let blank = blank.is_some_and(|(_, targets, _)| targets.iter().all(Expr::is_blank));
                if close.as_stmt().is_none() && close.as_deferred().is_none() && !blank {
                    return None; // its error goes somewhere
                }
                // On the way out with another error, that one is told.
                if close.as_stmt().is_none() || !cx.is_on_error_path(close) {
                    dropped.get_or_insert(close);
                }
            }
            _ => {}
        }
    }
    let close = dropped.filter(|_| writes)?;
    // What is removed in the end need not be whole.
    let removed = func.calls_within().into_iter().any(|call| {
        cx.calls(call, "os.Remove") == Some(true)
            && call.arg(0).is_some_and(|name| cx.mentions(name, file))
            && !cx.is_on_error_path(call)
    });
    if removed {
        return None;
    }
    let name = target.text();
    cx.report(
        Finding::at(close.head(), format!("the error of `{name}.Close` is dropped: lost data goes unnoticed"))
            .here("may be the call that reports a full disk")
            .label(Role::Acquired, target, "opened for writing here")
            .help("check the error, or join it into a named result")
            .fix_if(fix(cx, func, close)),
    )
}

/// Joins the error of a deferred close into the named error result; checks that of a plain one where only an error is
/// returned.
fn fix<'a>(cx: &Cx<'a>, func: Func<'a>, close: Call<'a>) -> Option<Fix> {
    let results = func.results()?.entries();
    let (name, field) = *results.last()?;
    if !cx.type_of(field.ty())?.is_error() || close.enclosing_func()? != func {
        return None;
    }
    if let Some(stmt) = close.as_deferred() {
        let name = name.filter(|name| !name.is_blank())?.text();
        let join = cx.qualified("errors", "Join", stmt).filter(|_| cx.go_at_least(20))?;
        let text = format!("defer func() {{ {name} = {join}({name}, {}) }}()", close.text());
        return Some(Fix::risky("join its error into the result").replace(stmt, text).import("errors"));
    }
    let stmt = close.as_stmt()?;
    let indent = cx.indent_of(stmt);
    let text = match (name, results.len()) {
        (None, 1) => format!("if err := {}; err != nil {{\n{indent}\treturn err\n{indent}}}", close.text()),
        _ => return None,
    };
    Some(Fix::risky("check its error").replace(stmt, text))
}
