//! HTTP responses whose body some path leaves open.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("response-body-not-closed")).protocols(&["http.Response"]).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let leaking = cx.leaking(node.as_call()?, &["http.Response"])?;
    let name = leaking.resource();
    let fix = leaking.variable().and_then(|_| {
        leaking.defer_fix(cx, "close the body when the function returns", &format!("defer {name}.Close()"))
    });
    let message = match leaking.variable() {
        Some(_) => format!("`{name}` is not closed on every path: its connection leaks"),
        None => format!("the response of `{name}` is dropped with its body open"),
    };
    cx.report(
        leaking
            .draft(cx, message)
            .here("the body of this response stays open")
            .help(leaking.advice(cx, "close", "defer the close of the body right after the error check"))
            .fix_if(fix),
    )
}
