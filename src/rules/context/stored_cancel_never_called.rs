//! A cancel function kept in a field that nothing calls.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("stored-cancel-never-called")).on_package(check);

fn check<'a>(package: &PackageCx<'a>) -> Option<()> {
    for cx in package.files() {
        if !cx.imports_package("context") || cx.is_test() {
            continue;
        }
        for node in cx.tree().types() {
            let SpecKind::Type { name, ty, .. } = node.kind() else { continue };
            let ExprKind::StructType(fields) = ty.unparen().kind() else { continue };
            for field in fields.fields().iter() {
                let cancels = cx
                    .type_of(field.ty())
                    .is_some_and(|ty| ty.is("context.CancelFunc") || ty.is("context.CancelCauseFunc"));
                if !cancels {
                    continue;
                }
                for name_of_field in field.names().iter() {
                    check_field(package, cx, name.text(), name_of_field);
                }
            }
        }
    }
    Some(())
}

fn check_field<'a>(package: &PackageCx<'a>, cx: &Cx<'a>, owner: &str, name: Expr<'a>) -> Option<()> {
    let field = cx.object(name)?;
    if field.is_exported() || name.is_blank() {
        return None;
    }
    let mut stored = None;
    for other in package.files() {
        for mention in other.uses(field) {
            if mention == name {
                continue;
            }
            let parent = mention.parent()?;
            // `worker{cancel: cancel}` stores, and so does `w.cancel = cancel`; everything else may call it.
            let is_key = parent
                .as_expr()
                .is_some_and(|expr| matches!(expr.kind(), ExprKind::KeyValue { key, .. } if key == mention));
            let is_target = parent.as_expr().is_some_and(|selector| {
                selector
                    .parent()
                    .and_then(Node::as_stmt)
                    .and_then(Stmt::as_assign)
                    .is_some_and(|(_, targets, _)| targets.iter().any(|target| target == selector))
            });
            if !is_key && !is_target {
                return None;
            }
            stored.get_or_insert(mention.place());
        }
    }
    cx.report(
        Finding::at(name, format!("nothing calls `{owner}.{}`: its context never ends", name.text()))
            .here("kept here, and never called")
            .label(Role::Assigned, stored?, "stored here")
            .help("call it when the owner is closed"),
    )
}
