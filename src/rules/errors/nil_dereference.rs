//! Uses of what this path has shown to be nil.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("nil-dereference"))
    .on(&[Kind::Selector, Kind::Star, Kind::Index], check)
    .on(&[Kind::Call], check_arguments);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let expr = node.as_expr()?;
    let (x, what) = dereferenced(cx, expr)?;
    judge(cx, x.unparen(), what, || true)
}

/// What is given to a function that dereferences it, whatever happens.
fn check_arguments<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_expr().filter(|expr| matches!(expr.kind(), ExprKind::Call(_)))?.as_call()?;
    for (at, argument) in call.args().iter().enumerate() {
        let x = argument.unparen();
        if x.ident().is_none() || call.as_started().is_some() || call.as_deferred().is_some() {
            continue;
        }
        let dereferences = || {
            let answer = || Some(cx.program().flow?.dereferences(cx.callee(call)?.id, at));
            answer().unwrap_or(false)
        };
        judge(cx, x, "the function that gets it reads what it points to", dereferences);
    }
    None
}

/// Whether a variable is nil where it is used so; `surely` is asked last.
fn judge<'a>(cx: &Cx<'a>, x: Expr<'a>, what: &'static str, surely: impl Fn() -> bool) -> Option<()> {
    let variable = cx.variable(x)?;
    if !variable.is_local() {
        return None;
    }
    let name = x.text();
    if let Some(path) = cx.nil_path(x)
        && (path.always || path.reason_is_test() && is_contradiction(cx, x, variable))
    {
        if !surely() {
            return None;
        }
        let message = if path.always {
            format!("this panics: `{name}` is nil here")
        } else {
            format!("this panics when `{name}` is nil, which is tested")
        };
        let mut draft = Finding::at(x, message).here(what);
        for label in cx.nil_labels(&path) {
            draft = draft.label(label.role, label.place, label.message);
        }
        return cx.report(draft.help("return early where it is nil, or set it first").error());
    }
    with_error(cx, x, variable, what, surely)
}

/// The operand that must not be nil, and what is done with it.
fn dereferenced<'a>(cx: &Cx<'a>, expr: Expr<'a>) -> Option<(Expr<'a>, &'static str)> {
    match expr.kind() {
        ExprKind::Selector { x, .. } => {
            x.unparen().ident()?;
            let selection = cx.selection(expr)?;
            let ty = cx.type_of(x)?;
            match selection.kind {
                SelectionKind::Field => ty.is_pointer()?.then_some((x, "reads a field of it")),
                SelectionKind::Method if ty.is_interface()? => Some((x, "calls a method of it")),
                // A method with a value receiver copies what the pointer points to.
                SelectionKind::Method if ty.is_pointer()? && selection.path.len() == 1 => {
                    let receiver = Object { store: cx.store(), id: selection.object }.raw().receiver()?;
                    (!receiver.pointer).then_some((x, "copies what it points to"))
                }
                _ => None,
            }
        }
        ExprKind::Star(x) => {
            x.unparen().ident()?;
            let is_value = cx.is_type(x)? || !cx.type_of(x)?.is_pointer()?;
            (!is_value).then_some((x, "reads what it points to"))
        }
        ExprKind::Index { x, .. } => {
            x.unparen().ident()?;
            let array = !cx.is_type(x)? && cx.type_of(x)?.is_pointer()?;
            array.then_some((x, "reads an element of it"))
        }
        _ => None,
    }
}

/// Whether the variable was tested in a branch that goes on, with nothing else decided since.
fn is_contradiction<'a>(cx: &Cx<'a>, x: Expr<'a>, variable: Object<'a>) -> bool {
    // The branch of the test must surely come here: `if p == nil { log() }; p.f`.
    let judge = || -> Option<bool> {
        let func = x.enclosing_func()?;
        let at = cx.point_in(func, x)?;
        let way = cx.search_with_tests(
            func,
            None::<u32>,
            |since, point, _| {
                if cx.is_assigned_at(func, variable.id, point) {
                    *since = None;
                }
                if point == at && since.is_some() { Next::Found } else { Next::Go }
            },
            |since, test, taken| {
                match (nil_test(cx, test, variable), &since) {
                    (Some(equal), _) => *since = (equal == taken).then_some(0),
                    // Any other decision may follow from it.
                    (None, Some(_)) => *since = None,
                    _ => {}
                }
                true
            },
            |_| false,
        );
        Some(way.is_some())
    };
    judge().unwrap_or(false)
}

/// `variable == nil` (true), `variable != nil` (false).
fn nil_test<'a>(cx: &Cx<'a>, test: Test, variable: Object<'a>) -> Option<bool> {
    let Test::Cond(cond) = test else { return None };
    let (op, x, y) = Expr { tree: cx.tree(), id: cond }.as_binary()?;
    let other = if cx.is_nil(y) {
        x
    } else if cx.is_nil(x) {
        y
    } else {
        return None;
    };
    if !cx.is_use_of(other, variable) {
        return None;
    }
    match op {
        BinaryOp::Eq => Some(true),
        BinaryOp::Ne => Some(false),
        _ => None,
    }
}

/// A result used where its error is not nil, when the callee returns nil exactly then.
fn with_error<'a>(cx: &Cx<'a>, x: Expr<'a>, variable: Object<'a>, what: &str, surely: impl Fn() -> bool) -> Option<()> {
    if !cx.may_be_nil_with_error(variable) {
        return None;
    }
    let definitions = cx.reaching(x)?;
    let [Definition::Result { call, position }] = definitions[..] else { return None };
    let stmt = call.enclosing_stmt()?;
    let (_, targets, _) = stmt.as_assign()?;
    let error = cx.variable(targets.last()?)?;
    if error == variable || !error.ty()?.is_error() || position + 1 >= targets.len() {
        return None;
    }
    let func = x.enclosing_func()?;
    if !cx.is_plain_in(func, error.id) {
        return None;
    }
    let (at, from) = (cx.point_in(func, x)?, cx.point_in(func, call)?);
    // Every way to here must come with an error: one without is the way that is meant.
    let mut clean = false;
    let way = cx.search_with_tests(
        func,
        None,
        |state: &mut Option<bool>, point, _| {
            if point == at {
                match *state {
                    Some(true) => return Next::Found,
                    _ => clean = true,
                }
            }
            if point == from {
                *state = Some(false);
            } else if cx.is_assigned_at(func, error.id, point) || cx.is_assigned_at(func, variable.id, point) {
                *state = None;
            }
            Next::Go
        },
        |state, test, taken| {
            if state.is_some()
                && let Some(equal) = nil_test(cx, test, error)
            {
                *state = if equal == taken { None } else { Some(true) };
            } else if state.is_some() && nil_test(cx, test, variable).is_some() {
                *state = None;
            }
            true
        },
        |_| false,
    )?;
    if clean || !cx.program().flow?.nil_with_error(cx.callee(call)?.id, position) || !surely() {
        return None;
    }
    let name = x.text();
    let callee = call.name()?.text();
    let mut draft = Finding::at(x, format!("this panics: `{name}` is nil when `{callee}` fails")).here(what).label(
        Role::Acquired,
        call.head(),
        "returns nil with every error",
    );
    for label in cx.walked_labels(func, &way) {
        draft = draft.label(label.role, label.place, label.message);
    }
    cx.report(draft.help("return the error before the result is used").error())
}
