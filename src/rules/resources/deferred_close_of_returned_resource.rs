//! A value that is returned although its release is deferred.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("deferred-close-of-returned-resource")).on(&[Kind::Defer], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let stmt = node.as_stmt()?;
    let StmtKind::Defer(deferred) = stmt.kind() else { return None };
    let call = deferred.as_call()?;
    if !matches!(call.name()?.text(), "Close" | "Stop" | "Release") || !call.args().is_empty() {
        return None;
    }
    let receiver = call.qualifier()?;
    let value = cx.variable(receiver)?;
    let func = stmt.enclosing_func()?;
    let flow = cx.flow(func)?;
    if !value.is_local()
        || !flow.is_plain(value.id)
        || flow.mentions(value.id).iter().filter(|m| m.assigned).count() != 1
    {
        return None;
    }
    let at = flow.cfg.point_of(cx.tree().ast, stmt.node().id)?;
    let returned = func.own_nodes().into_iter().filter_map(Node::as_stmt).find_map(|later| {
        let value_returned = later.as_return()?.iter().find(|result| cx.is_use_of(*result, value))?;
        let point = flow.cfg.point_of(cx.tree().ast, later.node().id)?;
        flow.cfg.point_dominates(at, point).then_some(value_returned)
    })?;
    let name = receiver.text();
    cx.report(
        Finding::at(returned, format!("`{name}` is released before the caller gets it"))
            .here("handed out after its release")
            .label(Role::Deferred, (stmt, stmt.head()), "runs before the caller goes on")
            .help("return it open, and release it here only on failure"),
    )
}
