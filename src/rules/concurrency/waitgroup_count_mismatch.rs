//! WaitGroups whose count differs from the number of goroutines.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("waitgroup-count-mismatch"))
    .on_call(&["(*sync.WaitGroup).Add"], check)
    .on_call(&["(*sync.WaitGroup).Add"], check_left)
    .on_call(&["(*sync.WaitGroup).Go"], check_go)
    .on_package(check_fields);

/// All that happens to a WaitGroup that does not leave its function, but for the goroutines that are given it.
struct Group<'a> {
    name: &'static str,
    adds: Vec<Call<'a>>,
    waits: Vec<Call<'a>>,
    dones: Vec<Done<'a>>,
    /// Goroutines in each of which `Done` is called.
    starts: Vec<Stmt<'a>>,
}

/// A call of `Done`, and the goroutine that does it.
#[derive(Clone, Copy)]
struct Done<'a> {
    call: Call<'a>,
    routine: Func<'a>,
    start: Option<Stmt<'a>>,
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
    if nobody_is_done(cx, &group, add).or_else(|| wait_in_loop(cx, &group)).is_some() {
        return Some(());
    }
    let mut found = false;
    for &add in &group.adds {
        found |= inside_its_own_loop(cx, &group, add)
            .or_else(|| outside_of_the_loop(cx, &group, add))
            .or_else(|| skipped(cx, func, &group, add))
            .is_some();
    }
    if !found {
        counted(cx, func, &group).or_else(|| counted_by_name(cx, func, &group));
    }
    never_waited_on(&group, add).map(|draft| cx.report(draft));
    Some(())
}

/// `Done` in a function that `wg.Go` runs, which counts by itself.
fn check_go<'a>(cx: &Cx<'a>, go: Call<'a>) -> Option<()> {
    let place = cx.var_place(go.qualifier()?)?;
    let literal = go.args().only()?.as_func_lit()?;
    let of_group = |call: &Call<'a>, method: &str| {
        cx.calls(*call, method) == Some(true)
            && call.qualifier().and_then(|on| cx.var_place(on)).as_ref() == Some(&place)
    };
    // Who adds as well gives back what was added.
    let around = go.enclosing_func()?.enclosing_func_decl().or(go.enclosing_func())?;
    if around.calls_within().iter().any(|call| of_group(call, "(*sync.WaitGroup).Add")) {
        return None;
    }
    let done = literal.own_calls().into_iter().find(|call| of_group(call, "(*sync.WaitGroup).Done"))?;
    let name = go.qualifier()?.text();
    let stmt = done.as_stmt().or(done.as_deferred());
    cx.report(
        Finding::at(done, format!("`{name}` panics: `{name}.Go` counts by itself, and this is one `Done` too many"))
            .here("counted down twice")
            .label(Role::Goroutine, go.head(), "calls Done when the function ends")
            .help("leave the call of Done to it")
            .fix_if(stmt.map(|stmt| Fix::risky("remove the second Done").remove_lines(stmt))),
    )
}

/// `None`: it leaves the function, or something else is done with it.
fn group<'a>(cx: &Cx<'a>, func: Func<'a>, object: Object<'a>) -> Option<Group<'a>> {
    let mut group = Group { name: object.name(), adds: vec![], dones: vec![], waits: vec![], starts: vec![] };
    // Made here: a variable of its own, or a pointer to a new one.
    let declared = cx.declared_at(object)?;
    if !object.ty()?.deref().is("sync.WaitGroup") || object.var_kind() != Some(VarKind::Local) {
        return None;
    }
    if object.ty()?.is_pointer()? {
        let (_, _, values) = declared.parent()?.as_stmt()?.as_assign()?;
        let value = values.only()?;
        let new = value.as_call().is_some_and(|call| cx.callee(call).and_then(Object::builtin) == Some(Builtin::New));
        if !new && value.address_of().and_then(Expr::as_composite).is_none() {
            return None;
        }
    }
    uses(cx, &mut group, object, func, func, None)?;
    for done in &group.dones {
        if let Some(start) = done.start
            && !group.starts.contains(&start)
        {
            group.starts.push(start);
        }
    }
    Some(group)
}

fn uses<'a>(
    cx: &Cx<'a>,
    group: &mut Group<'a>,
    object: Object<'a>,
    scope: Func<'a>,
    routine: Func<'a>,
    start: Option<Stmt<'a>>,
) -> Option<()> {
    let declared = cx.declared_at(object)?;
    for ident in cx.uses_within(object, scope) {
        if ident == declared {
            continue;
        }
        let (routine, start) = course(cx, ident.enclosing_func()?, scope, routine, start)?;
        let parent = ident.parent()?.as_expr()?;
        if let ExprKind::Selector { .. } = parent.kind() {
            let call = parent.parent()?.as_call().filter(|outer| outer.fun() == parent)?;
            match (call.name()?.text(), start) {
                ("Add", None) => group.adds.push(call),
                ("Wait", None) => group.waits.push(call),
                // Counts by itself.
                ("Go", None) => {}
                ("Done", _) => group.dones.push(Done { call, routine, start }),
                // One that a goroutine of its own waits for.
                ("Wait", Some(_)) if routine.is_literal() => group.waits.push(call),
                _ => return None,
            }
            continue;
        }
        // `go worker(&wg)`
        let argument = if ident.parent()?.as_call().is_some() { ident } else { parent };
        let call = argument.parent()?.as_call()?;
        let started = call.as_started()?;
        let position = call.args().iter().position(|other| other == argument)?;
        let target = call.fun().as_func_lit().or_else(|| cx.func_of(cx.callee(call)?))?;
        if started.enclosing_func() != Some(scope) || start.is_some() {
            return None;
        }
        let parameter = cx.object(target.params().entries().get(position)?.0?)?;
        if !parameter.ty()?.is_pointer()? {
            return None;
        }
        uses(cx, group, parameter, target, target, Some(started))?;
    }
    Some(())
}

/// The goroutine in whose course a function within `scope` runs, and what starts it.
fn course<'a>(
    cx: &Cx<'a>,
    func: Func<'a>,
    scope: Func<'a>,
    routine: Func<'a>,
    start: Option<Stmt<'a>>,
) -> Option<(Func<'a>, Option<Stmt<'a>>)> {
    if func == scope {
        return Some((routine, start));
    }
    if let Some(start) = cx.start_of(func) {
        return Some((func, Some(start)));
    }
    func.called_literal()?;
    course(cx, func.enclosing_func()?, scope, routine, start)
}

/// `Add` and `Wait`, and nobody who calls `Done`.
fn nobody_is_done<'a>(cx: &Cx<'a>, group: &Group<'a>, add: Call<'a>) -> Option<()> {
    let wait = group.waits.first()?;
    if !group.dones.is_empty() || cx.int_value(add.args().only()?).is_some_and(|count| count < 1) {
        return None;
    }
    let name = group.name;
    cx.report(
        Finding::at(add, format!("`{name}.Wait` hangs: nobody calls `{name}.Done`"))
            .here("counted here")
            .label(Role::Call, wait.head(), "waits for ever")
            .help(format!("`defer {name}.Done()` as the first statement of each goroutine")),
    )
}

/// A return between `s.wg.Add(1)` and the `go` statement whose goroutine calls `Done`.
fn check_left<'a>(cx: &Cx<'a>, add: Call<'a>) -> Option<()> {
    let stmt = add.as_stmt()?;
    let func = stmt.enclosing_func()?;
    let group = cx.var_place(add.qualifier()?)?;
    if group.fields.is_empty() || cx.int_value(add.args().only()?)? != 1 || !cx.complete(func) {
        return None;
    }
    let is_done = |call: Call<'a>| cx.calls(call, "(*sync.WaitGroup).Done") == Some(true);
    let of_group = |call: Call<'a>| call.qualifier().and_then(|on| cx.var_place(on)).as_ref() == Some(&group);
    // The goroutine of a later statement of the same block, that counts down.
    let mut next = stmt.next();
    let start = loop {
        let stmt = next?;
        if let StmtKind::Go(call) = stmt.kind() {
            let literal = call.as_call()?.fun().as_func_lit()?;
            let counts = literal.own_calls().into_iter().any(|call| is_done(call) && of_group(call));
            break counts.then_some(stmt)?;
        }
        next = stmt.next();
    };
    let (from, to) = (cx.point_in(func, add)?, cx.point_in(func, start)?);
    let root = Object { store: cx.store(), id: group.root };
    // What may count down instead: Done itself, and whatever is given the owner and speaks of it.
    let mut gives: Vec<Point> = Vec::new();
    for call in func.own_calls().into_iter().filter(|call| *call != add) {
        let mentions = call.idents_within().into_iter().any(|ident| cx.is_use_of(ident, root));
        let silent = || -> Option<bool> {
            let (other, target) = cx.body_of(cx.callee(call)?)?;
            let body = target.body()?.text();
            Some(other.complete(target) && !body.contains("Done") && !body.contains("Wait") && !body.contains("done"))
        };
        if call.as_deferred().is_some() || mentions && (is_done(call) || silent() != Some(true)) {
            gives.extend(cx.point_in(func, call));
        }
    }
    let way = cx.search(
        func,
        false,
        |counted, point, _| {
            if point == from {
                *counted = true;
            } else if *counted && (point == to || gives.contains(&point)) || !*counted && gives.contains(&point) {
                return Next::Stop;
            }
            Next::Go
        },
        |counted| *counted,
    )?;
    let name = add.qualifier()?.text();
    cx.report(
        Finding::at(add, format!("`{name}.Wait` hangs: this function may return before it starts the goroutine"))
            .here("counts one goroutine")
            .label(Role::Goroutine, keyword(start), "started only here")
            .along(cx.told(func, &way))
            .help(format!("`{name}.Add(1)` right before the goroutine starts")),
    )
}

/// A WaitGroup that is a field or a package-level variable, counted and waited for, and nobody in the package calls `Done`.
fn check_fields<'a>(package: &PackageCx<'a>) -> Option<()> {
    #[derive(Default)]
    struct Uses<'a> {
        adds: Vec<(usize, Call<'a>)>,
        waits: Vec<Call<'a>>,
        other: bool,
    }
    if !package.files().iter().any(|cx| cx.text().contains("sync.WaitGroup")) {
        return None;
    }
    let mut groups: Vec<(Object<'a>, Uses<'a>)> = Vec::new();
    for (file, cx) in package.files().iter().enumerate() {
        let tree = cx.tree();
        for id in tree.ast.exprs.ids() {
            let ident: Expr<'a> = tree.view(id);
            if ident.ident().is_none() {
                continue;
            }
            let Some(object) = cx.object(ident).filter(|object| object.is_field() || object.is_package_var()) else {
                continue;
            };
            if object.package_path() != Some(package.path())
                || object.is_exported()
                || !object.ty().is_some_and(|ty| ty.is("sync.WaitGroup"))
                || cx.declared_at(object) == Some(ident)
            {
                continue;
            }
            if !groups.iter().any(|(other, _)| *other == object) {
                groups.push((object, Uses::default()));
            }
            let Some((_, uses)) = groups.iter_mut().find(|(other, _)| *other == object) else { continue };
            // `s.wg.Add(1)`: the call of a method of it.
            let whole = match ident.parent().and_then(Node::as_expr) {
                Some(outer) if outer.as_selector().is_some_and(|(_, name)| name == ident) => outer,
                _ => ident,
            };
            match cx.method_call(whole) {
                Some(call) => match call.name().map(View::text) {
                    Some("Add") if call.args().only().and_then(|n| cx.int_value(n)).is_some_and(|n| n > 0) => {
                        uses.adds.push((file, call));
                    }
                    Some("Wait") => uses.waits.push(call),
                    _ => uses.other = true,
                },
                None => uses.other = true,
            }
        }
    }
    for (object, uses) in &groups {
        let (Some(&(file, add)), Some(&wait)) = (uses.adds.first(), uses.waits.first()) else { continue };
        if uses.other {
            continue;
        }
        let name = object.name();
        package.files()[file].report(
            Finding::at(add, format!("`{name}.Wait` hangs: nobody calls `{name}.Done`"))
                .here("counted here")
                .label(Role::Call, wait.head(), "waits for ever")
                .help(format!("`defer {}.Done()` as the first statement of each goroutine", add.qualifier()?.text())),
        );
    }
    Some(())
}

/// `Wait` in the loop that starts the goroutines, all of which are counted before it.
fn wait_in_loop<'a>(cx: &Cx<'a>, group: &Group<'a>) -> Option<()> {
    let (&[add], &[wait], &[start]) = (&group.adds[..], &group.waits[..], &group.starts[..]) else { return None };
    let around = start.enclosing_loop()?;
    if wait.enclosing_loop() != Some(around) || around.contains(add) || wait.enclosing_func() != start.enclosing_func()
    {
        return None;
    }
    let all = match length_of(cx, add.args().only()?) {
        Some(over) => matches!(around.kind(), StmtKind::Range { x, .. } if x.same_text(over)),
        None => cx.int_value(add.args().only()?)? > 1,
    };
    let name = group.name;
    all.then_some(())?;
    cx.report(
        Finding::at(wait.head(), format!("`{name}.Wait` hangs in the first turn: the others are not started yet"))
            .here("waits for all of them")
            .label(Role::Call, add, "counts all of them")
            .mark(Role::Loop, (around, around.head()))
            .help("wait after the loop"),
    )
}

/// Counts that are all known and differ: so many added, so many calls of `Done`.
fn counted<'a>(cx: &Cx<'a>, func: Func<'a>, group: &Group<'a>) -> Option<()> {
    let cfg = cx.cfg(func)?;
    let &[wait] = &group.waits[..] else { return None };
    let &[add] = &group.adds[..] else { return None };
    if wait.enclosing_func() != Some(func) || group.dones.iter().any(|done| done.start.is_none()) {
        return None;
    }
    let added = cx.int_value(add.args().only()?)?;
    let (from, to) = (cx.point_in(func, add)?, cx.point_in(func, wait)?);
    // All within one turn of the loop in which the Add stands, or in no loop at all.
    let scope = add.enclosing_loop();
    if wait.enclosing_loop().is_some_and(|around| Some(around) != scope)
        || add.as_stmt()?.parent()?.as_stmt()?.parent().is_none()
    {
        return None;
    }
    let waits_within = scope.is_some_and(|around| around.contains(wait));
    if !waits_within && scope.is_some() && scope.and_then(Stmt::body) != add.as_stmt()?.parent()?.as_stmt() {
        return None;
    }
    let mut total = 0;
    for &start in &group.starts {
        if start.enclosing_func() != Some(func) {
            return None;
        }
        let at = cx.point_in(func, start)?;
        // Surely started between the Add and the Wait (in each turn).
        let times = match start.enclosing_loop() {
            around if around == scope => 1,
            Some(around) if around.enclosing_loop() == scope => {
                if start.parent()?.as_stmt()? != around.body()? || !cfg.point_dominates(from, at) {
                    return None;
                }
                turns(cx, around)?
            }
            _ => return None,
        };
        if start.enclosing_loop() == scope {
            let same_block = start.parent()?.as_stmt()? == add.as_stmt()?.parent()?.as_stmt()?;
            if !same_block || start.span().start < add.span().start && scope.is_none() {
                return None;
            }
        }
        total += times * dones_of(group, start)?;
    }
    if !(cfg.point_dominates(from, to) || scope.is_some()) || total == 0 || total == added {
        return None;
    }
    let leaves = scope.and_then(Stmt::body).is_some_and(|body| {
        body.descendants().iter().any(|node| matches!(node.node_kind(), Kind::Return | Kind::Branch))
    });
    if leaves {
        return None;
    }
    let name = group.name;
    let what = if total < added {
        format!("`{name}.Wait` hangs: {added} added, {total} of them done")
    } else {
        format!("`{name}` panics or ends early: {added} added, {total} calls of `Done`")
    };
    let mut draft = Finding::at(add, what).here("counts another number than is started");
    for start in group.starts.iter().take(2) {
        draft = draft.label(Role::Goroutine, keyword(*start), "calls Done");
    }
    cx.report(draft.help(format!("add one right before each goroutine starts, or use `{name}.Go`")))
}

/// `wg.Add(n)` and a loop that starts one goroutine more or less: `for i := 0; i <= n; i++`.
fn counted_by_name<'a>(cx: &Cx<'a>, func: Func<'a>, group: &Group<'a>) -> Option<()> {
    let (&[add], &[start]) = (&group.adds[..], &group.starts[..]) else { return None };
    let count = add.args().only()?;
    let around = start.enclosing_loop().filter(|around| !around.contains(add))?;
    let StmtKind::For { init: Some(init), cond: Some(cond), post: Some(post), body } = around.kind() else {
        return None;
    };
    let (AssignOp::Define, names, values) = init.as_assign()? else { return None };
    let counter = cx.variable(names.only()?)?;
    let (op, x, limit) = cond.as_binary()?;
    let StmtKind::IncDec { x: stepped, dec: false } = post.kind() else { return None };
    if !cx.is_use_of(x, counter) || !cx.is_use_of(stepped, counter) || !limit.same_text(count) {
        return None;
    }
    let more = match op {
        BinaryOp::Lt => -cx.int_value(values.only()?)?,
        BinaryOp::Le => 1 - cx.int_value(values.only()?)?,
        _ => return None,
    };
    let leaves = body.descendants().iter().any(|node| {
        matches!(node.node_kind(), Kind::Return | Kind::Branch)
            && node.as_stmt().and_then(View::enclosing_func) == Some(func)
    });
    let plain = start.parent()?.as_stmt()? == body && dones_of(group, start) == Some(1) && !leaves;
    let once = group.dones.iter().all(|done| done.start == Some(start)) && cx.object(count.unparen()).is_some();
    if more == 0 || !plain || !once || start.enclosing_func() != Some(func) {
        return None;
    }
    let (name, count) = (group.name, count.text());
    let what = if more < 0 { "hangs: the loop starts fewer" } else { "ends early, or panics: the loop starts more" };
    cx.report(
        Finding::at(add, format!("`{name}.Wait` {what} than `{count}`"))
            .here("counts another number than is started")
            .label(Role::Goroutine, keyword(start), "calls Done")
            .mark(Role::Loop, (around, around.head()))
            .help(format!("add one right before each goroutine starts, or use `{name}.Go`")),
    )
}

/// How many times each run of the goroutine calls `Done`; `None`: not the same on every path.
fn dones_of<'a>(group: &Group<'a>, start: Stmt<'a>) -> Option<i64> {
    let dones: Vec<&Done<'a>> = group.dones.iter().filter(|done| done.start == Some(start)).collect();
    let routine = dones.first()?.routine;
    let body = routine.body()?;
    let returns = routine.own_nodes().iter().any(|node| node.node_kind() == Kind::Return);
    for done in &dones {
        let own = done.call.enclosing_func()? == routine;
        let (stmt, deferred) = match (done.call.as_stmt(), done.call.as_deferred()) {
            (Some(_), _) if !own => (done.call.enclosing_func()?.deferred()?, true),
            (Some(stmt), _) => (stmt, false),
            (_, Some(stmt)) if own => (stmt, true),
            _ => return None,
        };
        // A deferred call counts from where it stands; a return before it misses it.
        let early = routine
            .own_nodes()
            .iter()
            .any(|node| node.node_kind() == Kind::Return && node.span().start < stmt.span().start);
        if stmt.parent()?.as_stmt()? != body || early || returns && !deferred {
            return None;
        }
        if !own && done.call.as_stmt()?.parent()?.as_stmt()? != done.call.enclosing_func()?.body()? {
            return None;
        }
    }
    i64::try_from(dones.len()).ok()
}

/// How many turns a loop with constant bounds takes that nothing leaves early.
fn turns<'a>(cx: &Cx<'a>, around: Stmt<'a>) -> Option<i64> {
    let body = around.body()?;
    if body.descendants().iter().any(|node| {
        matches!(node.node_kind(), Kind::Return | Kind::Branch)
            && node.as_stmt().and_then(View::enclosing_func) == around.enclosing_func()
    }) {
        return None;
    }
    cx.turns(around)
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
        _ => turns(cx, around) == Some(1),
    };
    let all_done = group.dones.iter().all(|done| done.call.as_deferred().is_some() || done.call.as_stmt().is_some());
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

/// A turn of the loop that starts no goroutine, after `wg.Add(len(x))`, or after `wg.Add(1)` in that turn.
fn skipped<'a>(cx: &Cx<'a>, func: Func<'a>, group: &Group<'a>, add: Call<'a>) -> Option<()> {
    let &[start] = &group.starts[..] else { return None };
    let around = start.enclosing_loop()?;
    if group.adds.len() != 1 || start.enclosing_func() != Some(func) {
        return None;
    }
    let each = around.contains(add);
    if each {
        if cx.int_value(add.args().only()?)? != 1 || add.enclosing_loop() != Some(around) {
            return None;
        }
    } else {
        let over = length_of(cx, add.args().only()?)?;
        let StmtKind::Range { x, .. } = around.kind() else { return None };
        if !x.same_text(over) {
            return None;
        }
    }
    let added = cx.point_in(func, add)?;
    let mut counted: Vec<Point> = vec![cx.point_in(func, start)?];
    counted
        .extend(group.dones.iter().filter(|done| done.start.is_none()).filter_map(|done| cx.point_in(func, done.call)));
    let waits: Vec<Point> = group.waits.iter().filter_map(|wait| cx.point_in(func, *wait)).collect();
    let way = cx.search(
        func,
        false,
        |turn, point, step| {
            // From the Add of a turn on, or from the turn's beginning.
            let begins = if each { point == added } else { cx.step_range(step) == Some(around) };
            if *turn && (begins || waits.contains(&point)) {
                return Next::Found;
            }
            if begins {
                *turn = true;
            }
            // The goroutine of this turn is started, or its count is given back.
            match counted.contains(&point) {
                true if each => {
                    *turn = false;
                    Next::Go
                }
                true => Next::Stop,
                false => Next::Go,
            }
        },
        |_| false,
    )?;
    let name = group.name;
    let mut draft = Finding::at(add, format!("`{name}.Wait` hangs: some turns of the loop start no goroutine"))
        .here(if each { "counts one goroutine in each turn" } else { "counts one goroutine for each element" })
        .label(Role::Goroutine, keyword(start), "started only in some turns");
    let mut path = cx.told(func, &way);
    path.labels.retain(|label| around.span().contains(label.place.span));
    draft = draft.along(path);
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
