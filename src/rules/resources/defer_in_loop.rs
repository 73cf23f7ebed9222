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
    let strict = released.is_none() || cx.is_test() || few;
    let mut draft =
        Finding::at((stmt, stmt.head()), format!("{what} deferred in a loop runs only when the function returns"))
            .here("registered anew at each turn");
    draft = match around {
        Some(around) => draft.mark(Role::Loop, (around, around.head())),
        None => draft,
    };
    draft = draft
        .help("move the body into a function, so that the deferred call runs at each turn")
        .fix_if(around.and_then(|around| wrap(cx, around)));
    cx.report(if strict { draft.strict() } else { draft })
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
