//! A context parameter that nothing uses.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("ignored-context-parameter")).on(&[Kind::FuncDecl], check);

/// Packages whose calls wait for something outside of the process.
const WAITING: &[&str] = &["net", "net/http", "os", "os/exec", "database/sql", "io", "net/rpc", "net/smtp"];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let DeclKind::Func(func) = node.as_decl()?.kind() else { return None };
    let body = func.body()?;
    if cx.is_test() || !cx.complete(func) {
        return None;
    }
    let (name, is_request) = cx.context_param(func)?;
    if is_request {
        return None;
    }
    let object = cx.object(name)?;
    if cx.mentions(body, object) {
        return None;
    }
    let works = body.descendants().into_iter().any(|node| match node.node_kind() {
        Kind::For | Kind::Range | Kind::Select => true,
        Kind::Call => node.as_call().and_then(|call| cx.callee(call)).is_some_and(|callee| {
            callee.is_func() && callee.package_path().is_some_and(|path| WAITING.contains(&path))
        }),
        _ => false,
    });
    if !works {
        return None;
    }
    cx.report(
        Finding::at(name, format!("`{}` takes `{}` and never looks at it", func.name_text(), name.text()))
            .here("promises a cancellation that does not happen")
            .help("pass the context on, test it in the loop, or name the parameter _"),
    )
}
