//! A handle from sql.Open in a package that never pings.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("sql-open-without-ping")).on_package(check);

fn check<'a>(package: &PackageCx<'a>) -> Option<()> {
    let mut opens = Vec::new();
    for cx in package.files() {
        if cx.is_test() || !cx.imports_package("database/sql") {
            continue;
        }
        for call in cx.tree().calls() {
            let Some(name) = call.name() else { continue };
            match name.text() {
                "Ping" | "PingContext" => return None,
                "Open" if cx.calls(call, "database/sql.Open") == Some(true) => {
                    // An in-memory or file database has no address to be wrong about.
                    let driver = call.arg(0).and_then(|driver| cx.string_value(driver)).unwrap_or_default();
                    if !driver.contains("sqlite") {
                        opens.push((cx, call));
                    }
                }
                _ => {}
            }
        }
    }
    for (cx, call) in opens {
        cx.report(
            Finding::at(call.head(), "`sql.Open` connects to nothing: a wrong address shows at the first query")
                .here("checks its arguments only")
                .help("call PingContext with a deadline after opening"),
        );
    }
    Some(())
}
