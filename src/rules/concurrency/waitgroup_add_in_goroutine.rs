//! WaitGroup.Add that races with Wait.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("waitgroup-add-in-goroutine")).on_call(&["(*sync.WaitGroup).Add"], check);

fn check<'a>(cx: &Cx<'a>, add: Call<'a>) -> Option<()> {
    // The statement `wg.Add(…)`.
    let stmt = add.as_stmt()?;
    let group = cx.var_place(add.qualifier()?)?;
    inside(cx, add, stmt, &group).or_else(|| after(cx, add, stmt, &group))
}

/// Calls of a method of the same WaitGroup within `node`.
fn calls_of<'a>(cx: &Cx<'a>, node: impl View<'a>, group: &VarPlace, method: &str) -> Vec<Call<'a>> {
    let full = format!("(*sync.WaitGroup).{method}");
    node.calls_within()
        .into_iter()
        .filter(|call| {
            call.name().is_some_and(|name| name.text() == method)
                && call.qualifier().and_then(|on| cx.var_place(on)).as_ref() == Some(group)
                && cx.calls(*call, &full) == Some(true)
        })
        .collect()
}

/// The `go` statements of this file that start the function.
fn starts<'a>(cx: &Cx<'a>, func: Func<'a>) -> Vec<(Stmt<'a>, Option<Call<'a>>)> {
    if func.is_literal() {
        return cx.start_of(func).map(|start| (start, func.called_literal())).into_iter().collect();
    }
    let Some(object) = cx.func_object(func) else { return Vec::new() };
    cx.uses(object)
        .filter_map(|ident| {
            let call = ident.ancestors().find_map(Node::as_call).filter(|call| call.name() == Some(ident))?;
            Some((call.as_started()?, Some(call)))
        })
        .collect()
}

/// The WaitGroup as the function that starts another one names it.
fn named_outside<'a>(cx: &Cx<'a>, func: Func<'a>, call: Option<Call<'a>>, group: &VarPlace) -> Option<VarPlace> {
    let root = Object { store: cx.store(), id: group.root };
    if cx.is_outer(root, func) {
        return Some(group.clone());
    }
    let call = call?;
    let is_root = |name: Option<Expr<'a>>| name.is_some_and(|name| cx.object(name) == Some(root));
    let value = if func.receiver().is_some_and(|field| is_root(field.names().first())) {
        call.qualifier()?
    } else {
        let entries = func.params().entries();
        call.arg(entries.iter().position(|(name, _)| is_root(*name))?)?
    };
    let mut outside = cx.var_place(value)?;
    outside.fields.extend(group.fields.iter().copied());
    Some(outside)
}

/// `Add` as a statement of the function that a `go` statement starts.
fn inside<'a>(cx: &Cx<'a>, add: Call<'a>, stmt: Stmt<'a>, group: &VarPlace) -> Option<()> {
    let func = stmt.enclosing_func()?;
    // Not under a branch or loop of it.
    if stmt.parent()?.as_stmt()? != func.body()? {
        return None;
    }
    starts(cx, func).into_iter().find_map(|(start, call)| {
        // Not the goroutine's own WaitGroup.
        let outside = named_outside(cx, func, call, group)?;
        started(cx, add, stmt, group, start, &outside)
    })
}

fn started<'a>(
    cx: &Cx<'a>,
    add: Call<'a>,
    stmt: Stmt<'a>,
    group: &VarPlace,
    start: Stmt<'a>,
    outside: &VarPlace,
) -> Option<()> {
    let func = stmt.enclosing_func()?;
    let outer = start.enclosing_func()?;
    let waits: Vec<Call<'a>> =
        calls_of(cx, outer, outside, "Wait").into_iter().filter(|wait| !func.contains(*wait)).collect();
    let wait = *waits.first()?;
    // A goroutine that is counted itself may count further ones: the counter is above zero while it runs.
    let counted_before = outer_add_before(cx, outer, start, func, outside);
    let done_in_func = calls_of(cx, func, group, "Done");
    if counted_before && !done_in_func.is_empty() && starts_goroutine_after(cx, func, stmt) {
        return None;
    }
    if is_ordered(cx, func, stmt, start, wait) {
        return None;
    }
    let first = func.body()?.stmts()?.first()? == stmt;
    let constant = add.arg(0).is_some_and(|n| matches!(n.unparen().kind(), ExprKind::Lit(LitKind::Int)));
    let text = add.qualifier()?.text();
    let mut draft = Finding::at(add.head(), format!("`{text}.Add` runs inside the goroutine: `Wait` may return first"))
        .here("may run after `Wait` has returned")
        .mark(Role::Goroutine, (start, start.head()))
        .label(Role::Call, wait.head(), "waits here, perhaps for nothing")
        .help(if cx.go_at_least(25) {
            "call Add before the go statement, or start the goroutine with wg.Go"
        } else {
            "call Add before the go statement"
        });
    // Of a declared function all callers would have to be changed.
    if func.is_literal() && outside == group {
        let move_out = |fix: Fix| fix.remove_lines(stmt).line_before(start, stmt.text());
        draft = draft.fix(if first && constant {
            move_out(Fix::safe("call Add before the go statement"))
        } else {
            move_out(Fix::risky("call Add before the go statement"))
        });
    }
    cx.report(draft)
}

/// Whether an `Add` of the function that starts the goroutine comes before the start.
fn outer_add_before<'a>(cx: &Cx<'a>, outer: Func<'a>, start: Stmt<'a>, func: Func<'a>, group: &VarPlace) -> bool {
    calls_of(cx, outer, group, "Add")
        .into_iter()
        .any(|add| !func.contains(add) && add.span().start < start.span().start)
}

/// Whether a statement after this one, in the same function, starts a goroutine, itself or through what it calls.
fn starts_goroutine_after<'a>(cx: &Cx<'a>, func: Func<'a>, stmt: Stmt<'a>) -> bool {
    let starts = |call: Call<'a>| Some(cx.program().flow?.starts_goroutine(cx.callee(call)?.id));
    let after = func.own_nodes().into_iter().filter(|node| node.span().start > stmt.span().end);
    after.into_iter().any(|node| node.node_kind() == Kind::Go || node.as_call().and_then(starts) == Some(true))
}

/// Whether something else may order the `Add` before the `Wait`: the goroutine closes, sends or receives on a channel, takes a
/// lock or counts another WaitGroup after the `Add`, and the starter uses such a thing between the start and the `Wait`.
fn is_ordered<'a>(cx: &Cx<'a>, func: Func<'a>, add: Stmt<'a>, start: Stmt<'a>, wait: Call<'a>) -> bool {
    let signals = |node: Node<'a>| match node.node_kind() {
        Kind::Send | Kind::Select => true,
        Kind::Unary => node.as_expr().and_then(Expr::as_unary).is_some_and(|(op, _)| op == UnaryOp::Recv),
        Kind::Range => node.as_stmt().is_some_and(|stmt| match stmt.kind() {
            StmtKind::Range { x, .. } => cx.type_of(x).and_then(Ty::is_chan).unwrap_or(true),
            _ => false,
        }),
        Kind::Call => node.as_call().is_some_and(|call| {
            cx.calls_any(
                call,
                &[
                    "close",
                    "(*sync.Mutex).Lock",
                    "(*sync.Mutex).Unlock",
                    "(*sync.RWMutex).Lock",
                    "(*sync.RWMutex).Unlock",
                    "(*sync.WaitGroup).Wait",
                    "(*sync.Cond).Signal",
                    "(*sync.Cond).Broadcast",
                    "(*sync.Cond).Wait",
                ],
            ) == Some(true)
        }),
        _ => false,
    };
    let in_goroutine = func.descendants().into_iter().any(|node| node.span().start >= add.span().end && signals(node));
    let Some(starter) = start.enclosing_func() else { return true };
    let between = starter
        .descendants()
        .into_iter()
        .any(|node| node.span().start >= start.span().end && node.span().end <= wait.span().start && signals(node));
    // Another WaitGroup's Done in the goroutine with its Wait before ours orders them as well.
    let other_done = func.calls_within().into_iter().any(|call| {
        call.span().start >= add.span().end
            && cx.calls(call, "(*sync.WaitGroup).Done") == Some(true)
            && call.qualifier().zip(wait.qualifier()).is_some_and(|(a, b)| cx.var_place(a) != cx.var_place(b))
    });
    (in_goroutine || other_done) && between
}

/// `Add` after the `go` statement whose goroutine calls `Done`, in the same block.
fn after<'a>(cx: &Cx<'a>, add: Call<'a>, stmt: Stmt<'a>, group: &VarPlace) -> Option<()> {
    let start =
        std::iter::successors(stmt.previous(), |stmt| stmt.previous()).find(|before| before.node_kind() == Kind::Go)?;
    let StmtKind::Go(started) = start.kind() else { return None };
    let call = started.as_call()?;
    let body = call.fun().as_func_lit().or_else(|| cx.func_of(cx.callee(call)?))?;
    let counts = body.calls_within().into_iter().any(|done| {
        done.name().is_some_and(|name| name.text() == "Done")
            && cx.calls(done, "(*sync.WaitGroup).Done") == Some(true)
            && done
                .qualifier()
                .and_then(|on| cx.var_place(on))
                .and_then(|inner| named_outside(cx, body, Some(call), &inner))
                .as_ref()
                == Some(group)
    });
    if !counts {
        return None;
    }
    // With a later `go` statement or an earlier Add, this Add may count another goroutine.
    let mut later = std::iter::successors(stmt.next(), |stmt| stmt.next());
    let starts_more = |stmt: Stmt<'a>| stmt.descendants().iter().any(|node| node.node_kind() == Kind::Go);
    if later.any(starts_more) {
        return None;
    }
    let func = stmt.enclosing_func()?;
    let scope = stmt.enclosing_loop();
    let earlier = calls_of(cx, func, group, "Add").into_iter().any(|other| {
        other != add
            && other.span().start < start.span().start
            && scope.is_none_or(|scope| scope.contains(other) || !scope.contains(stmt))
    });
    // Somebody waited for the goroutine already, or it was told to go on only after the Add.
    let between = Span::new(start.span().end, stmt.span().start);
    let waited = func.own_nodes().into_iter().any(|node| {
        between.contains(node.span())
            && (matches!(node.node_kind(), Kind::Send | Kind::Select)
                || node.as_expr().and_then(Expr::as_unary).is_some_and(|(op, _)| op == UnaryOp::Recv))
    });
    if earlier || waited {
        return None;
    }
    let text = add.qualifier()?.text();
    cx.report(
        Finding::at(add.head(), format!("`{text}.Add` comes after the goroutine that it counts"))
            .here("`Done` may run before this `Add`")
            .mark(Role::Goroutine, (start, start.head()))
            .help("call Add before the go statement")
            .fix(Fix::risky("call Add before the go statement").remove_lines(stmt).line_before(start, stmt.text())),
    )
}
