//! Uses of what this path has shown to be nil.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("nil-dereference"))
    .on(&[Kind::Selector, Kind::Star, Kind::Index, Kind::Call], check)
    .on(&[Kind::Call], check_arguments);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let expr = node.as_expr()?;
    let (x, what) = dereferenced(cx, expr)?;
    let x = x.unparen();
    if let Some(test) = just_tested(cx, x, expr) {
        return cx.report(
            Finding::at(x, format!("this panics: `{}` is nil here", x.text()))
                .here(what)
                .label(Role::Branch, test, "found nil by this test")
                .help("return early where it is nil, or set it first")
                .error(),
        );
    }
    judge(cx, x, what, || true)
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
    if cx.owner(variable) != x.enclosing_func()
        && let Some(declared) = cx.never_set(variable)
        && surely()
    {
        return cx.report(
            Finding::at(x, format!("this panics: `{name}` is nil here"))
                .here(what)
                .label(Role::Declared, declared, "declared without a value, and never set")
                .help("set it first")
                .error(),
        );
    }
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
        draft = draft.along(cx.told_nil(&path));
        return cx.report(draft.help("return early where it is nil, or set it first").error());
    }
    without_ok(cx, x, variable, what, &surely).or_else(|| with_error(cx, x, variable, what, surely))
}

/// The test that has just found it nil: `p == nil && p.f`, `p != nil || p.f`, and for a field `if s.p == nil { s.p.f }`, where
/// nothing in between could set it.
fn just_tested<'a>(cx: &Cx<'a>, x: Expr<'a>, within: Expr<'a>) -> Option<Expr<'a>> {
    let is_path = |mut expr: Expr<'a>| loop {
        expr = match expr.unparen().kind() {
            ExprKind::Ident(_) => return true,
            ExprKind::Selector { x, .. } => x,
            _ => return false,
        };
    };
    if !is_path(x) {
        return None;
    }
    // A part of a condition that says whether it is nil: `wanted` is the outcome of the whole that leads on.
    let tells = |cond: Expr<'a>, wanted: bool| -> Option<Expr<'a>> {
        let mut parts = vec![cond];
        while let Some(part) = parts.pop() {
            let (op, left, right) = match part.as_binary() {
                Some(binary) => binary,
                None => continue,
            };
            match (op, wanted) {
                (BinaryOp::LogicalAnd, true) | (BinaryOp::LogicalOr, false) => parts.extend([left, right]),
                (BinaryOp::Eq, true) | (BinaryOp::Ne, false) => {
                    let other = if cx.is_nil(right) { left } else { right };
                    if (cx.is_nil(left) || cx.is_nil(right)) && other.unparen().same_text(x) {
                        return Some(part);
                    }
                }
                _ => {}
            }
        }
        None
    };
    // Within one expression.
    let mut below = within;
    while let Some(outer) = below.parent().and_then(Node::as_expr) {
        match outer.kind() {
            ExprKind::Binary { op: BinaryOp::LogicalAnd, x: left, y } if y == below => {
                if let Some(test) = tells(left, true) {
                    return Some(test);
                }
            }
            ExprKind::Binary { op: BinaryOp::LogicalOr, x: left, y } if y == below => {
                if let Some(test) = tells(left, false) {
                    return Some(test);
                }
            }
            ExprKind::FuncLit(_) => return None,
            _ => {}
        }
        below = outer;
    }
    // A variable's paths are followed elsewhere.
    if x.ident().is_some() {
        return None;
    }
    let stmt = within.enclosing_stmt()?;
    let mut block = stmt.parent()?.as_stmt()?;
    let mut before: Vec<Stmt<'a>> = Vec::new();
    let mut at = stmt;
    loop {
        for sibling in block.stmts()?.iter().take_while(|sibling| *sibling != at) {
            before.push(sibling);
        }
        let around = block.parent()?.as_stmt()?;
        let StmtKind::If { cond, then, els, .. } = around.kind() else { return None };
        let test = if then == block {
            tells(cond, true)
        } else if els == Some(block) {
            tells(cond, false)
        } else {
            None
        };
        if let Some(test) = test {
            let root = x.root()?;
            let sets = |node: Node<'a>| {
                node.as_expr().is_some_and(|expr| matches!(expr.kind(), ExprKind::Call(_)))
                    || node.as_stmt().is_some_and(|stmt| match stmt.kind() {
                        StmtKind::Assign { lhs, .. } => {
                            lhs.iter().any(|target| target.root().is_some_and(|other| other.same_text(root)))
                        }
                        _ => false,
                    })
            };
            let untouched = before.iter().all(|stmt| !stmt.descendants().into_iter().any(sets));
            // A call in the statement itself may come first.
            let own = stmt.descendants().into_iter().filter(|node| node.span().end <= within.span().start).any(sets);
            return (untouched && !own).then_some(test);
        }
        at = around;
        block = around.parent()?.as_stmt()?;
    }
}

/// The value of `v, ok := m[k]` or `v, ok := x.(*T)` where `ok` is false.
fn without_ok<'a>(cx: &Cx<'a>, x: Expr<'a>, variable: Object<'a>, what: &str, surely: &dyn Fn() -> bool) -> Option<()> {
    if !cx.may_be_missing(variable) {
        return None;
    }
    let definitions = cx.reaching(x)?;
    let [Definition::Value(value)] = definitions[..] else { return None };
    let source = match value.unparen().kind() {
        ExprKind::Index { .. } => "the map has no such key",
        ExprKind::TypeAssert { .. } => "the value has another type",
        _ => return None,
    };
    let stmt = value.parent()?.as_stmt()?;
    let (_, targets, values) = stmt.as_assign()?;
    if targets.len() != 2 || values.len() != 1 {
        return None;
    }
    let ok = cx.variable(targets.last()?).filter(|object| *object != variable)?;
    let missing = |test: Test| match test {
        Test::Cond(id) if cx.is_use_of(Expr { tree: x.tree, id }, ok) => Some(false),
        _ => None,
    };
    let (func, way) = without(cx, x, variable, value, ok, missing)?;
    if !surely() {
        return None;
    }
    let name = x.text();
    let mut draft = Finding::at(x, format!("this panics: `{name}` is nil here, since {source}")).here(what).label(
        Role::Assigned,
        value,
        format!("nil where `{}` is false", ok.name()),
    );
    draft = draft.along(cx.told(func, &way));
    cx.report(draft.help("return where it is not there").error())
}

/// The operand that must not be nil, and what is done with it.
fn dereferenced<'a>(cx: &Cx<'a>, expr: Expr<'a>) -> Option<(Expr<'a>, &'static str)> {
    match expr.kind() {
        ExprKind::Selector { x, .. } => {
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
        // A call of a function variable.
        ExprKind::Call(call) if call.expr() == expr => {
            let fun = call.fun().unparen();
            fun.ident()?;
            let value = cx.variable(fun).is_some() && cx.type_of(fun)?.is_func()?;
            (value && call.as_started().is_none()).then_some((fun, "calls it"))
        }
        ExprKind::Star(x) => {
            let is_value = cx.is_type(x)? || !cx.type_of(x)?.is_pointer()?;
            (!is_value).then_some((x, "reads what it points to"))
        }
        ExprKind::Index { x, .. } => {
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
    let (tested, equal) = cx.nil_test(test, true)?;
    cx.is_use_of(tested, variable).then_some(equal)
}

/// A way from `from`, which sets the variable and what tells of it (`ok`, an error), to `x` on which that tells that there is no
/// value; `missing` is the outcome of a test that says so. `None` if some way to `x` says otherwise or nothing: it is the one
/// that is meant.
fn without<'a>(
    cx: &Cx<'a>,
    x: Expr<'a>,
    variable: Object<'a>,
    from: Expr<'a>,
    teller: Object<'a>,
    missing: impl Fn(Test) -> Option<bool>,
) -> Option<(Func<'a>, Walked<Option<bool>>)> {
    let func = x.enclosing_func()?;
    if !cx.is_plain_in(func, teller.id) {
        return None;
    }
    let (at, from) = (cx.point_in(func, x)?, cx.point_in(func, from)?);
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
            } else if cx.is_assigned_at(func, teller.id, point) || cx.is_assigned_at(func, variable.id, point) {
                *state = None;
            }
            Next::Go
        },
        |state, test, taken| {
            if state.is_some() {
                if let Some(outcome) = missing(test) {
                    *state = (taken == outcome).then_some(true);
                } else if nil_test(cx, test, variable).is_some() {
                    *state = None;
                }
            }
            true
        },
        |_| false,
    )?;
    (!clean).then_some((func, way))
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
    let missing = |test: Test| nil_test(cx, test, error).map(|equal| !equal);
    let (func, way) = without(cx, x, variable, call.expr(), error, missing)?;
    if !cx.program().flow?.nil_with_error(cx.callee(call)?.id, position) || !surely() {
        return None;
    }
    let name = x.text();
    let callee = call.name()?.text();
    let mut draft = Finding::at(x, format!("this panics: `{name}` is nil when `{callee}` fails")).here(what).label(
        Role::Acquired,
        call.head(),
        "returns nil with every error",
    );
    draft = draft.along(cx.told(func, &way));
    cx.report(draft.help("return the error before the result is used").error())
}
