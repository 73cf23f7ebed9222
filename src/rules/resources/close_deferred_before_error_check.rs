//! A release deferred between the call and the check of its error.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("close-deferred-before-error-check")).on(&[Kind::Defer], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let stmt = node.as_stmt()?;
    let StmtKind::Defer(deferred) = stmt.kind() else { return None };
    let call = deferred.as_call()?;
    let name = call.name()?.text();
    if !matches!(name, "Close" | "Stop" | "Release" | "Rollback") {
        return None;
    }
    let receiver = call.qualifier()?;
    let value = cx.variable(receiver.root()?)?;
    // The statement before it makes the value together with an error.
    let open = stmt.previous()?;
    let (_, targets, values) = open.as_assign()?;
    let opening = values.only()?.as_call()?;
    let first = targets.first()?;
    let last = targets.last().filter(|last| *last != first)?;
    if cx.denotes(first)? != value {
        return None;
    }
    let results = cx.type_of(opening.expr())?.parts();
    if !results.last()?.is_some_and(Ty::is_error) {
        return None;
    }
    // A value that cannot be nil has no method that fails for it.
    if !cx.type_of(first).or_else(|| value.ty())?.is_nilable()? {
        return None;
    }
    if last.is_blank() {
        return None; // thrown away on purpose, which is another rule's matter
    }
    let error = cx.denotes(last)?;
    // Then the error is tested: by the next statement that mentions it.
    let next = stmt.next()?;
    let StmtKind::If { cond, .. } = next.kind() else { return None };
    let tests = cond
        .as_binary()
        .is_some_and(|(op, x, y)| matches!(op, BinaryOp::Ne | BinaryOp::Eq) && cx.is_use_of(x, error) && cx.is_nil(y));
    if !tests || accepts_nil(cx, call) {
        return None;
    }
    let fix = Fix::risky("test the error first").remove_lines(stmt).line_after(next, stmt.text());
    cx.report(
        Finding::at((stmt, stmt.head()), format!("`{}` is deferred before the error is tested", call.fun().text()))
            .here("meets a nil value when the call has failed")
            .label(Role::Acquired, first, "nil when the error is not")
            .label(Role::Note, (next, next.head()), "tested only here")
            .help("test the error first, then defer")
            .fix(fix),
    )
}

/// Whether the method works on a nil receiver: that of `*os.File` returns an error then.
fn accepts_nil<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    cx.calls(call, "(*os.File).Close") == Some(true)
}
