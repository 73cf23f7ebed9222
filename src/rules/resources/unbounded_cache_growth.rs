//! Package-level maps that requests add to and nothing removes from.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("unbounded-cache-growth")).on(&[Kind::ValueSpec], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let spec = node.as_spec()?;
    if cx.is_test() || spec.enclosing_func().is_some() {
        return None;
    }
    let SpecKind::Value { names, .. } = spec.kind() else { return None };
    for name in names.iter() {
        let Some(object) = cx.object(name) else { continue };
        if !object.is_package_var() || object.is_exported() || object.ty().and_then(Ty::is_map) != Some(true) {
            continue;
        }
        let mut added = None;
        let mut bounded = false;
        for mention in cx.uses(object).filter(|mention| *mention != name) {
            let Some(parent) = mention.parent() else { continue };
            if let Some(index) =
                parent.as_expr().filter(|expr| matches!(expr.kind(), ExprKind::Index { x, .. } if x == mention))
            {
                let stores = index.parent().and_then(Node::as_stmt).is_some_and(|stmt| match stmt.kind() {
                    StmtKind::Assign { lhs, .. } => lhs.iter().any(|target| target == index),
                    StmtKind::IncDec { .. } => true,
                    _ => false,
                });
                if stores && in_handler(cx, index) {
                    added.get_or_insert(index);
                }
                continue;
            }
            // delete, clear, len, a new value, or handing it on.
            let looks = parent.as_stmt().is_some_and(|stmt| matches!(stmt.kind(), StmtKind::Range { .. }));
            bounded |= !looks;
        }
        let Some(index) = added.filter(|_| !bounded) else { continue };
        cx.report(
            Finding::at(index, format!("requests add to `{}`, and nothing ever removes from it", name.text()))
                .here("grows with every new key")
                .mark(Role::Declared, name)
                .help("bound its size, expire entries, or use a cache with a limit"),
        );
    }
    Some(())
}

/// Whether the place runs in a handler: a function with a request parameter.
fn in_handler<'a>(cx: &Cx<'a>, at: Expr<'a>) -> bool {
    std::iter::successors(at.enclosing_func(), |func| func.enclosing_func())
        .any(|func| cx.context_param(func).is_some_and(|(_, is_request)| is_request))
}
