//! LastInsertId in a module whose only SQL driver is for PostgreSQL.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("last-insert-id-unsupported")).collect(collect).on_module(check);

struct Seen {
    calls: Vec<Place>,
    postgres: bool,
    other: bool,
}

fn collect<'a>(package: &PackageCx<'a>) -> Option<Facts> {
    let mut seen = Seen { calls: Vec::new(), postgres: false, other: false };
    for cx in package.files() {
        for path in cx.import_paths() {
            seen.postgres |= matches!(
                path,
                "github.com/lib/pq" | "github.com/jackc/pgx/v5/stdlib" | "github.com/jackc/pgx/v4/stdlib"
            );
            seen.other |= ["mysql", "sqlite", "mssql", "sqlserver", "clickhouse", "oracle", "godror"]
                .iter()
                .any(|driver| path.contains(driver) && path.contains('.'));
        }
        if !cx.imports_package("database/sql") {
            continue;
        }
        for call in cx.tree().calls() {
            if call.name().is_some_and(|name| name.text() == "LastInsertId")
                && cx.calls(call, "(database/sql.Result).LastInsertId") == Some(true)
            {
                seen.calls.push(call.head().place());
            }
        }
    }
    package.facts(seen)
}

fn check<'a>(module: &ModuleCx<'a>) -> Option<()> {
    let facts: Vec<(&PackageCx<'a>, &Seen)> = module.facts::<Seen>().collect();
    if facts.iter().any(|(_, seen)| seen.other) || !facts.iter().any(|(_, seen)| seen.postgres) {
        return None;
    }
    for (package, seen) in facts {
        for place in &seen.calls {
            package.report(
                Finding::at(*place, "PostgreSQL has no last insert id: this call always fails")
                    .here("returns an error with this driver")
                    .help("use RETURNING with QueryRow"),
            );
        }
    }
    Some(())
}
