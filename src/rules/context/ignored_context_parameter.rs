//! A context parameter that nothing uses.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("ignored-context-parameter")).on_func(check);

/// Packages whose calls wait for something outside of the process.
const WAITING: &[&str] = &[
    "net",
    "net/http",
    "os",
    "os/exec",
    "database/sql",
    "io",
    "net/rpc",
    "net/smtp",
    "crypto/tls",
    "bufio",
    "github.com/jmoiron/sqlx",
    "io/ioutil",
];

fn check<'a>(cx: &Cx<'a>, func: Func<'a>) -> Option<()> {
    let body = func.body()?;
    if cx.is_test() || !cx.complete(func) {
        return None;
    }
    let (name, is_request) = cx.context_param(func)?;
    if is_request || func.is_literal() && !is_kept(func) {
        return None;
    }
    let object = cx.object(name)?;
    if cx.mentions(body, object) {
        return None;
    }
    // The first thing that would have to look at it.
    let work = body.descendants().into_iter().find(|node| match node.node_kind() {
        Kind::For | Kind::Range | Kind::Select => true,
        Kind::Call => node.as_call().is_some_and(|call| waits(cx, call)),
        _ => false,
    })?;
    let what = match func.name() {
        Some(own) => format!("`{}` takes `{}` and never looks at it", own.text(), name.text()),
        None => format!("this function takes `{}` and never looks at it", name.text()),
    };
    let (place, words) = match (work.as_call(), work.as_stmt()) {
        (Some(call), _) => (call.head().place(), "this works on without it"),
        (None, Some(stmt)) => ((stmt, stmt.head()).to_place(), "this goes on without it"),
        _ => return None,
    };
    cx.report(
        Finding::at(name, what)
            .here("promises a cancellation that does not happen")
            .label(Role::Call, place, words)
            .help("pass the context on, test it in the loop, or name the parameter _"),
    )
}

fn waits<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    cx.callee(call).is_some_and(|callee| {
        callee.is_func()
            && (callee.is("time.Sleep")
                || callee.package_path().is_some_and(|path| WAITING.contains(&path)) && !is_pure(callee.name()))
    })
}

/// Functions of those packages that only look or compute.
fn is_pure(name: &str) -> bool {
    ["Is", "Parse", "Join", "Split", "Error", "String", "Status", "New", "Set", "Header", "Canonical", "Getenv", "Exit"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

/// Whether a literal is a function of its own: assigned to a name.
fn is_kept(func: Func<'_>) -> bool {
    let parent = func.literal().and_then(|literal| literal.parent());
    parent.is_some_and(|parent| parent.as_stmt().and_then(Stmt::as_assign).is_some() || parent.as_spec().is_some())
}
