//! Statements that return no rows, run through Query.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("query-used-for-exec")).on(&[Kind::Call], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let query = cx.query(node.as_call()?)?;
    let exec = match query.method {
        "Query" | "QueryRow" | "Queryx" | "QueryRowx" => "Exec",
        "QueryContext" | "QueryRowContext" | "QueryxContext" | "QueryRowxContext" => "ExecContext",
        _ => return None,
    };
    if !is_dropped(query.call) {
        return None;
    }
    let words = words(&cx.query_text(query)?);
    let first = words.first()?.as_str();
    let changes = matches!(
        first,
        "INSERT" | "UPDATE" | "DELETE" | "REPLACE" | "CREATE" | "DROP" | "ALTER" | "TRUNCATE" | "VACUUM"
    );
    if !changes || words.iter().any(|word| matches!(word.as_str(), "RETURNING" | "OUTPUT")) {
        return None;
    }
    let name = query.call.name()?;
    // `row := …` has one result, Exec has two: only a dropped one can be exchanged.
    let fits = !query.method.contains("Row") || query.call.as_stmt().is_some();
    cx.report(
        Finding::at(
            query.call.head(),
            format!("`{}` for {first} leaks a connection: its rows stay open", query.method),
        )
        .here("gives rows that nobody closes")
        .help(format!("use {exec}"))
        .fix_if(fits.then(|| Fix::safe(format!("use {exec}")).replace(name, exec))),
    )
}

/// Whether nobody keeps the rows.
fn is_dropped(call: Call<'_>) -> bool {
    let Some(parent) = call.parent() else { return false };
    if call.as_stmt().is_some() || call.as_deferred().is_some() || call.as_started().is_some() {
        return true;
    }
    let targets = match parent.as_stmt().and_then(Stmt::as_assign) {
        Some((_, targets, _)) => targets,
        None => match parent.as_spec().map(Spec::kind) {
            Some(SpecKind::Value { names, .. }) => names,
            _ => return false,
        },
    };
    targets.first().is_some_and(Expr::is_blank)
}

/// The words of a statement in one case, without comments and with punctuation apart.
fn words(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("--").into_iter().chain(rest.find("/*")).min() {
        plain.push_str(&rest[..at]);
        let comment = &rest[at..];
        let end = match comment.starts_with("--") {
            true => comment.find('\n'),
            false => comment.find("*/").map(|end| end + 2),
        };
        rest = end.map_or("", |end| &comment[end..]);
        plain.push(' ');
    }
    plain.push_str(rest);
    plain
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ';' | ','))
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_uppercase)
        .collect()
}
