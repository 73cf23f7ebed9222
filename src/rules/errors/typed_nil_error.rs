//! Nil pointers that become interface values which are not nil.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("typed-nil-error"))
    .on(&[Kind::Return, Kind::Assign, Kind::ValueSpec, Kind::Send], check)
    .on(&[Kind::Call], check_arguments)
    .on(&[Kind::CompositeLit], check_elements);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    if let Some(spec) = node.as_spec() {
        let SpecKind::Value { ty: Some(ty), values, .. } = spec.kind() else { return None };
        let target = cx.type_of(ty)?;
        for value in values.iter() {
            becomes(cx, value, target, "is stored");
        }
        return Some(());
    }
    let stmt = node.as_stmt()?;
    match stmt.kind() {
        StmtKind::Return(values) => {
            let func = stmt.enclosing_func()?;
            let results = func.results()?.entries();
            let targets: Vec<Option<Ty<'a>>> = results.iter().map(|(_, field)| cx.type_of(field.ty())).collect();
            if values.len() == targets.len() {
                for (value, target) in values.iter().zip(targets) {
                    target.and_then(|target| becomes(cx, value, target, "is returned"));
                }
            } else {
                spread(cx, values.only()?, &targets, "is returned");
            }
        }
        StmtKind::Assign { op: AssignOp::Assign | AssignOp::Define, lhs, rhs } => {
            // A variable that `:=` declares has the type of its value.
            let targets: Vec<Option<Ty<'a>>> = lhs
                .iter()
                .map(|target| Some(target).filter(|t| !t.is_blank()).and_then(|t| target_type(cx, t)))
                .collect();
            if lhs.len() == rhs.len() {
                for (value, target) in rhs.iter().zip(targets) {
                    target.and_then(|target| becomes(cx, value, target, "is stored"));
                }
            } else {
                spread(cx, rhs.only()?, &targets, "is stored");
            }
        }
        StmtKind::Send { chan, value } => {
            becomes(cx, value, cx.type_of(chan)?.elem()?, "is sent");
        }
        _ => {}
    }
    Some(())
}

/// The type of what is assigned to; that of a variable where the expression itself has none.
fn target_type<'a>(cx: &Cx<'a>, target: Expr<'a>) -> Option<Ty<'a>> {
    cx.type_of(target).or_else(|| cx.variable(target)?.ty())
}

/// `return pair()`, `n, err = pair()`: each result of the call becomes one target.
fn spread<'a>(cx: &Cx<'a>, value: Expr<'a>, targets: &[Option<Ty<'a>>], how: &str) -> Option<()> {
    let call = value.as_call()?;
    let parts = cx.type_of(value)?.parts();
    for (position, (part, target)) in parts.iter().zip(targets).enumerate() {
        let (Some(part), Some(target)) = (part, target) else { continue };
        if !target.is_error() || !part.is_pointer()? || part.is_type_param() {
            continue;
        }
        if let Some(nil) = gives_nil(cx, call, position, DEPTH) {
            report_call(cx, value, call, *part, *target, how, nil);
        }
    }
    Some(())
}

/// Arguments for parameters of type `error` or another interface with methods; `any` often takes a nil pointer on purpose
/// (printing, encoding). Operands of a conversion to an interface.
fn check_arguments<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    if !call.args().iter().any(|argument| argument.ident().is_some() || argument.as_call().is_some()) {
        return None;
    }
    if cx.is_conversion(call) == Some(true) {
        let target = cx.type_of(call.fun())?;
        return if target.is_error() { becomes(cx, call.args().only()?, target, "is converted to") } else { None };
    }
    let callee = cx.callee(call)?;
    if callee.builtin() == Some(Builtin::Append) {
        let target = cx.type_of(call.arg(0)?)?.elem().filter(|elem| elem.is_error())?;
        for argument in call.args().iter().skip(1).filter(|_| !call.is_spread()) {
            becomes(cx, argument, target, "is stored");
        }
        return Some(());
    }
    // errors.Is(err, (*T)(nil)) and the like compare on purpose.
    if callee.builtin().is_some() || callee.package_path() == Some("errors") {
        return None;
    }
    let params = cx.type_of(call.fun())?.params()?;
    for (argument, param) in call.args().iter().zip(params) {
        let Some(target) = param else { continue };
        let empty = target.is_any_of(&["any", "interface{}"]);
        // Only what this function shows to be nil; a conversion that is written down is meant.
        let shown = target.is_interface() == Some(true) && !empty && argument.unparen().ident().is_some();
        if target.is_error() || shown && !cx.is_test() {
            becomes(cx, argument, target, "is passed");
        }
    }
    Some(())
}

/// Fields and elements of literals.
fn check_elements<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let literal = node.as_expr()?;
    let (_, elements) = literal.as_composite()?;
    if elements.is_empty() {
        return None;
    }
    let ty = cx.type_of(literal)?;
    let ty = ty.pointee().unwrap_or(ty);
    let fields = ty.fields();
    for (at, element) in elements.iter().enumerate() {
        let (value, target) = match (element.kind(), fields) {
            (ExprKind::KeyValue { key, value }, Some(_)) => (value, ty.field(key.text())),
            (ExprKind::KeyValue { value, .. }, None) => (value, ty.elem()),
            (_, Some(fields)) => (element, fields.get(at).and_then(|field| Ty::known(cx.store(), field.ty))),
            (_, None) => (element, ty.elem()),
        };
        let Some(target) = target.filter(|target| !target.is_any_of(&["any", "interface{}"])) else { continue };
        becomes(cx, value, target, "is stored");
    }
    Some(())
}

/// Reports `value` if it is a pointer that is nil on some path and `target` an interface.
fn becomes<'a>(cx: &Cx<'a>, value: Expr<'a>, target: Ty<'a>, how: &str) -> Option<()> {
    if target.is_type_param() || !target.is_interface()? {
        return None;
    }
    let shape = value.unparen();
    if shape.ident().is_none() && shape.as_call().is_none() {
        return None;
    }
    let ty = cx.type_of(value)?;
    if !ty.is_pointer()? || ty.is_type_param() {
        return None;
    }
    let interface = interface_name(cx, target);
    if cx.is_converted_nil(value) {
        // `var _ I = (*T)(nil)` asserts an implementation.
        if value.enclosing_func().is_none() || how == "is stored" && is_assertion(value) {
            return None;
        }
        let pointer = cx.show_type(ty);
        return cx.report(
            Finding::at(value, format!("a nil `{pointer}` {how} as a `{interface}` that is not nil"))
                .here(format!("the `{interface}` holds a type, so it is not nil"))
                .help("use a plain nil"),
        );
    }
    if let Some(call) = shape.as_call() {
        // Other interfaces often hold what a lookup gave, and nobody compares them with nil.
        let compared = || {
            let methods = !target.is_any_of(&["any", "interface{}"]);
            methods && (how == "is returned" && !accepts_nil(cx, ty, target) || is_compared_later(cx, value))
        };
        let nil = gives_nil(cx, call, 0, DEPTH).filter(|_| target.is_error() || compared())?;
        return report_call(cx, value, call, ty, target, how, nil);
    }
    let object = cx.variable(shape)?;
    if accepts_nil(cx, ty, target) {
        return None;
    }
    let Some(path) = cx.nil_path(value) else {
        let (call, position) = nil_from_call(cx, value, object).filter(|_| target.is_error())?;
        let nil = gives_nil(cx, call, position, DEPTH)?;
        return report_call(cx, value, call, ty, target, how, nil);
    };
    // Where no case of a type switch fits; whoever writes none thinks that one always does.
    if path.tests.iter().any(|(test, taken, _)| matches!(test, Test::Type { .. }) && !taken) {
        return None;
    }
    let name = object.name();
    let mut draft =
        Finding::at(value, format!("`{name}` is nil on some path, yet the {interface} that {how} is not nil"))
            .here(format!("a nil `{}` in the interface: `!= nil` is true", cx.show_type(ty)));
    draft = draft.along(cx.told_nil(&path));
    let fix = always_nil_fix(cx, value, object, path.always);
    cx.report(draft.help(help(how)).fix_if(fix))
}

/// Whether the variable that a value is stored in is compared with nil in the same function.
fn is_compared_later<'a>(cx: &Cx<'a>, value: Expr<'a>) -> bool {
    let compared = || -> Option<bool> {
        let parent = value.parent()?;
        let (targets, values) = match parent.as_spec().map(Spec::kind) {
            Some(SpecKind::Value { names, values, .. }) => (names, values),
            _ => {
                let (_, targets, values) = parent.as_stmt()?.as_assign()?;
                (targets, values)
            }
        };
        let stored = cx.variable(targets.get(values.iter().position(|other| other == value)?)?)?;
        let func = value.enclosing_func()?;
        Some(cx.uses_within(stored, func).into_iter().any(|mention| {
            let comparison = mention.parent().and_then(Node::as_expr).and_then(Expr::as_binary);
            comparison
                .is_some_and(|(op, x, y)| matches!(op, BinaryOp::Eq | BinaryOp::Ne) && (cx.is_nil(x) || cx.is_nil(y)))
        }))
    };
    compared().unwrap_or(false)
}

fn interface_name<'a>(cx: &Cx<'a>, target: Ty<'a>) -> String {
    if target.is_error() { "error".to_owned() } else { cx.show_type(target) }
}

fn help(how: &str) -> &'static str {
    match how {
        "is returned" => "return a literal nil where nothing failed, or declare the variable with the interface's type",
        _ => "declare the variable with the interface's type",
    }
}

/// A result that is nil on some path of the function that is called.
fn report_call<'a>(
    cx: &Cx<'a>,
    value: Expr<'a>,
    call: Call<'a>,
    ty: Ty<'a>,
    target: Ty<'a>,
    how: &str,
    nil: Place,
) -> Option<()> {
    let name = match call.fun().text() {
        text if text.len() > 28 || text.contains('\n') => "this call".to_owned(),
        text => format!("`{text}`"),
    };
    let (interface, pointer) = (interface_name(cx, target), cx.show_type(ty));
    let at = if value.as_call() == Some(call) { call.head() } else { value };
    let draft = Finding::at(at, format!("{name} may give a nil pointer, yet the {interface} here is never nil"))
        .here(format!("a nil `{pointer}` {how} in an interface: `!= nil` is true"))
        .help("test the pointer first and use a literal nil, or let the function return the interface");
    let draft = if at == value && value.as_call().is_none() {
        draft.label(Role::Assigned, call.head(), "the pointer comes from here")
    } else {
        draft
    };
    cx.report(if nil.file == cx.tree().file { draft.label(Role::Returns, nil, "gives nil here") } else { draft })
}

/// How many calls are followed to the function that gives nil.
const DEPTH: u8 = 2;

/// Where the function that is called gives a nil pointer as the result at this position, without an error or a Boolean
/// beside it that would say so.
fn gives_nil<'a>(cx: &Cx<'a>, call: Call<'a>, position: usize, depth: u8) -> Option<Place> {
    let (other, func) = cx.callee_body(call)?;
    let results = func.results()?.entries();
    let beside = |(at, (_, field)): (usize, &(Option<Expr<'a>>, Field<'a>))| {
        at != position
            && other
                .type_of(field.ty())
                .is_none_or(|ty| ty.is_error() || ty.is_boolean() == Some(true) || ty.is_pointer() == Some(true))
    };
    if results.iter().enumerate().any(beside) {
        return None;
    }
    let receiver = func.receiver().and_then(|field| other.object(field.names().first()?));
    let returns = func.own_nodes().into_iter().filter_map(Node::as_stmt);
    returns.filter_map(|stmt| Some((stmt, stmt.as_return()?))).find_map(|(stmt, values)| {
        let value = values.get(position).filter(|_| values.len() == results.len())?.unparen();
        // A method of nil that gives nil (the getters of generated code) is asked only where there is something.
        let of_nil = stmt.ancestors().take_while(|node| node.node_kind() != Kind::Func).any(|node| {
            let Some(StmtKind::If { cond, .. }) = node.as_stmt().map(Stmt::kind) else { return false };
            receiver.is_some_and(|receiver| other.mentions(cond, receiver) && cond.text().contains("nil"))
        });
        if of_nil {
            return None;
        }
        let nil = other.is_nil(value) || other.is_converted_nil(value) || other.nil_path(value).is_some();
        if nil {
            return Some(value.place());
        }
        let inner = value.as_call().filter(|_| depth > 1)?;
        gives_nil(&other, inner, 0, depth - 1)
    })
}

/// The call that gave the variable its value on a path that has not found it to be something.
fn nil_from_call<'a>(cx: &Cx<'a>, value: Expr<'a>, object: Object<'a>) -> Option<(Call<'a>, usize)> {
    let func = value.enclosing_func()?;
    let at = cx.point_in(func, value)?;
    let sources: Vec<(Call<'a>, usize)> = cx
        .reaching(value.unparen())?
        .into_iter()
        .filter_map(|source| match source {
            Definition::Value(made) => Some((made.as_call()?, 0)),
            Definition::Result { call, position } => Some((call, position)),
            _ => None,
        })
        .filter(|(call, position)| gives_nil(cx, *call, *position, DEPTH).is_some())
        .collect();
    sources.into_iter().find(|(call, _)| {
        let made = cx.point_in(func, *call);
        let way = cx.search_with_tests(
            func,
            false,
            |unknown: &mut bool, point, _| {
                if point == at && *unknown {
                    return Next::Found;
                }
                if Some(point) == made {
                    *unknown = true;
                } else if cx.is_assigned_at(func, object.id, point) {
                    *unknown = false;
                }
                Next::Go
            },
            |unknown, test, taken| {
                let tested = cx.nil_test(test, taken).filter(|(x, _)| cx.is_use_of(*x, object));
                if let Some((_, false)) = tested {
                    *unknown = false;
                }
                true
            },
            |_| false,
        );
        way.is_some()
    })
}

/// `var _ I = (*T)(nil)`, also within a function.
fn is_assertion(value: Expr<'_>) -> bool {
    value.parent().and_then(Node::as_spec).is_some_and(|spec| match spec.kind() {
        SpecKind::Value { names, .. } => names.iter().all(Expr::is_blank),
        _ => false,
    })
}

/// Whether methods of the pointer's type visibly accept a nil receiver.
fn accepts_nil<'a>(cx: &Cx<'a>, ty: Ty<'a>, target: Ty<'a>) -> bool {
    if target.is_error() {
        return false;
    }
    let Some(declared) = ty.deref().declared() else { return false };
    cx.funcs().any(|func| {
        let receiver = || -> Option<bool> {
            let field = func.receiver()?;
            if cx.type_of(field.ty())?.deref().declared()? != declared {
                return None;
            }
            let name = cx.object(field.names().first()?)?;
            let tested = func.body()?.descendants().into_iter().any(|node| {
                node.as_expr().and_then(Expr::as_binary).is_some_and(|(op, x, y)| {
                    matches!(op, BinaryOp::Eq | BinaryOp::Ne)
                        && (cx.is_use_of(x, name) && cx.is_nil(y) || cx.is_use_of(y, name) && cx.is_nil(x))
                })
            });
            Some(tested)
        };
        receiver().unwrap_or(false)
    })
}

/// A plain nil in its place, where the variable is nil on every path to the return: either it is used elsewhere as well, or its
/// declaration has to go with it.
fn always_nil_fix<'a>(cx: &Cx<'a>, value: Expr<'a>, object: Object<'a>, always: bool) -> Option<Fix> {
    value.parent()?.as_stmt()?.as_return()?;
    if !always {
        return None;
    }
    let fix = Fix::risky("return a plain nil").replace(value, "nil");
    let declared = cx.declared_at(object)?;
    let others = cx.uses(object).filter(|mention| *mention != declared && *mention != value).count();
    if others > 0 {
        // Variables that are only assigned do not compile.
        let read = cx.uses(object).any(|mention| {
            let assign = mention.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign);
            mention != declared
                && mention != value
                && !assign.is_some_and(|(_, targets, _)| targets.iter().any(|target| target == mention))
        });
        return read.then_some(fix);
    }
    // `var e *T` alone.
    let (stmt, spec) = (declared.enclosing_stmt()?, declared.parent()?.as_spec()?);
    let SpecKind::Value { names, .. } = spec.kind() else { return None };
    (names.len() == 1 && !stmt.text().contains('(')).then(|| fix.remove_lines(stmt))
}
