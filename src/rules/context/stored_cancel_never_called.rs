//! A cancel function kept in a field that nothing calls, and owners of one that are dropped.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("stored-cancel-never-called")).on_package(check);

fn check<'a>(package: &PackageCx<'a>) -> Option<()> {
    for cx in package.files() {
        if cx.is_test() {
            continue;
        }
        for node in cx.tree().types() {
            let SpecKind::Type { name, ty, .. } = node.kind() else { continue };
            let ExprKind::StructType(fields) = ty.unparen().kind() else { continue };
            let mut position = 0;
            for field in fields.fields().iter() {
                for name_of_field in field.names().iter() {
                    if may_cancel(cx, field) {
                        check_field(package, cx, name, name_of_field, position);
                    }
                    position += 1;
                }
                position += usize::from(field.names().is_empty());
            }
        }
    }
    Some(())
}

/// A cancel function by its type, or a plain function by its name.
fn may_cancel<'a>(cx: &Cx<'a>, field: Field<'a>) -> bool {
    cx.type_of(field.ty()).is_some_and(|ty| {
        ty.is("context.CancelFunc")
            || ty.is("context.CancelCauseFunc")
            || ty.signature().is_some_and(|signature| signature.params.is_empty() && signature.results.is_empty())
    })
}

fn is_cancel<'a>(cx: &Cx<'a>, value: Expr<'a>) -> bool {
    cx.type_of(value).is_some_and(|ty| ty.is("context.CancelFunc") || ty.is("context.CancelCauseFunc"))
}

fn check_field<'a>(
    package: &PackageCx<'a>,
    cx: &Cx<'a>,
    owner: Expr<'a>,
    name: Expr<'a>,
    position: usize,
) -> Option<()> {
    let field = cx.object(name)?;
    if field.is_exported() || name.is_blank() {
        return None;
    }
    let declared = cx.object(owner)?;
    let sure = field.ty()?.declared().is_some();
    let mut stored: Option<(Place, bool)> = None;
    // Methods that mention it otherwise: they may call it.
    let mut releases: Vec<Object<'a>> = Vec::new();
    let mut used = false;
    for other in package.files() {
        for mention in other.uses(field) {
            if mention == name {
                continue;
            }
            match store(mention) {
                Some(value) => {
                    let is = value.is_none_or(|value| is_cancel(other, value));
                    stored.get_or_insert((mention.place(), is));
                }
                None => {
                    used = true;
                    releases.extend(mention.enclosing_func_decl().and_then(|func| other.func_object(func)));
                }
            }
        }
        // `worker{ctx, cancel}`
        for ident in other.uses(declared) {
            let Some(literal) = ident.parent().and_then(Node::as_expr).and_then(Expr::as_composite) else { continue };
            if let Some(value) =
                literal.1.get(position).filter(|value| !matches!(value.kind(), ExprKind::KeyValue { .. }))
            {
                stored.get_or_insert((value.place(), is_cancel(other, value)));
            }
        }
    }
    let (place, is) = stored?;
    if !sure && !is {
        return None;
    }
    if used {
        return check_owners(package, declared, name.text(), &releases);
    }
    cx.report(
        Finding::at(name, format!("nothing calls `{}.{}`: its context never ends", owner.text(), name.text()))
            .here("kept here, and never called")
            .label(Role::Assigned, place, "stored here")
            .help("call it when the owner is closed"),
    )
}

/// Whether a mention stores the field, and what: `worker{cancel: cancel}`, `w.cancel = cancel`. Everything else may call it.
fn store<'a>(mention: Expr<'a>) -> Option<Option<Expr<'a>>> {
    let expr = mention.parent()?.as_expr()?;
    if let ExprKind::KeyValue { key, value } = expr.kind()
        && key == mention
    {
        return Some(Some(value));
    }
    let (_, targets, values) = expr.parent()?.as_stmt()?.as_assign()?;
    let at = targets.iter().position(|target| target == expr)?;
    Some(if targets.len() == values.len() { values.get(at) } else { None })
}

/// Owners that are made and dropped, or kept in a variable, without a call of a method that releases.
fn check_owners<'a>(package: &PackageCx<'a>, declared: Object<'a>, field: &str, releases: &[Object<'a>]) -> Option<()> {
    // Only where the release is in methods of the owner.
    let methods = !releases.is_empty()
        && releases.iter().all(|release| release.is_method() && release.receiver_type() == Some(declared));
    if !methods {
        return None;
    }
    let names: Vec<&str> = releases.iter().map(|release| release.name()).collect();
    for cx in package.files().iter().filter(|cx| !cx.is_test()) {
        for call in cx.tree().calls() {
            let gives = cx.type_of(call.expr()).is_some_and(|ty| {
                let parts = ty.parts();
                let first = if parts.is_empty() { Some(ty) } else { parts.first().copied().flatten() };
                first.and_then(|ty| ty.deref().declared()) == Some(declared)
            });
            let makes = gives
                && cx.callee(call).is_some_and(|callee| {
                    callee.is_func()
                        && !callee.is_method()
                        && callee.package_path() == declared.package_path()
                        && stores(cx, callee, field)
                });
            if makes && is_dropped(cx, call, &names, declared) {
                cx.report(
                    Finding::at(
                        call.head(),
                        format!("nobody calls `{}` of this `{}`: its context never ends", names[0], declared.name()),
                    )
                    .here("holds a cancel function")
                    .help(format!("call `{}` when it is no longer needed", names[0])),
                );
            }
        }
    }
    Some(())
}

/// Whether a constructor stores the cancel function, by its text.
fn stores<'a>(cx: &Cx<'a>, constructor: Object<'a>, field: &str) -> bool {
    cx.body_of(constructor).is_some_and(|(other, func)| {
        func.own_calls().into_iter().any(|call| {
            other.calls_any(
                call,
                &["context.WithCancel", "context.WithTimeout", "context.WithDeadline", "context.WithCancelCause"],
            ) == Some(true)
        }) && func.text().contains(field)
    })
}

/// Whether the owner that a call gives goes nowhere and is never released.
fn is_dropped<'a>(cx: &Cx<'a>, call: Call<'a>, releases: &[&str], declared: Object<'a>) -> bool {
    if call.as_stmt().is_some() {
        return true;
    }
    let targets = match call.parent().and_then(Node::as_stmt).and_then(Stmt::as_assign) {
        Some((_, targets, _)) => targets,
        None => return false,
    };
    let Some(target) = targets.first() else { return false };
    if target.is_blank() {
        return true;
    }
    let Some(object) = cx.variable(target).filter(|object| object.is_local()) else { return false };
    cx.uses(object).filter(|mention| *mention != target).all(|mention| {
        // A method that is no release, nor calls one.
        cx.method_call(mention).is_some_and(|method| {
            method.name().is_some_and(|name| !releases.contains(&name.text()))
                && cx.callee(method).and_then(|callee| cx.body_of(callee)).is_some_and(|(other, func)| {
                    func.receiver_type().and_then(|ty| other.object(ty)) == Some(declared)
                        && func
                            .calls_within()
                            .iter()
                            .all(|inner| inner.name().is_none_or(|name| !releases.contains(&name.text())))
                })
        })
    })
}
