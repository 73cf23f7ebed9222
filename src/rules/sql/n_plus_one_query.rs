//! A query inside the loop over another query's rows.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("n-plus-one-query")).on(&[Kind::For], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let stmt = node.as_stmt()?;
    let StmtKind::For { cond: Some(cond), body, .. } = stmt.kind() else { return None };
    let next = cond.as_call()?;
    if cx.is_test() || next.name()?.text() != "Next" || !cx.receiver(next)?.is_any_of(ROWS) {
        return None;
    }
    // What the turn has scanned.
    let scanned: Vec<Object<'a>> = body
        .calls_within()
        .into_iter()
        .filter(|call| call.name().is_some_and(|name| name.text() == "Scan"))
        .flat_map(|call| call.args().iter().collect::<Vec<_>>())
        .filter_map(|argument| cx.variable(argument.address_of()?.root()?))
        .collect();
    let inner = body.calls_within().into_iter().find_map(|call| {
        let query = cx.query(call)?;
        let words = cx.query_words(query)?;
        let uses = call
            .args()
            .iter()
            .skip(query.position + 1)
            .any(|argument| scanned.iter().any(|object| cx.mentions(argument, *object)));
        (words.first()? == "SELECT" && uses).then_some(call)
    })?;
    cx.report(
        Finding::at(inner.head(), "one query for each row: the time grows with the data")
            .here("runs at each turn")
            .label(Role::Loop, (stmt, stmt.head()), "once for each row of this query")
            .help("use a join, or one query with a list of ids"),
    )
}

const ROWS: &[&str] = &[
    "*database/sql.Rows",
    "*github.com/jmoiron/sqlx.Rows",
    "github.com/jackc/pgx/v5.Rows",
    "github.com/jackc/pgx/v4.Rows",
];
