//! A derived context that is passed on after its own cancel function was called.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("context-used-after-cancel")).on_call(
    &[
        "context.WithCancel",
        "context.WithTimeout",
        "context.WithDeadline",
        "context.WithCancelCause",
        "context.WithTimeoutCause",
        "context.WithDeadlineCause",
    ],
    check,
);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let stmt = call.parent()?.as_stmt()?;
    let (_, targets, _) = stmt.as_assign()?;
    let (context, cancel) = (cx.denotes(targets.get(0)?)?, cx.denotes(targets.get(1)?)?);
    let func = stmt.enclosing_func()?;
    let flow = cx.flow(func)?;
    if !flow.is_plain(context.id) || !flow.is_plain(cancel.id) {
        return None;
    }
    let assigned = |object: Object<'a>| flow.mentions(object.id).iter().filter(|mention| mention.assigned).count();
    // One assignment each: this one. A parameter of the same name is the parent before it and the derived one after.
    if assigned(cancel) > 1 || assigned(context) > 1 {
        return None;
    }
    let tree = cx.tree();
    for ended in flow.mentions(cancel.id) {
        let ident: Expr<'a> = tree.view(ended.ident);
        let called = ident.parent().and_then(Node::as_call).filter(|call| call.fun() == ident);
        if ended.literal.is_some() || called.and_then(Call::as_stmt).is_none() {
            continue;
        }
        // Cancelled before its first use, it is meant to be a cancelled context.
        let used_before = flow
            .mentions(context.id)
            .iter()
            .any(|mention| !mention.assigned && flow.cfg.reaches(mention.point, ended.point));
        if !used_before {
            continue;
        }
        for used in flow.mentions(context.id) {
            let ident: Expr<'a> = tree.view(used.ident);
            let passed = ident.parent().and_then(Node::as_call).is_some_and(|call| call.fun() != ident);
            if used.literal.is_none()
                && passed
                && used.point != ended.point
                && flow.cfg.point_dominates(ended.point, used.point)
                && !flow.cfg.reaches(used.point, ended.point)
            {
                return cx.report(
                    Finding::at(ident, format!("`{}` is cancelled already: this call fails at once", ident.text()))
                        .here("done at this point")
                        .label(Role::Call, tree.view(ended.ident), "cancelled here")
                        .help("cancel after the last use, or pass the parent"),
                );
            }
        }
    }
    None
}
