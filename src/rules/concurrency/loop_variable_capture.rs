//! Closures that outlive an iteration and use the loop's variable, below Go 1.22.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("loop-variable-capture")).on(&[Kind::For, Kind::Range], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    if cx.go_at_least(22) {
        return None;
    }
    let stmt = node.as_stmt()?;
    let body = stmt.body()?;
    let variables: Vec<Object<'a>> = declared(stmt).into_iter().filter_map(|name| cx.object(name)).collect();
    if variables.is_empty() {
        return None;
    }
    let mut outliving: Vec<(Func<'a>, Outlives<'a>)> = Vec::new();
    body.walk(|node| {
        if let Some(func) = node.as_func()
            && func.is_literal()
            && let Some(how) = outlives(cx, func, stmt)
        {
            outliving.push((func, how));
            return false; // what lies within is reported with it
        }
        true
    });
    for (func, how) in outliving {
        let region = how.region.unwrap_or(func.node());
        for variable in &variables {
            let Some(mention) = cx.uses_within(*variable, region).into_iter().next() else { continue };
            let name = variable.name();
            let shadow = format!("{name} := {name}");
            let first = body.stmts().and_then(|stmts| stmts.first());
            cx.report(
                Finding::at(mention, format!("the closure captures the loop variable `{name}`: {}", how.effect))
                    .here("read after the loop has moved on")
                    .label(how.role, how.place, how.phrase)
                    .label(Role::Loop, (stmt, stmt.head()), format!("one `{name}` for the whole loop, below Go 1.22"))
                    .help(format!(
                        "copy it in the body (`{shadow}`), pass it as an argument, or raise the go line of go.mod"
                    ))
                    .fix_if(first.map(|first| Fix::safe("copy the variable in the body").line_before(first, &shadow))),
            );
        }
    }
    Some(())
}

/// The names that a loop's clause declares.
fn declared(stmt: Stmt<'_>) -> Vec<Expr<'_>> {
    match stmt.kind() {
        StmtKind::Range { op: RangeOp::Define, key, value, .. } => {
            [key, value].into_iter().flatten().filter(|name| !name.is_blank()).collect()
        }
        StmtKind::For { init: Some(init), .. } => match init.as_assign() {
            Some((AssignOp::Define, names, _)) => names.iter().filter(|name| !name.is_blank()).collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// How a closure lives on after its iteration.
struct Outlives<'a> {
    place: Place,
    role: Role,
    phrase: &'static str,
    effect: &'static str,
    /// The part of the closure that runs later, where not all of it does.
    region: Option<Node<'a>>,
}

fn outlives<'a>(cx: &Cx<'a>, func: Func<'a>, stmt: Stmt<'a>) -> Option<Outlives<'a>> {
    let literal = func.literal()?;
    let mut value = literal;
    while let Some(ExprKind::Paren(_)) = value.parent()?.as_expr().map(Expr::kind) {
        value = value.parent()?.as_expr()?;
    }
    let later = |place: Place, role, phrase, effect| Some(Outlives { place, role, phrase, effect, region: None });
    if let Some(call) = value.parent()?.as_call() {
        if call.fun() == value {
            if let Some(start) = call.as_started() {
                if waits_in_iteration(cx, start, stmt) {
                    return None;
                }
                return later(
                    Place { span: start.head(), ..start.place() },
                    Role::Goroutine,
                    Role::Goroutine.phrase(),
                    "all may see its last value",
                );
            }
            if let Some(deferred) = call.as_deferred() {
                // Deferred in a literal within the loop, it runs when that literal returns.
                if leaves_loop(deferred) || deferred.enclosing_func() != stmt.enclosing_func() {
                    return None;
                }
                let place = Place { span: deferred.head(), ..deferred.place() };
                return later(place, Role::Deferred, Role::Deferred.phrase(), "all see its last value");
            }
            return None; // called at once
        }
        return passed(cx, func, value, call);
    }
    // An element of a literal goes where the literal goes.
    while let Some(outer) = value.parent()?.as_expr().filter(|outer| {
        matches!(
            outer.kind(),
            ExprKind::KeyValue { .. } | ExprKind::CompositeLit { .. } | ExprKind::Unary { op: UnaryOp::And, .. }
        )
    }) {
        value = outer;
    }
    if let Some(call) = value.parent()?.as_call().filter(|call| call.fun() != value) {
        return passed(cx, func, value, call);
    }
    let parent = value.parent()?;
    if let Some(target) = parent.as_stmt() {
        if let StmtKind::Send { chan, value: sent } = target.kind()
            && sent == value
            && !leaves_loop(target)
        {
            return later(chan.place(), Role::Assigned, "sent away here", "all may see its last value");
        }
        let (op, targets, values) = target.as_assign()?;
        let position = values.iter().position(|v| v == value)?;
        let into = targets.get(position)?;
        // A new local is followed to what starts or defers it.
        if op == AssignOp::Define && value == literal {
            let object = cx.object(into)?;
            let use_later = cx.uses_within(object, stmt).into_iter().find_map(|ident| {
                let call = ident.parent()?.as_call().filter(|call| call.fun() == ident)?;
                call.as_started().filter(|start| !waits_in_iteration(cx, *start, stmt)).or_else(|| {
                    call.as_deferred().filter(|deferred| {
                        !leaves_loop(*deferred) && deferred.enclosing_func() == stmt.enclosing_func()
                    })
                })
            })?;
            let role = if use_later.node_kind() == Kind::Go { Role::Goroutine } else { Role::Deferred };
            let place = Place { span: use_later.head(), ..use_later.place() };
            return later(place, role, role.phrase(), "all may see its last value");
        }
        if op == AssignOp::Define || leaves_loop(target) {
            return None;
        }
        let holder = match into.unparen().kind() {
            ExprKind::Index { x, .. } => x,
            ExprKind::Selector { .. } => into,
            _ => return None,
        };
        let root = holder.root().and_then(|root| cx.variable(root));
        // What the iteration has from outside, by an element of it or a new variable, is kept outside.
        let kept = root.and_then(|object| cx.declared_at(object)).is_none_or(|at| !stmt.contains(at));
        return if kept { later(into.place(), Role::Assigned, "stored here", "all see its last value") } else { None };
    }
    None
}

/// Whether the statement's block goes on to leave the loop, so that there is no next iteration.
fn leaves_loop(stmt: Stmt<'_>) -> bool {
    let mut next = stmt.next();
    while let Some(stmt) = next {
        match stmt.kind() {
            StmtKind::Return(_) | StmtKind::Branch { kind: BranchKind::Break, .. } => return true,
            _ => next = stmt.next(),
        }
    }
    false
}

/// Whether the loop's body may wait for the goroutine within the same iteration: a wait or receive after the start.
fn waits_in_iteration<'a>(cx: &Cx<'a>, start: Stmt<'a>, stmt: Stmt<'a>) -> bool {
    let Some(body) = stmt.body() else { return true };
    body.descendants().into_iter().filter(|node| node.span().start >= start.span().end).any(|node| {
        match node.node_kind() {
            Kind::Select => true,
            Kind::Unary => node.as_expr().and_then(Expr::as_unary).is_some_and(|(op, _)| op == UnaryOp::Recv),
            Kind::Call => node
                .as_call()
                .is_some_and(|call| call.name().is_some_and(|name| matches!(name.text(), "Wait" | "wait"))),
            Kind::Range => node.as_stmt().is_some_and(|stmt| match stmt.kind() {
                StmtKind::Range { x, .. } => cx.type_of(x).and_then(Ty::is_chan).unwrap_or(true),
                _ => false,
            }),
            _ => false,
        }
    }) || leaves_loop(start)
}

/// Functions of the standard library that keep their argument, or call it later.
const KEEPERS: &[&str] = &[
    "time.AfterFunc",
    "context.AfterFunc",
    "net/http.HandleFunc",
    "(*net/http.ServeMux).HandleFunc",
    "runtime.SetFinalizer",
    "expvar.Publish",
];

/// Whether the loop around a start waits for it in the same turn.
fn stmt_waits<'a>(cx: &Cx<'a>, start: Stmt<'a>) -> bool {
    start.enclosing_loop().is_some_and(|around| waits_in_iteration(cx, start, around))
}

/// A closure that is an argument: kept by `append`, started by an errgroup, or the body of a parallel subtest.
fn passed<'a>(cx: &Cx<'a>, func: Func<'a>, value: Expr<'a>, call: Call<'a>) -> Option<Outlives<'a>> {
    let callee = cx.callee(call)?;
    let outlives =
        |role, phrase, effect, region| Some(Outlives { place: call.head().place(), role, phrase, effect, region });
    if callee.builtin() == Some(Builtin::Append) && call.arg(0) != Some(value) {
        return outlives(Role::Assigned, "stored here", "all see its last value", None);
    }
    if callee.is_any(&["(*testing.T).Cleanup", "(*testing.B).Cleanup", "(testing.TB).Cleanup"]) {
        return outlives(Role::Deferred, "runs at the test's end", "all see its last value", None);
    }
    if callee.is_any(KEEPERS) {
        return outlives(Role::Call, "kept for later here", "all see its last value", None);
    }
    if callee.is_any(&["(*golang.org/x/sync/errgroup.Group).Go", "(*sync.WaitGroup).Go"]) {
        // Waited for in the same turn, it is over before the next.
        if call.as_stmt().is_some_and(|start| stmt_waits(cx, start)) {
            return None;
        }
        return outlives(Role::Goroutine, Role::Goroutine.phrase(), "all may see its last value", None);
    }
    if callee.is("(*testing.T).Run") {
        // Only what comes after t.Parallel waits for the loop's end.
        let parallel = func.body()?.stmts()?.iter().find(|stmt| {
            stmt.as_expr_stmt()
                .and_then(Expr::as_call)
                .is_some_and(|call| cx.calls(call, "(*testing.T).Parallel") == Some(true))
        })?;
        return outlives(
            Role::Call,
            "a parallel subtest",
            "all subtests see its last value",
            Some(parallel.next()?.node()),
        )
        .map(|outlives| Outlives { region: func.body().map(View::node), ..outlives });
    }
    None
}
