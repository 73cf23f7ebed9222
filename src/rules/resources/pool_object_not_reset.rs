//! Pooled objects that keep what their last user left.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("pool-object-not-reset")).on_call(&["(*sync.Pool).Get"], check);

/// Types whose content stays until they are reset.
const KEEPING: &[&str] = &["*bytes.Buffer", "*strings.Builder", "*bufio.Writer", "*bufio.Reader"];

fn check<'a>(cx: &Cx<'a>, get: Call<'a>) -> Option<()> {
    // `buf := pool.Get().(*bytes.Buffer)`
    let assertion = get.parent()?.as_expr()?;
    let ExprKind::TypeAssert { .. } = assertion.kind() else { return None };
    let (_, targets, _) = assertion.parent()?.as_stmt()?.as_assign()?;
    let target = targets.first()?;
    let object = cx.variable(target)?;
    if !object.ty()?.is_any_of(KEEPING) {
        return None;
    }
    let pool = cx.denotes(get.qualifier()?.without_address())?;
    let func = get.enclosing_func()?;
    let mut put = None;
    for mention in cx.uses_within(object, func).into_iter().filter(|mention| *mention != target) {
        let parent = mention.parent()?;
        if let Some((x, name)) = parent.as_expr().and_then(Expr::as_selector)
            && x == mention
        {
            if matches!(name.text(), "Reset" | "Truncate") {
                return None;
            }
            continue;
        }
        let call = parent.as_call()?;
        if cx.calls(call, "(*sync.Pool).Put") == Some(true) {
            if cx.denotes(call.qualifier()?.without_address())? != pool {
                return None;
            }
            put = Some(call);
        } else if cx.callee(call).is_none_or(|callee| callee.package_path() == Some(cx.package_path())) {
            return None; // may be reset there
        }
    }
    let put = put?;
    // Whoever else uses this pool may reset it for all.
    let elsewhere = cx.uses(pool).any(|mention| {
        mention.enclosing_func().is_some_and(|other| {
            other != func
                && other.calls_within().iter().any(|call| call.name().is_some_and(|name| name.text() == "Reset"))
        })
    });
    if elsewhere {
        return None;
    }
    let name = target.text();
    let stmt = put.as_stmt().or(put.as_deferred())?;
    let fix = match put.as_deferred() {
        None => Some(Fix::safe("reset it before it goes back").line_before(stmt, &format!("{name}.Reset()"))),
        Some(_) => assertion
            .enclosing_stmt()
            .map(|stmt| Fix::safe("reset it before it is used").line_after(stmt, &format!("{name}.Reset()"))),
    };
    cx.report(
        Finding::at(put.head(), format!("`{name}` goes back with its content: the next user finds it"))
            .here("put back without a reset")
            .label(Role::Acquired, target, "taken from the pool here")
            .help("reset it right after Get, or before Put")
            .fix_if(fix),
    )
}
