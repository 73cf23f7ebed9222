//! Nil pointers that become interface values which are not nil.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("typed-nil-error"))
    .on(&[Kind::Return, Kind::Assign, Kind::ValueSpec], check)
    .on(&[Kind::Call], check_arguments);

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
            if values.len() != results.len() {
                return None;
            }
            for (value, (_, field)) in values.iter().zip(results) {
                if let Some(target) = cx.type_of(field.ty()) {
                    becomes(cx, value, target, "is returned");
                }
            }
        }
        StmtKind::Assign { op: AssignOp::Assign, lhs, rhs } if lhs.len() == rhs.len() => {
            for (target, value) in lhs.iter().zip(rhs.iter()) {
                if target.is_blank() {
                    continue;
                }
                if let Some(ty) = cx.type_of(target) {
                    becomes(cx, value, ty, "is stored");
                }
            }
        }
        _ => {}
    }
    Some(())
}

/// Arguments for parameters of type `error`; other interfaces often take a nil pointer on purpose (printing, encoding).
fn check_arguments<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    if !call.args().iter().any(|argument| argument.ident().is_some() || argument.as_call().is_some()) {
        return None;
    }
    let callee = cx.callee(call)?;
    // errors.Is(err, (*T)(nil)) and the like compare on purpose.
    if callee.builtin().is_some() || callee.package_path() == Some("errors") {
        return None;
    }
    let params = cx.type_of(call.fun())?.params()?;
    for (argument, param) in call.args().iter().zip(params) {
        if let Some(target) = param.filter(|ty| ty.is_error()) {
            becomes(cx, argument, target, "is passed");
        }
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
    let interface = if target.is_error() { "error".to_owned() } else { cx.show_type(target) };
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
    let object = cx.variable(shape)?;
    if accepts_nil(cx, ty, target) {
        return None;
    }
    let path = cx.nil_path(value)?;
    let name = object.name();
    let mut draft =
        Finding::at(value, format!("`{name}` is nil on some path, yet the {interface} that {how} is not nil"))
            .here(format!("a nil `{}` in the interface: `!= nil` is true", cx.show_type(ty)));
    for label in cx.nil_labels(&path) {
        draft = draft.label(label.role, label.place, label.message);
    }
    let help = if how == "is returned" {
        "return a literal nil where nothing failed, or declare the variable with the interface's type"
    } else {
        "declare the variable with the interface's type"
    };
    let fix = always_nil_fix(cx, value, object);
    cx.report(draft.help(help).fix_if(fix))
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

/// A plain nil in its place, where the variable is declared without a value and nothing assigns it.
fn always_nil_fix<'a>(cx: &Cx<'a>, value: Expr<'a>, object: Object<'a>) -> Option<Fix> {
    value.parent()?.as_stmt()?.as_return()?;
    let spec = cx.spec_of(object)?;
    let SpecKind::Value { values, .. } = spec.kind() else { return None };
    let declared = cx.declared_at(object)?;
    let others = cx.uses(object).filter(|mention| *mention != declared && *mention != value).count();
    (values.is_empty() && others == 0).then(|| Fix::risky("return a plain nil").replace(value, "nil"))
}
