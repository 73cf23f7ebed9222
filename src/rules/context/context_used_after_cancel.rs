//! A derived context that is passed on after its own cancel function was called.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("context-used-after-cancel")).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    let (context, cancel) = derived(cx, call)?;
    let func = call.enclosing_func()?;
    let flow = cx.flow(func)?;
    if !flow.is_plain(context.id) || !flow.is_plain(cancel.id) {
        return None;
    }
    let tree = cx.tree();
    let start = flow.cfg.point_of(tree.ast, call.id)?;
    // Where either gets another value, it is another context.
    let renewed: Vec<Point> = flow
        .mentions(context.id)
        .iter()
        .chain(flow.mentions(cancel.id))
        .filter(|mention| mention.assigned && mention.point != start)
        .map(|mention| mention.point)
        .collect();
    let ends: Vec<(Point, Expr<'a>)> = flow
        .mentions(cancel.id)
        .iter()
        .filter(|mention| mention.literal.is_none())
        .filter_map(|mention| {
            let ident: Expr<'a> = tree.view(mention.ident);
            let called = ident.parent().and_then(Node::as_call).filter(|call| call.fun() == ident);
            called.and_then(Call::as_stmt).map(|_| (mention.point, ident))
        })
        .collect();
    let first = *ends.first()?;
    // Cancelled before its first use, it is meant to be a cancelled context.
    let used_before = flow.mentions(context.id).iter().any(|mention| {
        !mention.assigned && ends.iter().any(|(end, _)| *end != mention.point && flow.cfg.reaches(mention.point, *end))
    });
    if !used_before || ends.iter().any(|(end, _)| *end == start) {
        return None;
    }
    for used in flow.mentions(context.id).iter().filter(|mention| mention.literal.is_none() && !mention.assigned) {
        let ident: Expr<'a> = tree.view(used.ident);
        if !is_passed(cx, ident) || ends.iter().any(|(end, _)| *end == used.point) {
            continue;
        }
        // From the derivation to the use, every way goes by a call of cancel, and none by another value.
        if !ends.iter().any(|(end, _)| flow.cfg.reaches(*end, used.point))
            || reaches_without(&flow.cfg, start, used.point, &ends)
        {
            continue;
        }
        if renewed.iter().any(|point| flow.cfg.reaches(start, *point) && flow.cfg.reaches(*point, used.point)) {
            continue;
        }
        let end = ends.iter().rev().find(|(end, _)| flow.cfg.point_dominates(*end, used.point)).unwrap_or(&first);
        return cx.report(
            Finding::at(ident, format!("`{}` is cancelled already: this call fails at once", ident.text()))
                .here("done at this point")
                .label(Role::Call, end.1, "cancelled here")
                .help("cancel after the last use, or pass the parent"),
        );
    }
    None
}

/// The context and the cancel function that a call gives, where both are kept in variables.
fn derived<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<(Object<'a>, Object<'a>)> {
    let (_, targets, values) = call.parent()?.as_stmt()?.as_assign()?;
    values.only()?;
    let of = |names: &[&str]| {
        targets.iter().find_map(|target| cx.variable(target).filter(|o| o.ty().is_some_and(|ty| ty.is_any_of(names))))
    };
    let results = cx.type_of(call.expr())?.parts();
    results.iter().flatten().find(|ty| ty.is_any_of(&["context.CancelFunc", "context.CancelCauseFunc"]))?;
    // The stop function of signal.NotifyContext ends its context, too.
    Some((of(&["context.Context"])?, of(&["context.CancelFunc", "context.CancelCauseFunc"])?))
}

/// Whether the context is handed to something that would work with it: not to what derives or reads a value or asks why it ended.
fn is_passed<'a>(cx: &Cx<'a>, ident: Expr<'a>) -> bool {
    let Some(call) = ident.parent().and_then(Node::as_call).filter(|call| call.fun() != ident) else { return false };
    let given = call.args().iter().position(|argument| argument == ident);
    if call.as_deferred().is_some() || given.is_some_and(|position| cx.reads_only_values(call, position)) {
        return false;
    }
    match cx.callee(call) {
        Some(callee) => {
            !callee.is_any(&["context.Cause", "context.WithoutCancel", "context.WithValue"])
                && !callee.package_path().is_some_and(|path| {
                    matches!(path, "fmt" | "log" | "log/slog" | "errors")
                        || path.contains("/require")
                        || path.contains("/assert")
                })
        }
        None => true,
    }
}

/// Whether a way leads from one point to another that goes by none of the ends.
fn reaches_without<'a>(cfg: &Cfg, from: Point, to: Point, ends: &[(Point, Expr<'a>)]) -> bool {
    let stops = |block, after: Option<u32>, before: Option<u32>| {
        ends.iter().any(|(end, _)| {
            end.block == block
                && after.is_none_or(|after| end.step > after)
                && before.is_none_or(|before| end.step < before)
        })
    };
    if from.block == to.block && from.step < to.step {
        return !stops(from.block, Some(from.step), Some(to.step));
    }
    if stops(from.block, Some(from.step), None) {
        return false;
    }
    let mut seen = vec![from.block];
    let mut work = vec![from.block];
    while let Some(block) = work.pop() {
        for edge in &cfg.blocks[block].succs {
            if edge.to == to.block {
                if !stops(edge.to, None, Some(to.step)) {
                    return true;
                }
                continue;
            }
            // The derivation itself makes another context.
            if edge.to == from.block || seen.contains(&edge.to) || stops(edge.to, None, None) {
                continue;
            }
            seen.push(edge.to);
            work.push(edge.to);
        }
    }
    false
}
