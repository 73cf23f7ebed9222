//! Process exits that skip deferred calls which matter.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("exit-skips-defers")).on_call(EXITS, check);

const EXITS: &[&str] = &[
    "os.Exit",
    "log.Fatal",
    "log.Fatalf",
    "log.Fatalln",
    "(*log.Logger).Fatal",
    "(*log.Logger).Fatalf",
    "(*log.Logger).Fatalln",
];

fn check<'a>(cx: &Cx<'a>, exit: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let func = exit.enclosing_func()?;
    let cfg = cx.cfg(func)?;
    let at = cfg.point_of(cx.tree().ast, exit.node().id)?;
    let mut worst: Option<(Stmt<'a>, bool)> = None;
    for &defer in &cfg.defers {
        let stmt: Stmt<'a> = cx.tree().view(defer);
        let Some(point) = cfg.point_of(cx.tree().ast, stmt.node().id) else { continue };
        if !cfg.point_dominates(point, at) || stmt.contains(exit) {
            continue;
        }
        let loses = loses_something(cx, stmt);
        if worst.is_none_or(|(_, known)| loses && !known) {
            worst = Some((stmt, loses));
        }
    }
    let (deferred, loses) = worst?;
    let name = exit.fun().text();
    let draft = Finding::at(exit.head(), format!("`{name}` ends the process without the deferred calls"))
        .here("skips what was deferred")
        .label(Role::Deferred, (deferred, deferred.head()), "this never runs then")
        .help("return an error from a function with the defers, and exit in main");
    cx.report(if loses { draft } else { draft.strict() })
}

/// Whether a deferred call writes, removes or hands back something outside of the process.
fn loses_something<'a>(cx: &Cx<'a>, stmt: Stmt<'a>) -> bool {
    stmt.calls_within().into_iter().any(|call| {
        let Some(name) = call.name() else { return false };
        match name.text() {
            "Flush" | "Shutdown" | "Sync" | "ForceFlush" => call.qualifier().is_some(),
            "Remove" | "RemoveAll" => cx.calls_any(call, &["os.Remove", "os.RemoveAll"]) == Some(true),
            // A writer that keeps something back until it is closed; a plain file loses nothing.
            "Close" => cx.receiver(call).is_some_and(|ty| {
                ty.is_any_of(&[
                    "*compress/gzip.Writer",
                    "*archive/zip.Writer",
                    "*archive/tar.Writer",
                    "*compress/zlib.Writer",
                    "*compress/flate.Writer",
                ])
            }),
            "StopCPUProfile" => true,
            _ => false,
        }
    })
}
