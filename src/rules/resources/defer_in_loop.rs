//! Deferred calls that a loop can register again and again.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("defer-in-loop")).on(&[Kind::Defer], check);

/// Methods whose call gives something back.
const RELEASES: &[&str] = &["Close", "Unlock", "RUnlock", "Stop", "Rollback", "End", "Done"];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let stmt = node.as_stmt()?;
    let StmtKind::Defer(deferred) = stmt.kind() else { return None };
    let call = deferred.as_call()?;
    // Cheap first: no loop around it and no label in the function, no cycle.
    let func = stmt.enclosing_func()?;
    let around = stmt.enclosing_loop();
    if around.is_none() && !func.own_nodes().iter().any(|node| node.node_kind() == Kind::Labeled) {
        return None;
    }
    let (cfg, point) = cx.cfg_at(stmt)?;
    if !cfg.in_cycle(point.block) || !cfg.reachable(point.block) {
        return None;
    }
    let turns = around.and_then(|around| cx.turns(around));
    let nested = around.is_some_and(|around| around.enclosing_loop().is_some());
    if around.is_some_and(|around| is_guarded_once(cx, stmt, around)) || turns.is_some_and(|n| n <= 1) && !nested {
        return None;
    }
    let released = released(cx, call);
    let what = released.map_or_else(|| shown(call), |call| shown(call));
    let few = turns.is_some_and(|turns| turns <= FEW);
    let kept = released.zip(around).is_some_and(|(call, around)| is_kept(cx, call, stmt, around));
    let strict = released.is_none() || cx.is_test() || few || kept;
    let mut draft =
        Finding::at((stmt, stmt.head()), format!("{what} deferred in a loop runs only when the function returns"))
            .here("registered anew at each turn");
    draft = match around {
        Some(around) => draft.mark(Role::Loop, (around, around.head())),
        None => draft,
    };
    draft = if kept {
        draft.help("keep what the loop collects in one owner, and defer one release of it")
    } else {
        draft
            .help("move the body into a function, so that the deferred call runs at each turn")
            .fix_if(around.filter(|_| released.is_some()).and_then(|around| wrap(cx, around)))
    };
    cx.report(if strict { draft.strict() } else { draft })
}

/// Whether the function needs what is released beyond this turn of the loop, so that it cannot be released at its end.
fn is_kept<'a>(cx: &Cx<'a>, release: Call<'a>, deferred: Stmt<'a>, around: Stmt<'a>) -> bool {
    let subject = release.qualifier().unwrap_or(release.fun());
    let Some(mut object) = subject.root().and_then(|root| cx.variable(root)) else { return false };
    // `defer func(f *os.File) { f.Close() }(f)`
    if let Some(given) = given_as(cx, object, deferred) {
        object = given;
    }
    let inside = |object: Object<'a>| cx.declared_at(object).is_some_and(|at| around.contains(at));
    let Some(made) = assigned_in(cx, object, around) else { return false };
    let Some((_, names, _)) = made.as_assign() else { return false };
    let mut all: Vec<Object<'a>> = names.iter().filter_map(|name| cx.variable(name)).collect();
    all.retain(|made| !made.ty().is_some_and(Ty::is_error));
    all.push(object);
    all.into_iter().any(|made_too| {
        if !inside(made_too) {
            return cx.uses(made_too).any(|ident| {
                let at = ident.span().start;
                at > around.span().end || around.contains(ident) && at < made.span().start
            });
        }
        cx.uses_within(made_too, around).into_iter().any(|ident| is_handed_on(cx, ident, around))
    })
}

/// The variable that a deferred literal's parameter stands for.
fn given_as<'a>(cx: &Cx<'a>, param: Object<'a>, deferred: Stmt<'a>) -> Option<Object<'a>> {
    let StmtKind::Defer(deferred) = deferred.kind() else { return None };
    let call = deferred.as_call()?;
    let names = call.fun().as_func_lit()?.params().entries();
    let position = names.iter().position(|(name, _)| name.is_some_and(|name| cx.object(name) == Some(param)))?;
    cx.variable(call.arg(position)?.root()?)
}

/// The first statement of a loop's body that gives a variable its value.
fn assigned_in<'a>(cx: &Cx<'a>, object: Object<'a>, around: Stmt<'a>) -> Option<Stmt<'a>> {
    around.body()?.descendants().into_iter().filter_map(Node::as_stmt).find(|stmt| {
        stmt.as_assign().is_some_and(|(op, targets, _)| {
            matches!(op, AssignOp::Assign | AssignOp::Define)
                && targets.iter().any(|target| cx.variable(target) == Some(object))
        })
    })
}

/// Whether a value goes to a goroutine, over a channel, or into a variable of outside the loop.
fn is_handed_on<'a>(cx: &Cx<'a>, ident: Expr<'a>, around: Stmt<'a>) -> bool {
    let inside: Vec<Node<'a>> = ident.ancestors().take_while(|node| node.span() != around.span()).collect();
    if inside.iter().any(|node| node.node_kind() == Kind::Go) {
        return true;
    }
    // Whole, or as an element of a literal or of `append`.
    for node in inside {
        if let Some(stmt) = node.as_stmt() {
            return match stmt.kind() {
                StmtKind::Send { value, .. } => value.contains(ident),
                StmtKind::Assign { op: AssignOp::Assign, lhs, rhs } => {
                    rhs.iter().any(|value| value.contains(ident))
                        && lhs.iter().any(|target| {
                            let root = target.root().and_then(|root| cx.variable(root));
                            root.is_some_and(|root| cx.declared_at(root).is_none_or(|at| !around.contains(at)))
                        })
                }
                _ => false,
            };
        }
        let Some(expr) = node.as_expr() else { continue };
        let whole = match expr.kind() {
            ExprKind::Paren(_) | ExprKind::CompositeLit { .. } | ExprKind::KeyValue { .. } => true,
            ExprKind::Unary { op: UnaryOp::And, .. } => true,
            _ => expr.as_call().is_some_and(|call| {
                cx.callee(call).is_some_and(|callee| callee.builtin() == Some(Builtin::Append))
                    && call.arg(0).is_some_and(|first| !first.contains(ident))
            }),
        };
        if !whole {
            return false;
        }
    }
    false
}

/// `if !locked { …; defer mu.Unlock(); locked = true }` with a variable of outside the loop: once in all.
fn is_guarded_once<'a>(cx: &Cx<'a>, stmt: Stmt<'a>, around: Stmt<'a>) -> bool {
    let guard = || -> Option<bool> {
        let block = stmt.parent()?.as_stmt()?;
        let StmtKind::If { cond, then, .. } = block.parent()?.as_stmt()?.kind() else { return None };
        if then != block {
            return None;
        }
        let tested = match (cond.as_unary(), cond.as_binary()) {
            (Some((UnaryOp::Not, x)), _) => x,
            (_, Some((BinaryOp::Eq, x, y))) if cx.is_nil(y) => x,
            _ => return None,
        };
        let flag = cx.variable(tested)?;
        let outside = cx.declared_at(flag).is_none_or(|at| !around.contains(at));
        let set = block.stmts()?.iter().any(|stmt| {
            stmt.as_assign().is_some_and(|(op, targets, _)| {
                op == AssignOp::Assign && targets.iter().any(|target| cx.is_use_of(target, flag))
            })
        });
        Some(outside && set)
    };
    guard().unwrap_or(false)
}

/// `f.Close()` in backquotes, short.
fn shown(call: Call<'_>) -> String {
    if call.fun().as_func_lit().is_some() {
        return "a function literal".to_owned();
    }
    let text = call.fun().text();
    if text.len() > 24 || text.contains('\n') { "this call".to_owned() } else { format!("`{text}`") }
}

/// The releasing call: the deferred one, or one that a deferred literal makes.
fn released<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<Call<'a>> {
    if let Some(literal) = call.fun().as_func_lit() {
        return literal.body()?.calls_within().into_iter().find(|inner| is_release(cx, *inner));
    }
    is_release(cx, call).then_some(call)
}

fn is_release<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    let named = call.qualifier().is_some()
        && call.name().is_some_and(|name| RELEASES.contains(&name.text()))
        && cx.callee(call).is_none_or(|callee| callee.is_method());
    named || cx.type_of(call.fun()).is_some_and(|ty| ty.is("context.CancelFunc") || ty.is("context.CancelCauseFunc"))
}

/// As many turns of a loop are few.
const FEW: i64 = 8;

/// The body in a function literal that each turn calls; only where nothing in it leaves the loop or the function.
fn wrap<'a>(cx: &Cx<'a>, around: Stmt<'a>) -> Option<Fix> {
    let body = around.body()?;
    let mut plain = true;
    body.walk(|node| {
        match node.node_kind() {
            Kind::Return | Kind::Branch | Kind::Labeled => plain = false,
            Kind::FuncLit => return false,
            _ => {}
        }
        plain
    });
    let (first, last) = (body.stmts()?.first()?, body.stmts()?.last()?);
    if !plain {
        return None;
    }
    let inner = cx.text_between(first, last);
    let indented = inner.replace('\n', "\n\t");
    // Raw strings and comments at the line's start would move as well.
    if inner.contains('`') {
        return None;
    }
    let indent = cx.indent_of(first);
    let text = format!("func() {{\n{indent}\t{indented}\n{indent}}}()");
    Some(Fix::risky("run the body as a function").replace((body, Span::new(first.span().start, last.span().end)), text))
}
