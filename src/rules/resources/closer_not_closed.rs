//! Values with a release method, made here and given to nobody.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("closer-not-closed")).protocols(ROWS).on(&[Kind::Call], check);

const ROWS: &[&str] = &["sql.Stmt", "sql.Conn", "io.Closer", "net.Conn", "net.Listener", "grpc.ClientConn"];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let leaking = cx.leaking(node.as_call()?, ROWS)?;
    let variable = leaking.variable()?;
    let name = variable.text();
    let fix = leaking
        .defer_fix(cx, "release it when the function returns", &format!("defer {name}.Close()"))
        .map(|fix| Fix { safety: Safety::Unsafe, ..fix });
    cx.report(
        leaking
            .draft(cx, format!("`{name}` is not closed on every path"))
            .here("made here, and never given back")
            .help("defer the close right after the error check")
            .fix_if(fix),
    )
}
