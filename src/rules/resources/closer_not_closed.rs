//! Values with a release method, made here and given to nobody.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("closer-not-closed")).protocols(ROWS).on(&[Kind::Call], check);

const ROWS: &[&str] =
    &["sql.Stmt", "sql.Conn", "io.Closer", "net.Conn", "net.Listener", "grpc.ClientConn", "any.Closer"];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let leaking = cx.leaking(node.as_call()?, ROWS)?;
    let variable = leaking.variable()?;
    let name = variable.text();
    let ty = cx.denotes(variable)?.ty()?;
    let method = ["Close", "Stop", "Release", "Drain"].into_iter().find(|method| cx.method(ty, method).is_some())?;
    let fix = leaking
        .defer_fix(cx, "release it when the function returns", &format!("defer {name}.{method}()"))
        .map(|fix| Fix { safety: Safety::Unsafe, ..fix });
    let done = match method {
        "Close" => "closed",
        "Stop" => "stopped",
        "Release" => "released",
        _ => "drained",
    };
    cx.report(
        leaking
            .draft(cx, format!("`{name}` is not {done} on every path"))
            .here("made here, and never given back")
            .help(leaking.advice(cx, "release", "defer the release right after the error check"))
            .fix_if(fix),
    )
}
