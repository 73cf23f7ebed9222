//! Sends on a channel that is closed, and second closes.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("use-of-closed-channel")).on_call(&["close"], check);

/// What a path knows of the channel.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    /// The close that has happened, as a position in the list of uses.
    closed: Option<u16>,
    /// The deferred close that is registered.
    deferred: Option<u16>,
    /// The use that panics.
    bad: Option<u16>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Close,
    Deferred,
    Send,
    /// The variable may hold another channel, or unknown code may have replaced it.
    Forget,
}

struct Event<'a> {
    at: Expr<'a>,
    what: What,
    point: Point,
}

fn check<'a>(cx: &Cx<'a>, close: Call<'a>) -> Option<()> {
    let inner = close.enclosing_func()?;
    // A deferred literal closes for the function around it.
    let func = if inner.deferred().is_some() { inner.enclosing_func()? } else { inner };
    let target = close.args().only()?;
    let place = cx.var_place(target)?;
    // Of a function that closes it several times, the first close looks at all.
    let events = events(cx, func, &place)?;
    let first = events.iter().find(|event| matches!(event.what, What::Close | What::Deferred))?;
    if !first.at.contains(close) || recovers(func) {
        return None;
    }
    let uses = events.iter().filter(|event| event.what != What::Forget).count();
    if uses < 2 {
        return None;
    }
    let start = State { closed: None, deferred: None, bad: None };
    let way = cx.search(
        func,
        start,
        |state, point, _| {
            for (at, event) in events.iter().enumerate().filter(|(_, event)| event.point == point) {
                let at = at as u16;
                match event.what {
                    What::Forget => *state = start,
                    What::Send if state.closed.is_some() => state.bad = Some(at),
                    What::Send => {}
                    // The same close in the next turn of a loop may be ruled out by what the path does not know.
                    What::Close if state.closed == Some(at) => return Next::Stop,
                    What::Close if state.closed.is_some() => state.bad = Some(at),
                    What::Close => state.closed = Some(at),
                    What::Deferred => state.deferred = Some(at),
                }
            }
            if state.bad.is_some() { Next::Found } else { Next::Go }
        },
        |state| state.closed.is_some() && state.deferred.is_some(),
    )?;
    let closed = &events[usize::from(way.state.closed?)];
    // Both under the same condition: what is tested may have been changed in between.
    if let Some(bad) = way.state.bad
        && conditions(closed.at)
            .iter()
            .any(|one| conditions(events[usize::from(bad)].at).iter().any(|two| one.same_text(*two)))
    {
        return None;
    }
    let name = target.text();
    let labels = cx.walked_labels(func, &way);
    let mut draft = match (way.state.bad, way.state.deferred) {
        (Some(bad), _) if events[usize::from(bad)].what == What::Send => {
            let bad = &events[usize::from(bad)];
            Finding::at(bad.at, format!("this send panics: `{name}` is closed on some path"))
                .here("a send on a closed channel")
                .label(Role::Released, closed.at, "closed here")
        }
        (Some(bad), _) => {
            let bad = &events[usize::from(bad)];
            Finding::at(bad.at, format!("this close panics: `{name}` is closed already on some path"))
                .here("the second close")
                .label(Role::Released, closed.at, "closed here first")
        }
        (None, deferred) => Finding::at(closed.at, format!("`{name}` is closed twice: the deferred close panics"))
            .here("the first close")
            .mark(Role::Deferred, events[usize::from(deferred?)].at),
    };
    for label in labels {
        draft = draft.label(label.role, label.place, label.message);
    }
    cx.report(draft.help("leave one close, on the last path of the only sender"))
}

fn events<'a>(cx: &Cx<'a>, func: Func<'a>, place: &VarPlace) -> Option<Vec<Event<'a>>> {
    let plain = place.fields.is_empty() && cx.is_plain_in(func, place.root);
    let same = |expr: Expr<'a>| cx.var_place(expr).as_ref() == Some(place);
    let mut found = Vec::new();
    for mention in cx.flow(func)?.mentions(place.root).iter().filter(|m| m.assigned && m.literal.is_none()) {
        found.push(Event { at: Expr { tree: func.tree, id: mention.ident }, what: What::Forget, point: mention.point });
    }
    let mut push = |at: Expr<'a>, what: What| {
        found.extend(cx.point_in(func, at).map(|point| Event { at, what, point }));
    };
    for node in func.own_nodes() {
        if let Some(stmt) = node.as_stmt() {
            match stmt.kind() {
                StmtKind::Send { chan, .. } if same(chan) => push(chan, What::Send),
                StmtKind::Assign { lhs, .. } => {
                    for target in lhs.iter().filter(|target| target.ident().is_none()) {
                        if cx.var_place(target).is_some_and(|to| is_prefix(&to, place)) {
                            push(target, What::Forget);
                        }
                    }
                }
                _ => {}
            }
            continue;
        }
        let Some(call) = node.as_expr().filter(|expr| matches!(expr.kind(), ExprKind::Call(_))).and_then(Expr::as_call)
        else {
            continue;
        };
        let closes = |call: Call<'a>| {
            cx.callee(call).and_then(Object::builtin) == Some(Builtin::Close) && call.args().only().is_some_and(same)
        };
        let deferred = call.as_deferred().is_some();
        if closes(call) {
            if call.as_started().is_none() {
                push(call.expr(), if deferred { What::Deferred } else { What::Close });
            }
        } else if let Some(literal) = call.fun().as_func_lit().filter(|_| deferred) {
            // Closed by a statement of the deferred literal's own body, under no condition.
            let own = literal.body().and_then(Stmt::stmts);
            let mut own = own.into_iter().flat_map(Nodes::iter).filter_map(|stmt| stmt.as_expr_stmt()?.as_call());
            if own.any(closes) {
                push(call.expr(), What::Deferred);
            }
        } else if !plain && !deferred && cx.callee(call).is_none_or(|callee| callee.builtin().is_none()) {
            push(call.expr(), What::Forget);
        }
    }
    Some(found)
}

/// The conditions of the `if` statements around.
fn conditions(at: Expr<'_>) -> Vec<Expr<'_>> {
    at.ancestors()
        .filter_map(Node::as_stmt)
        .filter_map(|stmt| match stmt.kind() {
            StmtKind::If { cond, .. } => Some(cond),
            _ => None,
        })
        .collect()
}

/// Whether assigning to `to` changes what `place` names.
fn is_prefix(to: &VarPlace, place: &VarPlace) -> bool {
    to.root == place.root && place.fields.starts_with(&to.fields)
}

/// Whether a deferred literal recovers: then the panic may be meant.
fn recovers(func: Func<'_>) -> bool {
    func.body().is_some_and(|body| body.calls_within().iter().any(|call| call.fun().text() == "recover"))
}
