//! WaitGroups whose count differs from the number of goroutines.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("waitgroup-count-mismatch")).on_call(&["(*sync.WaitGroup).Add"], check);

/// All that happens to a WaitGroup that does not leave its function.
struct Group<'a> {
    name: &'static str,
    adds: Vec<Call<'a>>,
    dones: Vec<Call<'a>>,
    waits: Vec<Call<'a>>,
    /// Goroutines of literals in each of which `Done` is called.
    starts: Vec<Stmt<'a>>,
}

fn check<'a>(cx: &Cx<'a>, add: Call<'a>) -> Option<()> {
    let stmt = add.as_stmt()?;
    let func = stmt.enclosing_func()?;
    let object = cx.variable(add.qualifier()?.unparen())?;
    if cx.owner(object)? != func || !cx.complete(func) {
        return None;
    }
    let group = group(cx, func, object)?;
    if group.adds.first() != Some(&add) {
        return None;
    }
    for &add in &group.adds {
        inside_its_own_loop(cx, &group, add)
            .or_else(|| outside_of_the_loop(cx, &group, add))
            .or_else(|| skipped(cx, func, &group, add));
    }
    never_waited_on(&group, add).map(|draft| cx.report(draft));
    Some(())
}

/// `None`: it leaves the function, or something else is done with it.
fn group<'a>(cx: &Cx<'a>, func: Func<'a>, object: Object<'a>) -> Option<Group<'a>> {
    let mut group = Group { name: object.name(), adds: vec![], dones: vec![], waits: vec![], starts: vec![] };
    let declared = cx.declared_at(object)?;
    if !object.ty()?.is("sync.WaitGroup") {
        return None;
    }
    for ident in cx.uses_within(object, func) {
        if ident == declared {
            continue;
        }
        let call = ident.parent()?.as_expr().filter(|expr| expr.as_selector().is_some_and(|(x, _)| x == ident))?;
        let call = call.parent()?.as_call().filter(|outer| outer.fun() == call)?;
        match call.name()?.text() {
            "Add" => group.adds.push(call),
            "Done" => group.dones.push(call),
            "Wait" => group.waits.push(call),
            _ => return None,
        }
    }
    for done in &group.dones {
        let inner = done.enclosing_func()?;
        if let Some(start) = inner.started().or_else(|| inner.enclosing_func()?.started())
            && !group.starts.contains(&start)
        {
            group.starts.push(start);
        }
    }
    Some(group)
}

/// `wg.Add(len(x))` in the loop over x.
fn inside_its_own_loop<'a>(cx: &Cx<'a>, group: &Group<'a>, add: Call<'a>) -> Option<()> {
    let over = length_of(cx, add.args().only()?)?;
    let around = add.as_stmt()?.enclosing_loop()?;
    let StmtKind::Range { x, .. } = around.kind() else { return None };
    let name = group.name;
    if !x.same_text(over) || !group.starts.iter().any(|start| start.enclosing_loop() == Some(around)) {
        return None;
    }
    cx.report(
        Finding::at(add, format!("`{name}.Wait` hangs: each turn adds the length of the whole loop"))
            .here("counts all of them, once for each")
            .mark(Role::Loop, (around, around.head()))
            .help(format!("add before the loop, or `{name}.Add(1)` in it")),
    )
}

/// `wg.Add(1)` before a loop that starts several goroutines.
fn outside_of_the_loop<'a>(cx: &Cx<'a>, group: &Group<'a>, add: Call<'a>) -> Option<()> {
    if group.adds.len() != 1 || cx.int_value(add.args().only()?)? != 1 {
        return None;
    }
    let func = add.enclosing_func()?;
    let cfg = cx.cfg(func)?;
    if cfg.in_cycle(cx.point_in(func, add)?.block) {
        return None;
    }
    let &[start] = &group.starts[..] else { return None };
    let around = start.enclosing_loop()?;
    let in_cycle = cfg.in_cycle(cx.point_in(func, start)?.block);
    let unconditional = start.parent()?.as_stmt()? == around.body()?;
    let single = match around.kind() {
        StmtKind::Range { x, .. } => {
            x.as_composite().is_some_and(|(_, elements)| elements.len() < 2) || cx.int_value(x) == Some(1)
        }
        _ => false,
    };
    let all_done = group.dones.iter().all(|done| done.as_deferred().is_some() || done.as_stmt().is_some());
    if !in_cycle || !unconditional || single || !all_done || start.enclosing_func() != Some(func) {
        return None;
    }
    let name = group.name;
    cx.report(
        Finding::at(add, format!("`{name}` panics or ends early: one is added, the loop starts many"))
            .here("counts one goroutine")
            .label(Role::Goroutine, keyword(start), "each turn starts one that calls Done")
            .mark(Role::Loop, (around, around.head()))
            .help(format!("`{name}.Add(1)` in the loop, right before the goroutine starts")),
    )
}

/// A turn of the loop that starts no goroutine, after `wg.Add(len(x))`.
fn skipped<'a>(cx: &Cx<'a>, func: Func<'a>, group: &Group<'a>, add: Call<'a>) -> Option<()> {
    let over = length_of(cx, add.args().only()?)?;
    let &[start] = &group.starts[..] else { return None };
    let around = start.enclosing_loop()?;
    let StmtKind::Range { x, .. } = around.kind() else { return None };
    if group.adds.len() != 1 || !x.same_text(over) || around.contains(add) || start.enclosing_func() != Some(func) {
        return None;
    }
    let mut counted: Vec<Point> = vec![cx.point_in(func, start)?];
    counted.extend(group.dones.iter().filter_map(|done| cx.point_in(func, *done)));
    let waits: Vec<Point> = group.waits.iter().filter_map(|wait| cx.point_in(func, *wait)).collect();
    let way = cx.search(
        func,
        false,
        |turn, point, step| {
            let begins = cx.step_range(step) == Some(around);
            if *turn && (begins || waits.contains(&point)) {
                return Next::Found;
            }
            if begins {
                *turn = true;
            }
            // The goroutine of this turn is started, or its count is given back.
            if counted.contains(&point) { Next::Stop } else { Next::Go }
        },
        |_| false,
    )?;
    let name = group.name;
    let mut draft = Finding::at(add, format!("`{name}.Wait` hangs: some turns of the loop start no goroutine"))
        .here("counts one goroutine for each element")
        .label(Role::Goroutine, keyword(start), "started only in some turns");
    if let Some(label) = cx.walked_labels(func, &way).into_iter().find(|label| around.span().contains(label.place.span))
    {
        draft = draft.label(label.role, label.place, label.message);
    }
    cx.report(draft.help(format!("`{name}.Add(1)` right before each goroutine starts")))
}

fn never_waited_on<'a>(group: &Group<'a>, add: Call<'a>) -> Option<Draft> {
    if !group.waits.is_empty() {
        return None;
    }
    let name = group.name;
    Some(
        Finding::at(add, format!("nobody waits for `{name}`: the goroutines may not have finished"))
            .here("counted here")
            .help(format!("call `{name}.Wait()`, or drop the WaitGroup")),
    )
}

/// `x` of `len(x)`.
fn length_of<'a>(cx: &Cx<'a>, expr: Expr<'a>) -> Option<Expr<'a>> {
    let call = expr.as_call()?;
    (cx.callee(call)?.builtin() == Some(Builtin::Len)).then(|| call.args().only())?
}

/// The word `go`.
fn keyword(start: Stmt<'_>) -> (Stmt<'_>, Span) {
    (start, Span::new(start.span().start, start.span().start + 2))
}
