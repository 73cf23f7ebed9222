//! WaitGroup.Add that races with Wait.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("waitgroup-add-in-goroutine")).on_call(&["(*sync.WaitGroup).Add"], check);

fn check<'a>(cx: &Cx<'a>, add: Call<'a>) -> Option<()> {
    // The statement `wg.Add(…)`.
    let stmt = add.as_stmt()?;
    let group = add.qualifier()?.without_address();
    let root = cx.variable(group.root()?)?;
    inside(cx, add, stmt, group, root).or_else(|| after(cx, add, stmt, group, root))
}

/// Calls of a method of the same WaitGroup within `node`.
fn calls_of<'a>(cx: &Cx<'a>, node: impl View<'a>, group: Expr<'a>, method: &str) -> Vec<Call<'a>> {
    let full = format!("(*sync.WaitGroup).{method}");
    node.calls_within()
        .into_iter()
        .filter(|call| {
            call.qualifier().is_some_and(|on| same_group(cx, on.without_address(), group))
                && cx.calls(*call, &full) == Some(true)
        })
        .collect()
}

/// Whether two expressions name the same WaitGroup: the same path of names from the same variable.
fn same_group<'a>(cx: &Cx<'a>, one: Expr<'a>, other: Expr<'a>) -> bool {
    let roots = (one.root().and_then(|x| cx.variable(x)), other.root().and_then(|x| cx.variable(x)));
    matches!(roots, (Some(a), Some(b)) if a == b) && one.same_text(other)
}

/// Whether the function is a literal that a `go` statement starts; that statement.
fn started_by<'a>(func: Func<'a>) -> Option<Stmt<'a>> {
    let call = func.literal()?.parent()?.as_call()?;
    if call.fun().as_func_lit() != Some(func) {
        return None;
    }
    call.as_started()
}

/// `Add` as a statement of the function that a `go` statement starts.
fn inside<'a>(cx: &Cx<'a>, add: Call<'a>, stmt: Stmt<'a>, group: Expr<'a>, root: Object<'a>) -> Option<()> {
    let func = stmt.enclosing_func()?;
    let start = started_by(func)?;
    // Not within the goroutine's own WaitGroup, and not under a branch or loop of it.
    if !cx.is_outer(root, func) || stmt.parent()?.as_stmt()? != func.body()? {
        return None;
    }
    let outer = start.enclosing_func()?;
    let waits: Vec<Call<'a>> =
        calls_of(cx, outer, group, "Wait").into_iter().filter(|wait| !func.contains(*wait)).collect();
    let wait = *waits.first()?;
    // A goroutine that is counted itself may count further ones: the counter is above zero while it runs.
    let counted_before = outer_add_before(cx, outer, start, func, group);
    let done_in_func = calls_of(cx, func, group, "Done");
    if counted_before && !done_in_func.is_empty() && starts_goroutine_after(func, stmt) {
        return None;
    }
    if is_ordered(cx, func, stmt, start, wait) {
        return None;
    }
    let first = func.body()?.stmts()?.first()? == stmt;
    let constant = add.arg(0).is_some_and(|n| matches!(n.unparen().kind(), ExprKind::Lit(LitKind::Int)));
    let text = group.text();
    let mut draft = Finding::at(add.head(), format!("`{text}.Add` runs inside the goroutine: `Wait` may return first"))
        .here("may run after `Wait` has returned")
        .mark(Role::Goroutine, (start, start.head()))
        .label(Role::Call, wait.head(), "waits here, perhaps for nothing")
        .help(if cx.go_at_least(25) {
            "call Add before the go statement, or start the goroutine with wg.Go"
        } else {
            "call Add before the go statement"
        });
    let move_out = |fix: Fix| fix.remove_lines(stmt).line_before(start, stmt.text());
    draft = draft.fix(if first && constant {
        move_out(Fix::safe("call Add before the go statement"))
    } else {
        move_out(Fix::risky("call Add before the go statement"))
    });
    cx.report(draft)
}

/// Whether an `Add` of the function that starts the goroutine comes before the start.
fn outer_add_before<'a>(cx: &Cx<'a>, outer: Func<'a>, start: Stmt<'a>, func: Func<'a>, group: Expr<'a>) -> bool {
    calls_of(cx, outer, group, "Add")
        .into_iter()
        .any(|add| !func.contains(add) && add.span().start < start.span().start)
}

/// Whether a statement after this one, in the same function, starts a goroutine.
fn starts_goroutine_after<'a>(func: Func<'a>, stmt: Stmt<'a>) -> bool {
    func.own_nodes().into_iter().any(|node| node.node_kind() == Kind::Go && node.span().start > stmt.span().end)
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
            && call.qualifier().zip(wait.qualifier()).is_some_and(|(a, b)| !same_group(cx, a, b))
    });
    (in_goroutine || other_done) && between
}

/// `Add` right after the `go` statement whose goroutine calls `Done`.
fn after<'a>(cx: &Cx<'a>, add: Call<'a>, stmt: Stmt<'a>, group: Expr<'a>, root: Object<'a>) -> Option<()> {
    let start = stmt.previous()?;
    let StmtKind::Go(started) = start.kind() else { return None };
    let body = started.as_call()?.fun().as_func_lit()?;
    if !cx.is_outer(root, body) || calls_of(cx, body, group, "Done").is_empty() {
        return None;
    }
    // With a next `go` statement or an earlier Add, this Add may count another goroutine.
    if stmt.next().is_some_and(|next| next.node_kind() == Kind::Go) {
        return None;
    }
    let func = stmt.enclosing_func()?;
    let scope = stmt.enclosing_loop();
    let earlier = calls_of(cx, func, group, "Add").into_iter().any(|other| {
        other != add
            && other.span().start < start.span().start
            && scope.is_none_or(|scope| scope.contains(other) || !scope.contains(stmt))
    });
    if earlier {
        return None;
    }
    let text = group.text();
    cx.report(
        Finding::at(add.head(), format!("`{text}.Add` comes after the goroutine that it counts"))
            .here("`Done` may run before this `Add`")
            .mark(Role::Goroutine, (start, start.head()))
            .help("call Add before the go statement")
            .fix(Fix::risky("call Add before the go statement").remove_lines(stmt).line_before(start, stmt.text())),
    )
}
