//! Uses of what this path has shown to be nil.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("nil-dereference"))
    .on(&[Kind::Selector, Kind::Star, Kind::Index, Kind::Slice, Kind::TypeAssert, Kind::Call], check)
    .on(&[Kind::Range], check_range)
    .on(&[Kind::Call], check_arguments);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let expr = node.as_expr()?;
    let (x, what) = dereferenced(cx, expr)?;
    let x = x.unparen();
    let surely = || match expr.as_selector().and_then(|_| cx.selection(expr)) {
        // A method with a pointer receiver may be called on nil.
        Some(selection)
            if selection.kind == SelectionKind::Method && cx.type_of(x).and_then(Ty::is_pointer) == Some(true) =>
        {
            let method = Object { store: cx.store(), id: selection.object };
            let takes_pointer = method.raw().receiver().is_some_and(|receiver| receiver.pointer);
            !takes_pointer || cx.program().flow.is_some_and(|flow| flow.dereferences(method.id, Param::Receiver))
        }
        _ => true,
    };
    if let Some(test) = just_tested(x, cx, expr).filter(|_| surely()) {
        return cx.report(
            Finding::at(x, format!("this panics: `{}` is nil here", x.text()))
                .here(what)
                .label(Role::Branch, test, "found nil by this test")
                .help("return early where it is nil, or set it first")
                .error(),
        );
    }
    judge(cx, x, what, surely)
}

/// A range over what a pointer to an array points to, or over a function.
fn check_range<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let StmtKind::Range { x, value, .. } = node.as_stmt()?.kind() else { return None };
    let ty = cx.type_of(x)?;
    if ty.is_func()? {
        return judge(cx, x.unparen(), "calls it", || true);
    }
    // Without a value only the length of the type counts.
    value.filter(|value| !value.is_blank())?;
    if ty.is_pointer()? { judge(cx, x.unparen(), "reads an element of it", || true) } else { None }
}

/// What is given to a function that dereferences it, whatever happens.
fn check_arguments<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_expr().filter(|expr| matches!(expr.kind(), ExprKind::Call(_)))?.as_call()?;
    for (at, argument) in call.args().iter().enumerate() {
        let x = argument.unparen();
        let literal = cx.is_nil(x) || cx.is_converted_nil(x);
        if !literal && cx.var_place(x).is_none() || call.as_started().is_some() || call.as_deferred().is_some() {
            continue;
        }
        let dereferences = || {
            let answer = || Some(cx.program().flow?.dereferences(cx.callee(call)?.id, Param::At(at)));
            answer().unwrap_or(false)
        };
        if !literal {
            judge(cx, x, "the function that gets it reads what it points to", dereferences);
        } else if !cx.is_test() && dereferences() {
            cx.report(
                Finding::at(x, "this panics: the function reads what this nil should point to")
                    .here("dereferenced there, whatever happens")
                    .help("give it a value, or let the function accept nil")
                    .error(),
            );
        }
    }
    None
}

/// Whether a variable or field is nil where it is used so; `surely` is asked last.
fn judge<'a>(cx: &Cx<'a>, x: Expr<'a>, what: &'static str, surely: impl Fn() -> bool) -> Option<()> {
    let variable = cx.variable(x);
    let name = x.text();
    let declared = match variable {
        Some(variable) if !variable.is_local() => return None,
        Some(variable) if cx.owner(variable) != x.enclosing_func() => cx.never_set(variable),
        _ => None,
    };
    let is_nil = |role: Role, place: Place, why: &str| {
        Finding::at(x, format!("this panics: `{name}` is nil here"))
            .here(what)
            .label(role, place, why)
            .help("set it first")
            .error()
    };
    if let Some(declared) = declared
        && surely()
    {
        return cx.report(is_nil(Role::Declared, declared.place(), "declared without a value, and never set"));
    }
    if let Some(path) = cx.nil_path(x)
        && (path.always || path.reason_is_test() && cx.goes_on_nil(x))
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
    let variable = variable?;
    if let Some(case) = case_of_nil(cx, x, variable).filter(|_| surely()) {
        return cx.report(is_nil(Role::Branch, case.place(), "the case of nil"));
    }
    without_ok(cx, x, variable, what, &surely).or_else(|| with_error(cx, x, variable, what, surely))
}

/// The `nil` of the only case of the clause for which a type switch binds the variable.
fn case_of_nil<'a>(cx: &Cx<'a>, x: Expr<'a>, variable: Object<'a>) -> Option<Expr<'a>> {
    let clause = x.ancestors().filter_map(Node::as_stmt).find(|stmt| cx.bound_by(*stmt) == Some(variable))?;
    let StmtKind::Case { values, .. } = clause.kind() else { return None };
    let plain = cx.is_plain_in(x.enclosing_func()?, variable.id);
    values.only().filter(|value| plain && cx.is_nil(*value))
}

/// The part of the same expression that has just found it nil: `p == nil && p.f`, `p != nil || p.f`.
fn just_tested<'a>(x: Expr<'a>, cx: &Cx<'a>, within: Expr<'a>) -> Option<Expr<'a>> {
    cx.var_place(x)?;
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
    let mut below = within;
    while let Some(outer) = below.parent().and_then(Node::as_expr) {
        let test = match outer.kind() {
            ExprKind::Binary { op: BinaryOp::LogicalAnd, x: left, y } if y == below => tells(left, true),
            ExprKind::Binary { op: BinaryOp::LogicalOr, x: left, y } if y == below => tells(left, false),
            ExprKind::FuncLit(_) => return None,
            _ => None,
        };
        if test.is_some() {
            return test;
        }
        below = outer;
    }
    None
}

/// The value of `v, ok := m[k]`, `v, ok := x.(*T)` or `v, ok := <-ch` where `ok` is false.
fn without_ok<'a>(cx: &Cx<'a>, x: Expr<'a>, variable: Object<'a>, what: &str, surely: &dyn Fn() -> bool) -> Option<()> {
    if !cx.may_be_missing(variable) {
        return None;
    }
    let definitions = cx.reaching(x)?;
    let [Definition::Value(value)] = definitions[..] else { return None };
    let source = match value.unparen().kind() {
        ExprKind::Index { .. } => "the map has no such key",
        ExprKind::TypeAssert { .. } => "the value has another type",
        ExprKind::Unary { op: UnaryOp::Recv, .. } => "the channel is closed",
        _ => return None,
    };
    let stmt = value.parent()?.as_stmt()?;
    let (_, targets, values) = stmt.as_assign()?;
    if targets.len() != 2 || values.len() != 1 {
        return None;
    }
    let ok = cx.variable(targets.last()?).filter(|object| *object != variable)?;
    let (func, way) = without(cx, x, variable, &[value], ok, Tied::Bool(true))?;
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
                    Some((
                        x,
                        if receiver.pointer {
                            "the method reads what it points to"
                        } else {
                            "copies what it points to"
                        },
                    ))
                }
                _ => None,
            }
        }
        // A call of a function variable.
        ExprKind::Call(call) if call.expr() == expr => {
            let fun = call.fun().unparen();
            let value = cx.callee(call).is_none() && cx.var_place(fun).is_some() && cx.type_of(fun)?.is_func()?;
            value.then_some((fun, "calls it"))
        }
        ExprKind::Star(x) => {
            let is_value = cx.is_type(x)? || !cx.type_of(x)?.is_pointer()?;
            (!is_value).then_some((x, "reads what it points to"))
        }
        ExprKind::Index { x, .. } | ExprKind::Slice { x, .. } => {
            let array = !cx.is_type(x)? && cx.type_of(x)?.is_pointer()?;
            array.then_some((x, "reads an element of it"))
        }
        // `x.(T)` that panics where it fails.
        ExprKind::TypeAssert { x, ty: Some(_) } => {
            let stmt = expr.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign);
            let alone = stmt.is_none_or(|(_, targets, values)| targets.len() == values.len())
                && expr.parent()?.as_spec().is_none();
            alone.then_some((x, "no type is that of nil"))
        }
        _ => None,
    }
}

/// A way from one of `from`, which set the variable and what tells of it (`ok`, an error), to `x` on which that tells that there is
/// no value; `good` is what it tells otherwise. `None` if some way to `x` says so or nothing: it is the one that is meant.
fn without<'a>(
    cx: &Cx<'a>,
    x: Expr<'a>,
    variable: Object<'a>,
    from: &[Expr<'a>],
    teller: Object<'a>,
    good: Tied,
) -> Option<(Func<'a>, Walked<Option<bool>>)> {
    let func = x.enclosing_func()?;
    if !cx.is_plain_in(func, teller.id) {
        return None;
    }
    let at = cx.point_in(func, x)?;
    let from: Vec<Point> = from.iter().filter_map(|from| cx.point_in(func, *from)).collect();
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
            if from.contains(&point) {
                *state = Some(false);
            } else if cx.is_assigned_at(func, teller.id, point) || cx.is_assigned_at(func, variable.id, point) {
                *state = None;
            }
            Next::Go
        },
        |state, test, taken| {
            if state.is_some() {
                if let Some(outcome) = cx.denied(test, teller, good) {
                    *state = (taken == outcome).then_some(true);
                } else if cx.nil_test_of(test, variable).is_some() {
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
    let mut calls: Vec<(Call<'a>, usize)> = Vec::new();
    let mut teller = None;
    for definition in cx.reaching(x)? {
        let Definition::Result { call, position } = definition else { return None };
        let (_, targets, _) = call.enclosing_stmt()?.as_assign()?;
        let last = cx.variable(targets.last()?)?;
        if last == variable || position + 1 >= targets.len() || teller.is_some_and(|teller| teller != last) {
            return None;
        }
        teller = Some(last);
        calls.push((call, position));
    }
    let (teller, &(call, position)) = (teller?, calls.first()?);
    let good = if teller.ty()?.is_error() { Tied::Nil } else { Tied::Bool(true) };
    let from: Vec<Expr<'a>> = calls.iter().map(|(call, _)| call.expr()).collect();
    let (func, way) = without(cx, x, variable, &from, teller, good)?;
    let flow = cx.program().flow?;
    let all =
        calls.iter().all(|(call, _)| cx.callee(*call).is_some_and(|callee| flow.nil_with_error(callee.id, position)));
    if !all || !surely() {
        return None;
    }
    let name = x.text();
    let callee = call.name()?.text();
    let mut draft = Finding::at(x, format!("this panics: `{name}` is nil when `{callee}` fails")).here(what).label(
        Role::Acquired,
        call.head(),
        if good == Tied::Nil { "returns nil with every error" } else { "returns nil with every `false`" },
    );
    draft = draft.along(cx.told(func, &way));
    let help =
        if good == Tied::Nil { "return the error before the result is used" } else { "return where there is none" };
    cx.report(draft.help(help).error())
}
