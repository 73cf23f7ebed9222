//! Cancel functions that are discarded, overwritten, or not called on some path.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("lost-cancel")).protocols(&["context.CancelFunc"]).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    let signature = results(cx, call)?;
    let position = signature
        .iter()
        .position(|ty| ty.is_some_and(|ty| ty.is("context.CancelFunc") || ty.is("context.CancelCauseFunc")))?;
    signature.iter().flatten().find(|ty| ty.is("context.Context"))?;
    let Some(leaking) = cx.leaking(call, &["context.CancelFunc"]) else { return undeferred(cx, call, position) };
    // A function of the module's own whose results are all dropped keeps what it returns, else nobody would call it.
    if leaking.leak.loss == Loss::Discarded && call.as_stmt().is_some() {
        return None;
    }
    let callee = call.fun().text();
    let name = leaking.name();
    let message = match leaking.leak.loss {
        Loss::Discarded => format!("the cancel function of `{callee}` is discarded"),
        Loss::Overwritten(_) => format!("`{name}` is overwritten before it is called: its context leaks"),
        Loss::Again => format!("`{name}` is lost at each turn of the loop: its context leaks"),
        Loss::Exit(_) => format!("`{name}` is not called on every path: its context leaks"),
    };
    let cause = cx
        .type_of(call.expr())
        .is_some_and(|ty| ty.parts().into_iter().flatten().any(|ty| ty.is("context.CancelCauseFunc")));
    let text = if cause { format!("defer {name}(nil)") } else { format!("defer {name}()") };
    let fix = leaking.variable().and_then(|_| leaking.defer_fix(cx, "call it when the function returns", &text));
    cx.report(
        leaking
            .draft(cx, message)
            .here("keeps the derived context alive until it is called")
            .help(if leaking.variable().is_some() {
                "defer the call on the next line"
            } else {
                "keep the cancel function and defer its call"
            })
            .fix_if(fix),
    )
}

/// The types of a call's results, if it has several.
fn results<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<Vec<Option<Ty<'a>>>> {
    let parts = cx.type_of(call.expr())?.parts();
    (parts.len() >= 2).then_some(parts)
}

/// Strict tier: every path calls it, but as a plain statement, which a panic skips.
fn undeferred<'a>(cx: &Cx<'a>, call: Call<'a>, position: usize) -> Option<()> {
    let stmt = call.enclosing_stmt()?;
    let (_, targets, values) = stmt.as_assign()?;
    values.only()?;
    let target = targets.get(position)?;
    let object = cx.variable(target)?;
    let func = stmt.enclosing_func()?;
    if !object.is_local() || cx.is_outer(object, func) {
        return None;
    }
    let mut plain = None;
    for mention in cx.uses(object).filter(|mention| *mention != target) {
        let call = mention.parent()?.as_call().filter(|call| call.fun() == mention)?;
        let stmt = call.as_stmt()?;
        if stmt.enclosing_func()? != func {
            return None;
        }
        plain.get_or_insert(stmt);
    }
    let plain = plain?;
    let name = target.text();
    cx.report(
        Finding::at(target, format!("`{name}` is called but not deferred: a panic skips it"))
            .label(Role::Call, plain, "called here, only when nothing panics before")
            .help("defer the call on the next line")
            .strict(),
    )
}
