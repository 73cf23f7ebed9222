//! Tracing spans that some path never ends.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("span-not-ended")).protocols(&["otel.Span"]).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let leaking = cx.leaking(node.as_call()?, &["otel.Span"])?;
    let variable = leaking.variable()?;
    let name = variable.text();
    let fix = leaking.defer_fix(cx, "end the span when the function returns", &format!("defer {name}.End()"));
    cx.report(
        leaking
            .draft(cx, format!("`{name}` is not ended on every path: it is never exported"))
            .here("exported only when it ends")
            .help("defer the end on the next line")
            .fix_if(fix),
    )
}
