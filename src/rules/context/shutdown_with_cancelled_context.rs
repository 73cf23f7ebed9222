//! A graceful shutdown that is given a context which is already done.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("shutdown-with-cancelled-context")).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    let name = call.name()?.text();
    if !matches!(name, "Shutdown" | "ForceFlush") || call.qualifier().is_none() {
        return None;
    }
    let argument = call.arg(0)?;
    if !cx.type_of(argument)?.is("context.Context") {
        return None;
    }
    let object = cx.variable(argument)?;
    let func = call.enclosing_func()?;
    let (cfg, point) = cx.cfg_at(call)?;
    // `<-ctx.Done()` that every way to the call goes through, with no other value in between.
    let wait = func.own_nodes().into_iter().find_map(|node| {
        let (op, x) = node.as_expr()?.as_unary()?;
        let done = (op == UnaryOp::Recv).then(|| x.as_call())??;
        let on = done.qualifier()?;
        (done.name()?.text() == "Done" && cx.is_use_of(on, object)).then_some(done)
    })?;
    let at = cfg.point_of(cx.tree().ast, wait.node().id)?;
    let reassigned = cx.uses_within(object, func).into_iter().any(|mention| {
        mention.span().start > wait.span().end
            && mention.span().end < call.span().start
            && mention
                .parent()
                .and_then(Node::as_stmt)
                .and_then(Stmt::as_assign)
                .is_some_and(|(_, targets, _)| targets.iter().any(|target| target == mention))
    });
    let in_select = wait.ancestors().find(|node| node.node_kind() == Kind::Comm);
    let follows = match in_select {
        // Only within the clause that the Done channel chose.
        Some(clause) => clause.span().contains(call.span()),
        None => cfg.point_dominates(at, point),
    };
    if reassigned || !follows {
        return None;
    }
    let text = argument.text();
    cx.report(
        Finding::at(argument, format!("`{name}` gets `{text}`, which is done already: it gives up at once"))
            .here("done at this point")
            .label(Role::Note, wait.head(), format!("waited here until `{text}` was done"))
            .help("give the shutdown a fresh context with a deadline"),
    )
}
