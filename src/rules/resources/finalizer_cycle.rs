//! Finalizers that keep their object alive.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("finalizer-cycle")).on_call(&["runtime.SetFinalizer"], check);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let (subject, finalizer) = (call.arg(0)?, call.arg(1)?);
    // `SetFinalizer(x, nil)` clears it.
    if cx.is_nil(finalizer) {
        return None;
    }
    let object = cx.variable(subject.without_address())?;
    let literal = finalizer.as_func_lit();
    let captured = literal.and_then(|literal| cx.uses_within(object, literal).into_iter().next());
    // `SetFinalizer(x, x.close)`: a method value holds its receiver.
    let bound = finalizer.as_selector().filter(|(x, _)| cx.is_use_of(*x, object)).map(|(x, _)| x);
    let name = subject.text();
    match captured.or(bound) {
        Some(mention) => cx.report(
            Finding::at(mention, format!("the finalizer holds `{name}`, so it never runs"))
                .here("keeps the object alive")
                .label(Role::Call, call.head(), "set here")
                .help("use only the finalizer's own argument, or an explicit Close"),
        ),
        None if cx.is_test() => None,
        None => cx.report(
            Finding::at(call.head(), format!("nothing says when the finalizer of `{name}` runs"))
                .here("perhaps never")
                .help("offer an explicit Close; from Go 1.24 on runtime.AddCleanup is the safety net")
                .hint(),
        ),
    }
}
