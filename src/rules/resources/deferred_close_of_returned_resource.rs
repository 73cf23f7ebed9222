//! A value that is returned although its release is deferred.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("deferred-close-of-returned-resource")).on(&[Kind::Defer], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let stmt = node.as_stmt()?;
    let StmtKind::Defer(deferred) = stmt.kind() else { return None };
    let value = released(cx, deferred.as_call()?)?;
    let func = stmt.enclosing_func()?;
    let flow = cx.flow(func)?;
    if !value.is_local() || flow.mentions(value.id).iter().filter(|m| m.assigned).count() > 1 {
        return None;
    }
    let at = cx.point_in(func, stmt)?;
    let result = is_result(value).then(|| cx.declared_at(value)).flatten();
    let returned = func.own_nodes().into_iter().filter_map(Node::as_stmt).find_map(|later| {
        let values = later.as_return()?;
        let point = cx.point_in(func, later)?;
        if !flow.cfg.point_dominates(at, point) {
            return None;
        }
        match values.is_empty() {
            true => result,
            false => values.iter().find_map(|result| given(cx, result, value)),
        }
    })?;
    let name = value.name();
    let (role, message) = (Role::Deferred, "runs before the caller goes on");
    cx.report(
        Finding::at(returned, format!("`{name}` is released before the caller gets it"))
            .here("handed out after its release")
            .label(role, (stmt, stmt.head()), message)
            .help("return it open, and release it here only on failure")
            .fix_if(fix(cx, func, stmt)),
    )
}

/// Without the deferred call; in a test helper the test releases it at its end.
fn fix<'a>(cx: &Cx<'a>, func: Func<'a>, stmt: Stmt<'a>) -> Option<Fix> {
    let StmtKind::Defer(deferred) = stmt.kind() else { return None };
    let call = deferred.as_call()?;
    call.qualifier()?;
    let test = func.params().entries().into_iter().find_map(|(name, field)| {
        let ty = cx.type_of(field.ty())?;
        name.filter(|_| ty.is_any_of(&["*testing.T", "*testing.B", "testing.TB"]))
    });
    Some(match test {
        Some(t) => Fix::risky("release it at the end of the test")
            .replace(stmt, format!("{}.Cleanup(func() {{ {} }})", t.text(), call.text())),
        None => Fix::risky("return it open").remove_lines(stmt),
    })
}

fn is_result(value: Object<'_>) -> bool {
    value.var_kind() == Some(VarKind::Result)
}

/// The variable that a deferred call surely releases: `x.Close()`, `cancel()` (of the context that came with it), also as
/// a statement of `defer func() {…}()`.
fn released<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<Object<'a>> {
    if let Some(literal) = call.fun().as_func_lit() {
        // After a way out the release is no longer sure.
        let leaves = |stmt: &Stmt<'a>| stmt.descendants().iter().any(|node| node.node_kind() == Kind::Return);
        return literal.body()?.stmts()?.iter().take_while(|stmt| !leaves(stmt)).find_map(|stmt| {
            let inner = match stmt.kind() {
                StmtKind::Expr(x) => x.as_call()?,
                StmtKind::Assign { rhs, .. } => rhs.only()?.as_call()?,
                StmtKind::If { init: Some(init), .. } => init.as_assign()?.2.only()?.as_call()?,
                _ => return None,
            };
            released(cx, inner)
        });
    }
    if call.qualifier().is_none() {
        return context_of(cx, call);
    }
    if !matches!(call.name()?.text(), "Close" | "Stop" | "Release" | "Rollback" | "Shutdown") || call.args().len() > 1 {
        return None;
    }
    let receiver = call.qualifier()?;
    // `resp.Body.Close()` releases the response.
    let whole = receiver.as_selector().filter(|(_, name)| name.text() == "Body").map_or(receiver, |(x, _)| x);
    let value = cx.variable(whole)?;
    // Once its body is read, status and header of a response are good without it.
    let is_read = |mention: &Expr<'a>| {
        let field = mention.parent().and_then(Node::as_expr).filter(|field| field.as_selector().is_some());
        let reads = |field: Expr<'a>| {
            field.parent().and_then(Node::as_call).is_some_and(|call| cx.calls_any(call, WRAPPERS) != Some(true))
        };
        field.is_some_and(|field| field.text().ends_with(".Body") && reads(field))
    };
    if whole != receiver && cx.uses_within(value, call.enclosing_func()?).iter().any(is_read) {
        return None;
    }
    // A ticker or timer that is stopped is no more than that; a copy of a struct is another thing.
    let closes = call.name()?.text() != "Stop" || !value.ty()?.deref().declared_path_is("time");
    (closes && value.ty()?.is_nilable()?).then_some(value)
}

/// The context that a cancel function was made with.
fn context_of<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<Object<'a>> {
    let cancel = cx.variable(call.fun())?;
    if !cancel.ty()?.is_any_of(&["context.CancelFunc", "context.CancelCauseFunc"]) {
        return None;
    }
    let declared = cx.declared_at(cancel)?;
    let (_, targets, _) = declared.enclosing_stmt()?.as_assign()?;
    let context = cx.variable(targets.first()?)?;
    (targets.len() == 2 && context.ty()?.is("context.Context")).then_some(context)
}

/// What reads or writes through what it is given, as long as that is open.
const WRAPPERS: &[&str] = &[
    "bufio.NewReader",
    "bufio.NewReaderSize",
    "bufio.NewScanner",
    "bufio.NewWriter",
    "bufio.NewWriterSize",
    "encoding/csv.NewReader",
    "encoding/csv.NewWriter",
    "encoding/json.NewDecoder",
    "encoding/json.NewEncoder",
    "encoding/xml.NewDecoder",
    "encoding/xml.NewEncoder",
    "io.LimitReader",
    "io.MultiReader",
    "io.NopCloser",
    "io.TeeReader",
];

/// Where a result hands the value on: itself, its body, in a reader or writer around it, or as an element of a literal.
fn given<'a>(cx: &Cx<'a>, result: Expr<'a>, value: Object<'a>) -> Option<Expr<'a>> {
    let result = result.unparen();
    if cx.is_use_of(result, value) {
        return Some(result);
    }
    if let Some((x, name)) = result.as_selector() {
        return (name.text() == "Body" && cx.is_use_of(x, value)).then_some(result);
    }
    if let Some(call) = result.as_call().filter(|call| cx.calls_any(*call, WRAPPERS) == Some(true)) {
        return call.args().iter().find_map(|argument| given(cx, argument, value));
    }
    let (_, elements) = result.without_address().as_composite()?;
    elements.iter().find_map(|element| match element.kind() {
        ExprKind::KeyValue { value: inner, .. } => given(cx, inner, value),
        _ => given(cx, element, value),
    })
}
