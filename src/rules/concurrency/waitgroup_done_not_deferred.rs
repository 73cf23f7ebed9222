//! WaitGroup.Done that some path misses.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("waitgroup-done-not-deferred")).on_call(&["(*sync.WaitGroup).Done"], check);

fn check<'a>(cx: &Cx<'a>, done: Call<'a>) -> Option<()> {
    let stmt = done.as_stmt().or(done.as_deferred())?;
    let func = done.enclosing_func()?;
    let group = cx.var_place(done.qualifier()?)?;
    if !is_goroutine(cx, func) {
        return None;
    }
    // The WaitGroup comes from outside.
    let root = Object { store: cx.store(), id: group.root };
    if root.var_kind() == Some(VarKind::Local) && !cx.is_outer(root, func) {
        return None;
    }
    let body = func.body()?;
    let same = |call: Call<'a>| {
        cx.calls(call, "(*sync.WaitGroup).Done") == Some(true)
            && call.qualifier().and_then(|on| cx.var_place(on)).as_ref() == Some(&group)
    };
    let all: Vec<Call<'a>> = body.calls_within().into_iter().filter(|call| same(*call)).collect();
    if all.first() != Some(&done)
        || all.iter().any(|call| call.as_stmt().or(call.as_deferred()).is_none() || call.enclosing_func() != Some(func))
    {
        return None;
    }
    let cfg = cx.cfg(func)?;
    let points: Vec<Point> = all.iter().filter_map(|call| cx.point_in(func, *call)).collect();
    // One call for each item of a loop: then the items were counted, not the goroutine.
    if points.iter().any(|point| cfg.in_cycle(point.block)) || !cx.complete(func) {
        return None;
    }
    // Handing the WaitGroup on may be the call of Done.
    let handed: Vec<Point> = cx
        .flow(func)?
        .mentions(group.root)
        .iter()
        .filter(|mention| !all.iter().any(|call| call.span().contains(func.tree.ast.span(mention.ident))))
        .filter(|mention| mention.addressed || mention.literal.is_some() || group.fields.is_empty())
        .map(|mention| mention.point)
        .collect();
    let name = done.qualifier()?.text();
    let way = cx.search(
        func,
        (),
        |(), point, step| match step {
            _ if points.contains(&point) || handed.contains(&point) => Next::Stop,
            _ if cx.ends_goroutine(step) => Next::Found,
            _ => Next::Go,
        },
        |()| true,
    );
    let deferred = format!("defer {name}.Done()");
    let first = body.stmts()?.first()?;
    let only = all.len() == 1;
    let last = only && body.stmts()?.last() == Some(stmt);
    let returns = func.own_nodes().iter().any(|node| node.node_kind() == Kind::Return);
    if let Some(way) = way {
        let mut draft = Finding::at(done, format!("`{name}.Wait` may hang: this goroutine can end without `Done`"))
            .here("not reached on every path");
        draft = draft.along(cx.told(func, &way).leaving("ends without Done"));
        let mut fix = Fix::risky("defer Done as the first statement");
        for call in &all {
            fix = fix.remove_lines(call.as_stmt().or(call.as_deferred())?);
        }
        return cx.report(
            draft
                .help(format!("make `{deferred}` the goroutine's first statement"))
                .fix(fix.line_before(first, &deferred))
                .tier(Class::Default),
        );
    }
    if all.iter().any(|call| call.as_deferred().is_some()) {
        return None;
    }
    // A call before it may panic.
    let risky = func.own_calls().into_iter().find(|call| {
        call.span().start < done.span().start
            && !same(*call)
            && call.as_started().is_none()
            && call.as_deferred().is_none()
            && cx.is_conversion(*call) != Some(true)
            && cx.callee(*call).is_none_or(|callee| {
                !(callee.builtin().is_some() && callee.builtin() != Some(Builtin::Panic)
                    || callee.package_path().is_some_and(|path| matches!(path, "sync" | "sync/atomic" | "time")))
            })
    })?;
    // Who waits is let go while the goroutine works on: deferring would hold it back until the end.
    if works_on(cx, func, &all) {
        return None;
    }
    let mut fix = if last && !returns { Fix::safe("defer Done") } else { Fix::risky("defer Done") };
    for call in &all {
        fix = fix.remove_lines(call.as_stmt()?);
    }
    cx.report(
        Finding::at(done, format!("`{name}.Wait` hangs when this goroutine panics and recovers before `Done`"))
            .here("not deferred")
            .label(Role::Call, risky.head(), "a panic here misses it")
            .help(format!("make `{deferred}` the goroutine's first statement"))
            .fix(fix.line_before(first, &deferred))
            .strict(),
    )
}

/// Whether the goroutine waits, or runs code of this module or of a function value, after its `Done`.
fn works_on<'a>(cx: &Cx<'a>, func: Func<'a>, all: &[Call<'a>]) -> bool {
    let Some(done) = all.last().map(|call| call.span().end).filter(|_| all.len() == 1) else { return false };
    func.own_nodes().into_iter().filter(|node| node.span().start > done).any(|node| match node.node_kind() {
        Kind::Send | Kind::Select => true,
        _ => {
            node.as_expr().and_then(Expr::as_unary).is_some_and(|(op, _)| op == UnaryOp::Recv)
                || node.as_call().is_some_and(|call| {
                    cx.callee(call).is_none_or(|callee| !callee.is_std() && callee.builtin().is_none())
                })
        }
    })
}

/// Whether a `go` statement of this file starts the function.
fn is_goroutine<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    if func.is_literal() {
        return cx.start_of(func).is_some_and(|start| matches!(start.kind(), StmtKind::Go(_)));
    }
    cx.func_object(func).is_some_and(|object| {
        cx.uses(object).any(|ident| {
            ident
                .ancestors()
                .find_map(Node::as_call)
                .is_some_and(|call| call.name() == Some(ident) && call.as_started().is_some())
        })
    })
}
