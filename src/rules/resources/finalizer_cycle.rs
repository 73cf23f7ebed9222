//! Finalizers and cleanups that keep their object alive.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("finalizer-cycle"))
    .on_call(&["runtime.SetFinalizer"], check)
    .on_call(&["runtime.AddCleanup"], check_cleanup);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let (subject, finalizer) = (call.arg(0)?, call.arg(1)?);
    // `SetFinalizer(x, nil)` clears it.
    if cx.is_nil(finalizer) {
        return None;
    }
    if let Some((mention, how)) = cx.variable(subject.without_address()).and_then(|object| {
        let held = holds(cx, finalizer, object).map(|mention| (mention, "the finalizer"));
        held.or_else(|| refers_to_itself(cx, call, object).map(|mention| (mention, "the object graph")))
    }) {
        return cx.report(
            Finding::at(mention, format!("{how} holds `{}`, so it never runs", subject.without_address().text()))
                .here("keeps the object alive")
                .label(Role::Call, call.head(), "set here")
                .help("use only the finalizer's own argument, or an explicit Close"),
        );
    }
    if cx.is_test() {
        return None;
    }
    cx.report(
        Finding::at(call.head(), format!("nothing says when the finalizer of `{}` runs", subject.text()))
            .here("perhaps never")
            .help("offer an explicit Close; from Go 1.24 on runtime.AddCleanup is the safety net")
            .hint(),
    )
}

/// `AddCleanup(x, f, arg)` runs once x cannot be reached, and both f and arg are reached from the cleanup.
fn check_cleanup<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let object = cx.variable(call.arg(0)?.without_address())?;
    let argument = call.arg(2)?;
    let mention = match holds(cx, call.arg(1)?, object) {
        Some(mention) => mention,
        None => Some(argument.without_address()).filter(|arg| cx.is_use_of(*arg, object))?,
    };
    cx.report(
        Finding::at(mention, format!("the cleanup holds `{}`, so it never runs", object.name()))
            .here("keeps the object alive")
            .label(Role::Call, call.head(), "set here")
            .help("pass the cleanup what it needs, but not the object"),
    )
}

/// Where a function value refers to the object: a literal that captures it (also by way of a variable), a method bound to it.
fn holds<'a>(cx: &Cx<'a>, function: Expr<'a>, object: Object<'a>) -> Option<Expr<'a>> {
    if let Some(literal) = function.as_func_lit() {
        return cx.uses_within(object, literal).into_iter().next();
    }
    if let Some((x, _)) = function.as_selector() {
        return Some(x).filter(|x| cx.is_use_of(*x, object));
    }
    let sources = cx.sources(function).filter(|_| cx.variable(function).is_some())?;
    sources.into_iter().find_map(|source| match source {
        Definition::Value(value) if value.ident().is_none() => holds(cx, value, object),
        _ => None,
    })
}

/// `x.next = x`, also by way of a literal: `x.owner = &owner{x}`. Nothing in a cycle with a finalizer is ever collected.
fn refers_to_itself<'a>(cx: &Cx<'a>, call: Call<'a>, object: Object<'a>) -> Option<Expr<'a>> {
    let func = call.enclosing_func()?;
    func.own_nodes().into_iter().filter_map(Node::as_stmt).find_map(|stmt| {
        let (_, targets, values) = stmt.as_assign()?;
        targets.iter().zip(values.iter()).find_map(|(target, value)| {
            let (x, _) = target.as_selector()?;
            let held = value.without_address();
            let pointer = object.ty()?.is_pointer()?;
            let elements = |held: Expr<'a>| {
                let (_, elements) = held.as_composite()?;
                elements.iter().find_map(|element| {
                    let value = match element.kind() {
                        ExprKind::KeyValue { value, .. } => value,
                        _ => element,
                    };
                    (pointer && cx.is_use_of(value, object)).then_some(value)
                })
            };
            let mention = match cx.is_use_of(held, object) && (pointer || held != value) {
                true => Some(held),
                false => elements(held),
            };
            mention.filter(|_| cx.is_use_of(x, object))
        })
    })
}
