//! Errors of QueryRow and Scan handed on without telling "no rows" from failure.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("no-rows-not-distinguished")).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let scan = node.as_call()?;
    if scan.name()?.text() != "Scan" || cx.is_test() {
        return None;
    }
    let inner = scan.qualifier()?.as_call()?;
    let query = cx.query(inner)?;
    if !query.method.starts_with("QueryRow") {
        return None;
    }
    // Aggregates and existence tests always give a row, and so does an insert that returns its id.
    let words = cx.query_words(query)?;
    let always = words.iter().any(|word| {
        ["COUNT(", "SUM(", "MAX(", "MIN(", "AVG(", "EXISTS(", "COALESCE("].iter().any(|call| word.starts_with(call))
    }) || matches!(words.first()?.as_str(), "INSERT" | "SHOW" | "PRAGMA")
        || words.iter().any(|word| word == "EXISTS")
        || !words.iter().any(|word| word == "FROM");
    if always {
        return None;
    }
    // Somebody in the file knows about the case.
    if cx.text().contains("ErrNoRows") {
        return None;
    }
    let func = scan.enclosing_func()?;
    let returned = scan.parent()?.as_stmt().and_then(Stmt::as_return).is_some() || returns_its_error(cx, scan, func);
    if !returned {
        return None;
    }
    cx.report(
        Finding::at(scan.head(), "a missing row is handed on like a failure of the database")
            .here("`sql.ErrNoRows` when there is no such row")
            .help("test for sql.ErrNoRows with errors.Is and return an error of the domain"),
    )
}

/// Whether the error that `Scan` gives is returned as it is.
fn returns_its_error<'a>(cx: &Cx<'a>, scan: Call<'a>, func: Func<'a>) -> bool {
    let assigned = || -> Option<Object<'a>> {
        let (_, targets, _) = scan.parent()?.as_stmt()?.as_assign()?;
        cx.denotes(targets.only()?)
    };
    let Some(error) = assigned() else { return false };
    func.own_nodes()
        .into_iter()
        .filter_map(Node::as_stmt)
        .filter_map(Stmt::as_return)
        .any(|values| values.iter().any(|value| cx.is_use_of(value, error)))
}
