//! Loops with costly turns that never look at their context.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("loop-without-cancellation-check")).on(&[Kind::Range, Kind::For], check);

/// Packages whose calls wait for something outside of the process.
const COSTLY: &[&str] = &["net", "net/http", "os", "os/exec", "database/sql", "net/rpc", "net/smtp"];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let stmt = node.as_stmt()?;
    let context = cx.context_in_scope(stmt)?;
    if context.is_request || context.may_outlive || !cx.complete(context.func) {
        return None;
    }
    if let StmtKind::Range { x, .. } = stmt.kind()
        && (x.as_composite().is_some() || cx.constant(x).is_some() || cx.type_of(x)?.is_chan()?)
    {
        return None;
    }
    // A context of any name that the loop mentions is looked at or passed on.
    let looks = stmt
        .idents_within()
        .into_iter()
        .any(|ident| cx.object(ident).and_then(|object| object.ty()).is_some_and(|ty| ty.is("context.Context")));
    if looks {
        return None;
    }
    let costly = stmt.calls_within().into_iter().find(|call| {
        cx.callee(*call).is_some_and(|callee| {
            callee.is_func()
                && callee.package_path().is_some_and(|path| COSTLY.contains(&path))
                && callee.signature().is_some_and(|signature| {
                    signature.results.iter().any(|result| Ty::known(cx.store(), *result).is_some_and(Ty::is_error))
                })
        })
    })?;
    let text = context.text();
    cx.report(
        Finding::at((stmt, stmt.head()), format!("this loop goes on when `{text}` is cancelled"))
            .label(Role::Call, costly.head(), "costly work at each turn")
            .label(Role::Declared, context.name, "this context is at hand")
            .help(format!("test `{text}.Err()` at the top of each turn, or pass the context on")),
    )
}
