//! Dependencies and plain arguments stored in a context.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("context-value-dependency")).on_call(&["context.WithValue"], check);

/// Types of things that a function needs to do its work.
const DEPENDENCIES: &[&str] = &[
    "database/sql.DB",
    "database/sql.Conn",
    "database/sql.Tx",
    "net/http.Client",
    "log.Logger",
    "log/slog.Logger",
    "net/smtp.Client",
    "github.com/jackc/pgx/v5.Conn",
    "github.com/jackc/pgx/v5/pgxpool.Pool",
    "github.com/jmoiron/sqlx.DB",
    "google.golang.org/grpc.ClientConn",
    "github.com/redis/go-redis/v9.Client",
];

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let value = call.arg(2)?;
    let ty = cx.type_of(value)?;
    let target = ty.deref();
    let what = if target.is_any_of(DEPENDENCIES) {
        format!("a `{}`", ty.show())
    } else if target.is_integer()? && ty.declared().is_none() || target.is_float()? && ty.declared().is_none() {
        "a plain number".to_owned()
    } else {
        return None;
    };
    cx.report(
        Finding::at(value, format!("{what} travels in a context: no signature says that it is needed"))
            .here("missing at run time where nobody stored it")
            .help("pass it through a constructor or as a parameter"),
    )
}
