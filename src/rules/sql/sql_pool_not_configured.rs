//! Connection pools of a service without any limit.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("sql-pool-not-configured")).collect(collect).on_module(check);

struct Seen {
    opens: Vec<(usize, Place)>,
    configures: bool,
    serves: bool,
}

fn collect<'a>(package: &PackageCx<'a>) -> Option<Facts> {
    let mut seen = Seen { opens: Vec::new(), configures: false, serves: false };
    for (number, cx) in package.files().iter().enumerate() {
        if cx.is_test() {
            continue;
        }
        let imports = cx.imports_package("database/sql");
        if !imports && !cx.imports_package("net/http") {
            continue;
        }
        for call in cx.tree().calls() {
            let Some(name) = call.name() else { continue };
            match name.text() {
                "SetMaxOpenConns" => seen.configures = true,
                "ListenAndServe" | "ListenAndServeTLS" | "Serve" => seen.serves = true,
                "Open" if imports && cx.calls(call, "database/sql.Open") == Some(true) => {
                    let driver = call.arg(0).and_then(|driver| cx.string_value(driver)).unwrap_or_default();
                    if !driver.contains("sqlite") {
                        seen.opens.push((number, call.head().place()));
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
    if facts.iter().any(|(_, seen)| seen.configures) || !facts.iter().any(|(_, seen)| seen.serves) {
        return None;
    }
    for (package, seen) in facts {
        for (_, place) in &seen.opens {
            package.report(
                Finding::at(*place, "this pool has no limit: a burst of requests exhausts the database")
                    .here("opens as many connections as there are queries")
                    .help("set the maximum of open connections and their lifetime"),
            );
        }
    }
    Some(())
}
