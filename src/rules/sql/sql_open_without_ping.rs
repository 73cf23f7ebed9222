//! A handle from sql.Open in a package that never pings.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("sql-open-without-ping")).collect(collect).on_module(check);

struct Seen {
    opens: Vec<(Place, Option<Fix>)>,
    pings: bool,
}

/// Types with a `Ping` that reaches the database.
const HANDLES: &[&str] = &["*database/sql.DB", "*database/sql.Conn", "*github.com/jmoiron/sqlx.DB"];

fn collect<'a>(package: &PackageCx<'a>) -> Option<Facts> {
    let mut seen = Seen { opens: Vec::new(), pings: false };
    for cx in package.files().iter().filter(|cx| !cx.is_test()) {
        for call in cx.tree().calls() {
            let Some(name) = call.name() else { continue };
            match name.text() {
                // Through an interface of one's own as well.
                "Ping" | "PingContext" => {
                    seen.pings |= cx.receiver(call).is_none_or(|ty| {
                        ty.is_any_of(HANDLES)
                            || ty.is_interface() != Some(false)
                            || ty.deref().declared().is_none_or(|declared| !declared.is_std())
                    });
                }
                "Open" | "OpenDB" | "MustOpen" if cx.calls_any(call, OPENS) == Some(true) => {
                    // An in-memory or file database has no address to be wrong about.
                    let local =
                        call.args().iter().filter_map(|argument| cx.string_value(argument)).any(|text| {
                            text.contains("sqlite") || text.contains(":memory:") || text.contains("sqlmock")
                        });
                    if !local {
                        seen.opens.push((call.head().place(), ping(cx, call)));
                    }
                }
                _ => {}
            }
        }
    }
    (!seen.opens.is_empty() || seen.pings).then_some(())?;
    package.facts(seen)
}

const OPENS: &[&str] =
    &["database/sql.Open", "database/sql.OpenDB", "github.com/jmoiron/sqlx.Open", "github.com/jmoiron/sqlx.MustOpen"];

fn check<'a>(module: &ModuleCx<'a>) -> Option<()> {
    let facts: Vec<(&PackageCx<'a>, &Seen)> = module.facts::<Seen>().collect();
    // Who gets a handle from another package may ping it there: one place of the module that does is enough.
    if facts.iter().any(|(_, seen)| seen.pings) {
        return None;
    }
    for (package, seen) in facts {
        for (place, fix) in &seen.opens {
            package.report(
                Finding::at(*place, "`sql.Open` connects to nothing: a wrong address shows at the first query")
                    .here("checks its arguments only")
                    .help("call PingContext with a deadline after opening")
                    .fix_if(fix.clone()),
            );
        }
    }
    Some(())
}

/// `if err := db.Ping(); err != nil { return …, err }` after the check of the opening's error.
fn ping<'a>(cx: &Cx<'a>, open: Call<'a>) -> Option<Fix> {
    let (_, targets, _) = open.parent()?.as_stmt()?.as_assign()?;
    let handle = targets.first()?;
    cx.variable(handle)?;
    let leave = cx.return_error(open.enclosing_func()?)?;
    let call = match cx.contexts_in_scope(open).first() {
        Some(context) => format!("PingContext({})", context.text()),
        None => "Ping()".to_owned(),
    };
    let text = format!("if err := {}.{call}; err != nil {{\n\t{leave}\n}}", handle.text());
    cx.defer_after(open, &text, Fix::risky("ping the database"))
}
