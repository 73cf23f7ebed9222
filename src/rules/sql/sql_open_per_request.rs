//! Database handles opened per request.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("sql-open-per-request")).on_call(
    &[
        "database/sql.Open",
        "database/sql.OpenDB",
        "github.com/jmoiron/sqlx.Open",
        "github.com/jmoiron/sqlx.Connect",
        "github.com/jackc/pgx/v5/pgxpool.New",
        "github.com/jackc/pgx/v5/pgxpool.NewWithConfig",
    ],
    check,
);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let name = call.fun().text();
    // A handler, or a literal that is one.
    let handler = std::iter::successors(call.enclosing_func(), |func| func.enclosing_func())
        .find(|func| is_handler(cx, *func))?;
    let request = handler.params().entries().into_iter().rev().find_map(|(name, _)| name);
    cx.report(
        Finding::at(call.head(), format!("`{name}` in a handler opens a new pool for each request"))
            .here("makes a pool, not a connection")
            .mark_if(Role::Declared, request)
            .help("open one handle at start-up and give it to the handler"),
    )
}

fn is_handler<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    let params = func.params();
    let has = |name: &str| params.fields().iter().any(|field| cx.type_of(field.ty()).is_some_and(|ty| ty.is(name)));
    has("net/http.ResponseWriter") && has("*net/http.Request")
}
