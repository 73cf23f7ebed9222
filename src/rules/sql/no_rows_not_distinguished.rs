//! Errors of QueryRow and Scan handed on without telling "no rows" from failure.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("no-rows-not-distinguished")).on_package(check);

fn check<'a>(package: &PackageCx<'a>) -> Option<()> {
    for cx in package.files().iter().filter(|cx| !cx.is_test()) {
        for call in cx.tree().calls() {
            check_call(package, cx, call);
        }
    }
    Some(())
}

fn check_call<'a>(package: &PackageCx<'a>, cx: &Cx<'a>, scan: Call<'a>) -> Option<()> {
    let query = match scan.name()?.text() {
        "Scan" | "StructScan" => cx.query(row_of(cx, scan)?).filter(|query| query.method.starts_with("QueryRow"))?,
        // sqlx scans one row at once.
        "Get" | "GetContext" => cx.query(scan).filter(|query| query.package == "github.com/jmoiron/sqlx")?,
        _ => return None,
    };
    if cx.query_words(query).is_some_and(|words| always_gives_a_row(&words)) {
        return None;
    }
    let func = scan.enclosing_func()?;
    if knows(func) || told_by_others(package, cx, func) {
        return None;
    }
    let (wrapped, what) = outcome(cx, scan, func)?;
    let draft = Finding::at(scan.head(), format!("a missing row is {what} like a failure of the database"))
        .here("`sql.ErrNoRows` when there is no such row")
        .help("test for sql.ErrNoRows with errors.Is and return an error of the domain");
    cx.report(if wrapped { draft.hint() } else { draft })
}

/// The call that gives the row which is scanned: `db.QueryRow(…).Scan(…)`, or through a variable.
fn row_of<'a>(cx: &Cx<'a>, scan: Call<'a>) -> Option<Call<'a>> {
    let row = scan.qualifier()?;
    match row.as_call() {
        Some(call) => Some(call),
        None => match cx.reaching(row)?[..] {
            [definition] => definition.call(),
            _ => None,
        },
    }
}

/// Aggregates and existence tests always give a row, and so does an insert that returns its id.
fn always_gives_a_row(words: &[String]) -> bool {
    const CALLS: &[&str] = &["COUNT(", "SUM(", "MAX(", "MIN(", "AVG(", "EXISTS(", "COALESCE("];
    let grouped = words.windows(2).any(|pair| pair[0] == "GROUP" && pair[1] == "BY");
    let aggregate = words.iter().any(|word| CALLS.iter().any(|call| word.trim_start_matches('(').starts_with(call)));
    aggregate && !grouped
        || words.first().is_some_and(|word| matches!(word.as_str(), "INSERT" | "SHOW" | "PRAGMA"))
        || words.iter().any(|word| word == "EXISTS")
        || !words.iter().any(|word| word == "FROM" || word == "UPDATE")
}

fn knows(func: Func<'_>) -> bool {
    std::iter::successors(Some(func), |func| func.enclosing_func()).any(|func| func.text().contains("ErrNoRows"))
}

/// Whether a function that calls this one, or one that this one calls, knows about the case.
fn told_by_others<'a>(package: &PackageCx<'a>, cx: &Cx<'a>, func: Func<'a>) -> bool {
    let own = func.enclosing_func_decl().unwrap_or(func);
    let object = cx.func_object(own);
    package.files().iter().any(|other| {
        other.text().contains("ErrNoRows")
            && other.funcs().filter(|caller| !caller.is_literal() && knows(*caller)).any(|caller| {
                let calls = |call: &Call<'a>| object.is_some() && other.callee(*call) == object;
                let named = other.func_object(caller);
                caller.calls_within().iter().any(calls)
                    || own.calls_within().into_iter().any(|call| named.is_some() && cx.callee(call) == named)
            })
    })
}

/// What becomes of the error: whether it is wrapped, and in a word. `None`: it is swallowed, or nothing is known of it.
fn outcome<'a>(cx: &Cx<'a>, scan: Call<'a>, func: Func<'a>) -> Option<(bool, &'static str)> {
    let parent = scan.parent()?;
    if parent.as_stmt().and_then(Stmt::as_return).is_some() {
        return Some((false, "handed on"));
    }
    if let Some(outer) = parent.as_call() {
        let wraps = cx.calls(outer, "fmt.Errorf") == Some(true);
        return (wraps && outer.parent()?.as_stmt()?.as_return().is_some())
            .then_some((wraps_chain(cx, outer), "handed on"));
    }
    let (_, targets, _) = parent.as_stmt()?.as_assign()?;
    let error = cx.denotes(targets.last()?)?;
    let mut found = None;
    for stmt in
        func.own_nodes().into_iter().filter_map(Node::as_stmt).filter(|stmt| stmt.span().start > scan.span().end)
    {
        // Another value of the same variable.
        if stmt.as_assign().is_some_and(|(_, targets, _)| targets.iter().any(|target| cx.is_use_of(target, error))) {
            break;
        }
        if let Some(values) = stmt.as_return() {
            for value in values.iter() {
                if cx.is_use_of(value, error) {
                    return Some((false, "handed on"));
                }
                if let Some(call) = value.as_call().filter(|call| call.args().iter().any(|x| cx.is_use_of(x, error)))
                    && cx.calls(call, "fmt.Errorf") == Some(true)
                {
                    found.get_or_insert((wraps_chain(cx, call), "handed on"));
                }
            }
            if values.is_empty() && matches!(error.var_kind(), Some(VarKind::Result)) {
                return Some((false, "handed on"));
            }
        }
        let answer =
            stmt.as_expr_stmt().and_then(Expr::as_call).filter(|call| cx.calls(*call, "net/http.Error") == Some(true));
        let inside = stmt.ancestors().filter_map(Node::as_stmt).any(|outer| match outer.kind() {
            StmtKind::If { cond, then, .. } => then.contains(stmt) && cx.mentions(cond, error),
            _ => false,
        });
        if inside && answer.and_then(|call| cx.int_value(call.arg(2)?)) == Some(500) {
            return Some((false, "answered"));
        }
    }
    found
}

/// Whether the format keeps the error: then a caller can still tell.
fn wraps_chain<'a>(cx: &Cx<'a>, errorf: Call<'a>) -> bool {
    errorf.arg(0).and_then(|format| cx.string_value(format)).is_some_and(|format| format.contains("%w"))
}
