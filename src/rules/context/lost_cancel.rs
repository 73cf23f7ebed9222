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
    if call.enclosing_func().is_none() {
        return package_level(cx, call, position);
    }
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
    let text = |name: &str| if cause { format!("defer {name}(nil)") } else { format!("defer {name}()") };
    let fix = match leaking.variable() {
        Some(_) => leaking.defer_fix(cx, "call it when the function returns", &text(name)),
        None => keep(cx, call, position, text),
    };
    // Whoever gets the context would find it cancelled.
    let fix = match outlives(cx, call) {
        true => fix.map(|fix| Fix { safety: Safety::Unsafe, ..fix }),
        false => fix,
    };
    cx.report(
        leaking
            .draft(cx, message)
            .here("keeps the derived context alive until it is called")
            .help(match leaking.variable() {
                Some(_) => leaking.advice(cx, "call", "defer the call on the next line"),
                None => "keep the cancel function and defer its call".to_owned(),
            })
            .fix_if(fix),
    )
}

/// `var ctx, _ = context.WithCancel(…)` at package level.
fn package_level<'a>(cx: &Cx<'a>, call: Call<'a>, position: usize) -> Option<()> {
    let SpecKind::Value { names, .. } = call.parent()?.as_spec()?.kind() else { return None };
    if !names.get(position)?.is_blank() {
        return None;
    }
    cx.report(
        Finding::at(call.head(), format!("the cancel function of `{}` is discarded", call.fun().text()))
            .here("nothing can end this context")
            .help("keep the cancel function and call it"),
    )
}

/// `ctx, _ := …` becomes `ctx, cancel := …` with the deferred call below.
fn keep<'a>(cx: &Cx<'a>, call: Call<'a>, position: usize, text: impl Fn(&str) -> String) -> Option<Fix> {
    let (op, targets, _) = call.parent()?.as_stmt()?.as_assign()?;
    let target = targets.get(position).filter(|target| target.is_blank())?;
    let name = "cancel";
    let func = call.enclosing_func()?;
    let taken = cx.is_shadowed(name, call) || func.idents_within().into_iter().any(|ident| ident.text() == name);
    if op != AssignOp::Define || taken {
        return None;
    }
    let fix = Fix::safe("keep the cancel function and defer its call").replace(target, name);
    cx.defer_after(call, &text(name), fix)
}

/// Whether the context may be used when the function has returned: it is returned, stored, sent or used by a goroutine.
fn outlives<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    let context = || {
        let (_, targets, _) = call.parent()?.as_stmt()?.as_assign()?;
        targets
            .iter()
            .find_map(|target| cx.variable(target).filter(|o| o.ty().is_some_and(|ty| ty.is("context.Context"))))
    };
    let Some(context) = context() else { return false };
    let func = call.enclosing_func();
    let end = call.span().end;
    cx.uses(context).filter(|mention| mention.span().start > end).any(|mention| {
        let Some(parent) = mention.parent() else { return true };
        let borrowed = match parent.as_call() {
            Some(outer) => outer.fun() == mention || outer.as_started().is_none(),
            None => parent.as_expr().is_some_and(|expr| expr.as_selector().is_some()),
        };
        !borrowed && !is_blank_use(parent, mention) || mention.enclosing_func() != func
    })
}

/// `_ = ctx`, or the target of an assignment.
fn is_blank_use<'a>(parent: Node<'a>, mention: Expr<'a>) -> bool {
    let assign = parent.as_stmt().and_then(Stmt::as_assign);
    assign.is_some_and(|(_, targets, _)| targets.iter().all(|target| target.is_blank() || target == mention))
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
    if !object.is_local() || cx.is_outer(object, func) || func.is_broken() {
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
    // Cancelled at once, it is meant to be a cancelled context.
    if stmt.next() == Some(plain) {
        return None;
    }
    // In a loop a deferred call would wait for the end of the function.
    if call.enclosing_loop().is_some() {
        return None;
    }
    let name = target.text();
    let cause = object.ty()?.is("context.CancelCauseFunc");
    let text = if cause { format!("defer {name}(nil)") } else { format!("defer {name}()") };
    let fix = (!outlives(cx, call))
        .then(|| cx.defer_after(call, &text, Fix::risky("call it when the function returns")))
        .flatten();
    cx.report(
        Finding::at(target, format!("`{name}` is called but not deferred: a panic skips it"))
            .label(Role::Call, plain, "called here, only when nothing panics before")
            .help("defer the call on the next line")
            .fix_if(fix)
            .strict(),
    )
}
