//! Connection pools of a service without any limit.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("sql-pool-not-configured")).collect(collect).on_module(check).on_call(IDLE, check_idle);

const IDLE: &[&str] = &["(*database/sql.DB).SetMaxIdleConns"];

struct Seen {
    opens: Vec<Place>,
    limits: bool,
    lifetime: bool,
    serves: bool,
}

fn collect<'a>(package: &PackageCx<'a>) -> Option<Facts> {
    let mut seen = Seen { opens: Vec::new(), limits: false, lifetime: false, serves: false };
    for cx in package.files().iter().filter(|cx| !cx.is_test()) {
        for call in cx.tree().calls() {
            let Some(name) = call.name() else { continue };
            match name.text() {
                "SetMaxOpenConns" => seen.limits = true,
                "SetConnMaxLifetime" | "SetConnMaxIdleTime" => seen.lifetime = true,
                "ListenAndServe" | "ListenAndServeTLS" | "Serve" | "ServeTLS" => seen.serves = true,
                "Open" | "Connect" | "MustConnect" | "MustOpen"
                    if cx.calls_any(
                        call,
                        &[
                            "database/sql.Open",
                            "github.com/jmoiron/sqlx.Open",
                            "github.com/jmoiron/sqlx.Connect",
                            "github.com/jmoiron/sqlx.MustConnect",
                            "github.com/jmoiron/sqlx.MustOpen",
                        ],
                    ) == Some(true) =>
                {
                    let driver = call.arg(0).and_then(|driver| cx.string_value(driver)).unwrap_or_default();
                    if !driver.contains("sqlite") {
                        seen.opens.push(call.head().place());
                    }
                }
                _ => {}
            }
        }
    }
    package.facts(seen)
}

fn check<'a>(module: &ModuleCx<'a>) -> Option<()> {
    let facts: Vec<(&PackageCx<'a>, &Seen)> = module.facts::<Seen>().collect();
    let any = |what: fn(&Seen) -> bool| facts.iter().any(|(_, seen)| what(seen));
    if !any(|seen| seen.serves) {
        return None;
    }
    let (message, here, help) = match (any(|seen| seen.limits), any(|seen| seen.lifetime)) {
        (true, true) => return None,
        (false, _) => (
            "this pool has no limit: a burst of requests exhausts the database",
            "opens as many connections as there are queries",
            "set the maximum of open connections and their lifetime",
        ),
        (true, false) => (
            "this pool keeps its connections for ever, also when the database has moved",
            "no connection gets a lifetime",
            "set the lifetime of connections as well",
        ),
    };
    for (package, seen) in facts {
        for place in &seen.opens {
            package.report(Finding::at(*place, message).here(here).help(help));
        }
    }
    Some(())
}

/// An idle limit above the open limit, or far below it.
fn check_idle<'a>(cx: &Cx<'a>, idle: Call<'a>) -> Option<()> {
    let func = idle.enclosing_func()?;
    let open = func.own_calls().into_iter().find(|call| {
        cx.calls(*call, "(*database/sql.DB).SetMaxOpenConns") == Some(true)
            && call.qualifier().map(View::text) == idle.qualifier().map(View::text)
    })?;
    let (few, many) = (cx.int_value(idle.arg(0)?)?, cx.int_value(open.arg(0)?)?);
    let message = if many > 0 && few > many {
        format!("{few} idle connections cannot be kept of at most {many} open ones")
    } else if many > 0 && few > 0 && few * 10 <= many {
        format!("only {few} of {many} connections are kept: the others come and go with each query")
    } else {
        return None;
    };
    cx.report(
        Finding::at(idle.arg(0)?, message)
            .label(Role::Call, open.head(), "the limit of open connections")
            .help("keep the idle limit close to the open limit"),
    )
}
