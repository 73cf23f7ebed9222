//! A query inside the loop over another query's rows or results.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("n-plus-one-query")).on(&[Kind::For, Kind::Range], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let stmt = node.as_stmt()?;
    if cx.is_test() {
        return None;
    }
    let (per_turn, body) = match stmt.kind() {
        StmtKind::For { cond: Some(cond), body, .. } => {
            let next = cond.as_call()?;
            if next.name()?.text() != "Next" || !cx.receiver(next)?.is_any_of(ROWS) {
                return None;
            }
            // What the turn has scanned.
            let scanned = body
                .calls_within()
                .into_iter()
                .filter(|call| call.name().is_some_and(|name| name.text().ends_with("Scan")))
                .flat_map(|call| call.args().iter().collect::<Vec<_>>())
                .filter_map(|argument| cx.variable(argument.address_of().unwrap_or(argument).root()?))
                .collect::<Vec<_>>();
            (scanned, body)
        }
        StmtKind::Range { key, value, x, body, .. } => {
            if !is_result(cx, x) {
                return None;
            }
            (key.into_iter().chain(value).filter_map(|variable| cx.variable(variable)).collect(), body)
        }
        _ => return None,
    };
    let uses = |argument: Expr<'a>| per_turn.iter().any(|object| cx.mentions(argument, *object));
    let inner = body.calls_within().into_iter().find(|call| match cx.query(*call) {
        Some(query) => reads(cx, query) && call.args().iter().skip(query.position + 1).any(uses),
        None => call.args().iter().any(uses) && runs_query(cx, *call),
    })?;
    cx.report(
        Finding::at(inner.head(), "one query for each row: the time grows with the data")
            .here("runs at each turn")
            .label(Role::Loop, (stmt, stmt.head()), "once for each row of another query")
            .help("use a join, or one query with a list of ids"),
    )
}

/// Whether a query asks for rows; one whose text is not known by its method.
fn reads<'a>(cx: &Cx<'a>, query: Query<'a>) -> bool {
    match cx.query_words(query) {
        Some(words) => words.first().is_some_and(|word| matches!(word.as_str(), "SELECT" | "WITH")),
        None => ["Query", "Get", "Select"].iter().any(|method| query.method.starts_with(method)),
    }
}

/// Whether a function of this package runs a query itself.
fn runs_query<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    body_of(cx, call).is_some_and(|(other, func)| {
        func.own_calls().into_iter().any(|inner| other.query(inner).is_some_and(|query| reads(&other, query)))
    })
}

/// Whether a slice is what a query gave: the result of a function that runs one, filled by sqlx, or appended to in a loop over rows.
fn is_result<'a>(cx: &Cx<'a>, x: Expr<'a>) -> bool {
    if x.as_composite().is_some() {
        return false;
    }
    if let Some(call) = x.as_call() {
        return runs_query(cx, call);
    }
    let Some(object) = cx.variable(x).filter(|object| object.is_local()) else { return false };
    cx.uses(object).filter(|mention| mention.span().start < x.span().start).any(|mention| {
        let Some(parent) = mention.parent() else { return false };
        if let Some((_, targets, values)) = parent.as_stmt().and_then(Stmt::as_assign)
            && targets.iter().any(|target| target == mention)
            && let Some(call) = values.only().and_then(Expr::as_call)
        {
            let appends = cx.calls(call, "append") == Some(true);
            return match appends {
                true => mention.enclosing_loop().is_some_and(|outer| is_row_loop(cx, outer)),
                false => runs_query(cx, call),
            };
        }
        // `db.Select(&users, …)`
        let filled = mention.ancestors().take(3).find_map(Node::as_call);
        filled.and_then(|call| cx.query(call)).is_some_and(|query| query.method.starts_with("Select"))
    })
}

fn is_row_loop<'a>(cx: &Cx<'a>, outer: Stmt<'a>) -> bool {
    let StmtKind::For { cond: Some(cond), .. } = outer.kind() else { return false };
    cond.as_call().is_some_and(|next| {
        next.name().is_some_and(|name| name.text() == "Next") && cx.receiver(next).is_some_and(|ty| ty.is_any_of(ROWS))
    })
}

/// The body of a function or method of this module.
fn body_of<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<(Cx<'a>, Func<'a>)> {
    cx.body_of(cx.callee(call)?)
}

const ROWS: &[&str] = &[
    "*database/sql.Rows",
    "*github.com/jmoiron/sqlx.Rows",
    "github.com/jackc/pgx/v5.Rows",
    "github.com/jackc/pgx/v4.Rows",
];
