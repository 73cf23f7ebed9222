//! Files that some path leaves open.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("file-not-closed")).protocols(&["os.File"]).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    let leaking = cx.leaking(call, &["os.File"])?;
    // What main opens for the life of the process ends with it.
    if cx.is_main() && call.enclosing_func().is_some_and(|func| func.name_text() == "main") {
        return None;
    }
    let name = leaking.name();
    let fix = leaking.variable().and_then(|_| {
        leaking.defer_fix(cx, "close the file when the function returns", &format!("defer {name}.Close()"))
    });
    let message = match leaking.variable() {
        Some(_) => format!("`{name}` is not closed on every path: its descriptor leaks"),
        None => format!("the file of `{name}` is dropped without being closed"),
    };
    cx.report(
        leaking
            .draft(cx, message)
            .here("this file stays open")
            .help(leaking.advice(cx, "close", "defer the close right after the error check"))
            .fix_if(fix),
    )
}
