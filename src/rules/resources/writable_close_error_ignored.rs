//! Close of a written file whose error is dropped.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("writable-close-error-ignored")).on_call(&["os.Create", "os.OpenFile", "os.CreateTemp"], check);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    if cx.calls(call, "os.OpenFile")? {
        // Only where the flags say that it is written.
        let flags = call.arg(1)?.text();
        if !flags.contains("O_WRONLY") && !flags.contains("O_RDWR") && !flags.contains("O_APPEND") {
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
                if close.as_stmt().is_none() && close.as_deferred().is_none() {
                    return None; // its error goes somewhere
                }
                dropped.get_or_insert(close);
            }
            _ => {}
        }
    }
    let close = dropped.filter(|_| writes)?;
    let name = target.text();
    cx.report(
        Finding::at(close.head(), format!("the error of `{name}.Close` is dropped: lost data goes unnoticed"))
            .here("may be the call that reports a full disk")
            .label(Role::Acquired, target, "opened for writing here")
            .help("check the error, or join it into a named result"),
    )
}
