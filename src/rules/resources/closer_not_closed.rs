//! Values with a release method, made here and given to nobody.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("closer-not-closed")).protocols(ROWS).on(&[Kind::Call], check);

const ROWS: &[&str] =
    &["sql.Stmt", "sql.Conn", "io.Closer", "net.Conn", "net.Listener", "grpc.ClientConn", "exec.Cmd", "any.Closer"];

/// The methods that release, each with what is then said to be done.
const METHODS: &[(&str, &str)] =
    &[("Close", "closed"), ("Stop", "stopped"), ("Release", "released"), ("Drain", "drained"), ("Wait", "waited for")];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    let leaking = cx.leaking(call, ROWS)?;
    let name = leaking.name();
    let ty = leaking.ty(cx)?;
    let &(method, done) = METHODS.iter().find(|(method, _)| cx.method(ty, method).is_some())?;
    let fix = leaking
        .defer_fix(cx, "release it when the function returns", &format!("defer {name}.{method}()"))
        .map(|fix| Fix { safety: Safety::Unsafe, ..fix });
    let message = match leaking.variable() {
        Some(_) => format!("`{name}` is not {done} on every path"),
        None => format!("what `{name}` gives is dropped without being {done}"),
    };
    cx.report(
        leaking
            .draft(cx, message)
            .here("made here, and never given back")
            .help(leaking.advice(cx, "release", "defer the release right after the error check"))
            .fix_if(fix),
    )
}
