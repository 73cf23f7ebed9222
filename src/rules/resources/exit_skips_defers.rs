//! Process exits that skip deferred calls which matter.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("exit-skips-defers")).on(&[Kind::Defer], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let first = node.as_stmt()?;
    let func = first.enclosing_func()?;
    // Of tests only the function that exits by design.
    if cx.is_test() && func.name_text() != "TestMain" {
        return None;
    }
    let cfg = cx.cfg(func)?;
    // Once for each function that defers anything.
    if *cfg.defers.first()? != first.id {
        return None;
    }
    let defers: Vec<(Stmt<'a>, Point)> = cfg
        .defers
        .iter()
        .filter_map(|&id| {
            let stmt: Stmt<'a> = cx.tree().view(id);
            Some((stmt, cx.point_in(func, stmt)?))
        })
        .filter(|(stmt, _)| !stmt.calls_within().iter().any(|call| cx.ends_process(*call)))
        .collect();
    for exit in func.own_calls() {
        if exit.as_deferred().is_some() || exit.as_started().is_some() || !cx.ends_process(exit) {
            continue;
        }
        let Some(at) = cx.point_in(func, exit) else { continue };
        if !cfg.reachable(at.block) {
            continue;
        }
        let pending = defers.iter().filter(|(_, point)| cfg.reaches(*point, at)).map(|(stmt, _)| *stmt);
        let mut worst: Option<(Stmt<'a>, bool)> = None;
        for stmt in pending {
            let loses = stmt.calls_within().into_iter().any(|call| loses_something(cx, call, 2));
            if worst.is_none_or(|(_, known)| loses && !known) {
                worst = Some((stmt, loses));
            }
        }
        let Some((deferred, loses)) = worst else { continue };
        let name = exit.fun().text();
        let draft = Finding::at(exit.head(), format!("`{name}` ends the process without the deferred calls"))
            .here("skips what was deferred")
            .label(Role::Deferred, (deferred, deferred.head()), "this never runs then")
            .help("return an error from a function with the defers, and exit in main");
        cx.report(if loses { draft } else { draft.strict() });
    }
    Some(())
}

/// Whether a deferred call writes, removes or hands back something outside of the process; functions of the package and
/// literals in variables are entered, as many levels as `depth` says.
fn loses_something<'a>(cx: &Cx<'a>, call: Call<'a>, depth: u8) -> bool {
    let Some(name) = call.name() else { return false };
    match name.text() {
        "Flush" | "Shutdown" | "Sync" | "ForceFlush" if call.qualifier().is_some() => true,
        "Remove" | "RemoveAll" => cx.calls_any(call, &["os.Remove", "os.RemoveAll"]) == Some(true),
        "Close" => call.qualifier().is_some_and(|closed| keeps_back(cx, call) || is_written(cx, closed)),
        "Unlock" | "Release" => cx.receiver(call).is_some_and(|ty| {
            let path = ty.deref().declared().and_then(Object::package_path).unwrap_or_default();
            path.ends_with("lock") || path.ends_with("lockfile") || path.ends_with("lockedfile")
        }),
        "Flock" | "StopCPUProfile" => call.qualifier().is_some(),
        "Stop" => cx.calls(call, "runtime/trace.Stop") == Some(true),
        _ if depth > 0 => enters(cx, call, depth),
        _ => false,
    }
}

/// A writer that keeps something back until it is closed.
fn keeps_back<'a>(cx: &Cx<'a>, close: Call<'a>) -> bool {
    cx.receiver(close).is_some_and(|ty| {
        ty.is_any_of(&[
            "*compress/gzip.Writer",
            "*archive/zip.Writer",
            "*archive/tar.Writer",
            "*compress/zlib.Writer",
            "*compress/flate.Writer",
        ])
    })
}

/// A file that this function has opened for writing.
fn is_written<'a>(cx: &Cx<'a>, file: Expr<'a>) -> bool {
    let opened = || -> Option<bool> {
        let call = cx.first_value(cx.variable(file)?)?.as_call()?;
        if cx.calls_any(call, &["os.Create", "os.CreateTemp", "io/ioutil.TempFile"])? {
            return Some(true);
        }
        let flags = call.arg(1)?.text();
        Some(cx.calls(call, "os.OpenFile")? && ["O_WRONLY", "O_RDWR", "O_APPEND"].iter().any(|f| flags.contains(f)))
    };
    opened().unwrap_or(false)
}

fn enters<'a>(cx: &Cx<'a>, call: Call<'a>, depth: u8) -> bool {
    let literal = cx.variable(call.fun()).and_then(|variable| cx.first_value(variable)?.as_func_lit());
    if let Some(body) = literal.and_then(Func::body) {
        return body.calls_within().into_iter().any(|inner| loses_something(cx, inner, depth - 1));
    }
    let Some((other, func)) = cx.callee_body(call) else { return false };
    func.own_calls().into_iter().any(|inner| loses_something(&other, inner, depth - 1))
}
