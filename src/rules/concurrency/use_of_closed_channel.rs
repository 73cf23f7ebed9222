//! Sends on a channel that is closed, and second closes.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("use-of-closed-channel")).on_call(&["close"], check).on(&[Kind::Send], check_send);

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
    /// A statement of a loop's body that nothing leaves after it: what happens in one turn happens in the next.
    each_turn: bool,
}

fn check<'a>(cx: &Cx<'a>, close: Call<'a>) -> Option<()> {
    let inner = close.enclosing_func()?;
    let target = close.args().only()?;
    // A literal that is deferred or called at once closes for the function around it.
    let around =
        || inner.called_literal().filter(|call| call.as_started().is_none()).and_then(|_| inner.enclosing_func());
    let place = cx.var_place(target)?;
    judge(cx, inner, &place, target.text(), close.expr())
        .or_else(|| judge(cx, around()?, &place, target.text(), close.expr()));
    by_callers(cx, inner, &place)
}

/// The callers of a method that closes a channel of its receiver.
fn by_callers<'a>(cx: &Cx<'a>, method: Func<'a>, place: &VarPlace) -> Option<()> {
    let receiver = cx.object(method.receiver()?.names().first()?)?;
    if place.root != receiver.id || place.fields.is_empty() {
        return None;
    }
    let mut seen: Vec<Func<'a>> = Vec::new();
    let mut calls: Vec<Call<'a>> = cx
        .uses(cx.func_object(method)?)
        .filter_map(|name| name.ancestors().find_map(Node::as_call).filter(|call| call.name() == Some(name)))
        .collect();
    calls.sort_by_key(|call| call.span().start);
    for call in calls {
        let Some(func) = call.enclosing_func().filter(|func| !seen.contains(func)) else { continue };
        let Some((on, mut outer)) = call.qualifier().and_then(|on| Some((on, cx.var_place(on)?))) else { continue };
        seen.push(func);
        outer.fields.extend(place.fields.iter().copied());
        let mut name = on.text().to_owned();
        for field in &place.fields {
            name.push('.');
            name.push_str(field.as_str());
        }
        judge(cx, func, &outer, &name, call.expr());
    }
    Some(())
}

/// A send where only another function closes: one that this one calls with the channel.
fn check_send<'a>(cx: &Cx<'a>, send: Node<'a>) -> Option<()> {
    let StmtKind::Send { chan, .. } = send.as_stmt()?.kind() else { return None };
    let func = send.enclosing_func()?;
    let object = cx.variable(chan)?;
    let given = cx.uses_within(object, func).into_iter().find_map(|ident| {
        let call = ident.parent()?.as_call()?;
        (surely(cx, call, &VarPlace::var(object.id))? == What::Close).then_some(call)
    })?;
    judge(cx, func, &VarPlace::var(object.id), chan.text(), given.expr())
}

/// Of a function that closes the channel several times, the first close looks at all.
fn judge<'a>(cx: &Cx<'a>, func: Func<'a>, place: &VarPlace, name: &str, close: Expr<'a>) -> Option<()> {
    let events = events(cx, func, place)?;
    let first = events.iter().find(|event| matches!(event.what, What::Close | What::Deferred))?;
    if !first.at.contains(close) || recovers(func) {
        return None;
    }
    let uses = events.iter().filter(|event| event.what != What::Forget).count();
    if uses < 2 && !first.each_turn {
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
                    What::Close if state.closed == Some(at) && !event.each_turn => return Next::Stop,
                    What::Close if state.closed.is_some() => state.bad = Some(at),
                    What::Close => state.closed = Some(at),
                    What::Deferred if state.deferred.is_some_and(|first| first != at) => {
                        state.closed = state.deferred;
                        state.bad = Some(at);
                    }
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
        && way.state.bad != way.state.closed
        && conditions(closed.at)
            .iter()
            .any(|one| conditions(events[usize::from(bad)].at).iter().any(|two| one.same_text(*two)))
    {
        return None;
    }
    let path = cx.told(func, &way);
    let mut draft = match (way.state.bad, way.state.deferred) {
        (Some(bad), _) if events[usize::from(bad)].what == What::Deferred => {
            let bad = &events[usize::from(bad)];
            Finding::at(bad.at, format!("`{name}` is closed twice: two calls are deferred"))
                .here("the second deferred close")
                .mark(Role::Deferred, closed.at)
        }
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
    draft = draft.along(path);
    cx.report(draft.help("leave one close, on the last path of the only sender"))
}

fn events<'a>(cx: &Cx<'a>, func: Func<'a>, place: &VarPlace) -> Option<Vec<Event<'a>>> {
    let plain = place.fields.is_empty() && cx.is_plain_in(func, place.root);
    let same = |expr: Expr<'a>| cx.var_place(expr).as_ref() == Some(place);
    let mut found = Vec::new();
    for mention in cx.flow(func)?.mentions(place.root).iter().filter(|m| m.assigned && m.literal.is_none()) {
        let at = Expr { tree: func.tree, id: mention.ident };
        found.push(Event { at, what: What::Forget, point: mention.point, each_turn: false });
    }
    let mut push = |at: Expr<'a>, what: What| {
        let each_turn = what == What::Close && in_each_turn(at);
        found.extend(cx.point_in(func, at).map(|point| Event { at, what, point, each_turn }));
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
        } else if let Some(literal) = call.fun().as_func_lit().filter(|_| call.as_started().is_none()) {
            // Closed by a statement of the literal's own body, under no condition.
            let own = literal.body().and_then(Stmt::stmts);
            let mut own = own.into_iter().flat_map(Nodes::iter).filter_map(|stmt| stmt.as_expr_stmt()?.as_call());
            if own.any(closes) {
                push(call.expr(), if deferred { What::Deferred } else { What::Close });
            }
        } else if let Some(what) =
            surely(cx, call, place).filter(|what| call.as_started().is_none() && (!deferred || *what == What::Close))
        {
            push(call.expr(), if deferred { What::Deferred } else { what });
        } else if !plain && !deferred && cx.callee(call).is_none_or(|callee| callee.builtin().is_none()) {
            push(call.expr(), What::Forget);
        }
    }
    Some(found)
}

/// What a function of this file surely does with the channel that it is given, or that a method's receiver has: a statement of
/// its own body.
fn surely<'a>(cx: &Cx<'a>, call: Call<'a>, place: &VarPlace) -> Option<What> {
    let target = cx.func_of(cx.callee(call)?)?;
    let given = call.args().iter().position(|argument| cx.var_place(argument).as_ref() == Some(place));
    let inner = match given {
        Some(position) => VarPlace::var(cx.object(target.params().entries().get(position)?.0?)?.id),
        None => {
            let on = cx.var_place(call.qualifier()?)?;
            let within = on.root == place.root && place.fields.len() > on.fields.len() && is_prefix(&on, place);
            let fields = within.then(|| place.fields[on.fields.len()..].iter().copied().collect())?;
            VarPlace { root: cx.object(target.receiver()?.names().first()?)?.id, fields }
        }
    };
    // It is the same channel as long as nothing assigns it.
    let assigned = |node: Node<'a>| match node.as_stmt().map(Stmt::kind) {
        Some(StmtKind::Assign { lhs, .. }) => {
            lhs.iter().any(|to| cx.var_place(to).is_some_and(|to| is_prefix(&to, &inner)))
        }
        _ => false,
    };
    if !cx.is_plain_in(target, inner.root) || target.own_nodes().into_iter().any(assigned) {
        return None;
    }
    let is_it = |expr: Expr<'a>| cx.var_place(expr).as_ref() == Some(&inner);
    let mut found = None;
    for stmt in target.body()?.stmts()?.iter() {
        let closes = |call: Call<'a>| {
            cx.callee(call).and_then(Object::builtin) == Some(Builtin::Close) && call.args().only().is_some_and(is_it)
        };
        match stmt.kind() {
            StmtKind::Expr(x) if x.as_call().is_some_and(closes) => found = Some(What::Close),
            StmtKind::Defer(x) if x.as_call().is_some_and(closes) => found = Some(What::Close),
            StmtKind::Send { chan, .. } if found.is_none() && is_it(chan) => found = Some(What::Send),
            _ if stmt.descendants().iter().any(|node| node.node_kind() == Kind::Return) => break,
            _ => {}
        }
    }
    found
}

/// Whether the call is a statement of a loop's body after which nothing leaves the loop.
fn in_each_turn(at: Expr<'_>) -> bool {
    let judge = || -> Option<bool> {
        let stmt = at.enclosing_stmt()?;
        let around = stmt.enclosing_loop()?;
        let leaves = around.body()?.descendants().into_iter().any(|node| {
            matches!(node.node_kind(), Kind::Return | Kind::Branch | Kind::Select)
                || node.as_expr().is_some_and(|expr| matches!(expr.kind(), ExprKind::Call(call) if call.expr() != at && call.fun().text() == "panic"))
        });
        Some(!leaves && stmt.parent()?.as_stmt()? == around.body()?)
    };
    judge() == Some(true)
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
