//! Exported functions that wait for something and take no context.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("blocking-function-without-context")).on(&[Kind::FuncDecl], check);

/// Calls that wait for another machine, another process or the clock.
const WAITS: &[&str] = &[
    "time.Sleep",
    "net/http.Get",
    "net/http.Post",
    "net/http.PostForm",
    "net/http.Head",
    "(*net/http.Client).Do",
    "(*net/http.Client).Get",
    "(*net/http.Client).Post",
    "(*database/sql.DB).Query",
    "(*database/sql.DB).QueryRow",
    "(*database/sql.DB).Exec",
    "(*database/sql.DB).Ping",
    "(*os/exec.Cmd).Run",
    "(*os/exec.Cmd).Wait",
    "(*os/exec.Cmd).Output",
    "(*os/exec.Cmd).CombinedOutput",
    "net.Dial",
];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let DeclKind::Func(func) = node.as_decl()?.kind() else { return None };
    let name = func.name()?;
    if cx.is_test() || cx.is_main() || !name.text().starts_with(char::is_uppercase) {
        return None;
    }
    // Constructors open things; methods that an interface elsewhere may ask for keep their signature.
    let text = name.text();
    if text.starts_with("New") || text.starts_with("Must") || is_known_method(text) || cx.context_param(func).is_some()
    {
        return None;
    }
    let wait = func.own_nodes().into_iter().find_map(|node| waiting(cx, node))?;
    cx.report(
        Finding::at(name, format!("`{text}` may block, and its callers cannot cancel it"))
            .label(Role::Call, wait, "waits here")
            .help("take a context as first parameter and hand it to what blocks"),
    )
}

/// Methods of the interfaces that everybody implements.
fn is_known_method(name: &str) -> bool {
    matches!(
        name,
        "Read"
            | "Write"
            | "Close"
            | "Wait"
            | "RoundTrip"
            | "ServeHTTP"
            | "Accept"
            | "Flush"
            | "Sync"
            | "Run"
            | "Start"
            | "Stop"
            | "Shutdown"
            | "Seek"
            | "ReadAt"
            | "WriteAt"
            | "Lock"
            | "Unlock"
            | "String"
            | "Error"
            | "Next"
            | "Scan"
    )
}

/// The place where a node waits: one of the calls, or a receive outside of a select.
fn waiting<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<Place> {
    if let Some(call) = node.as_call() {
        return (cx.calls_any(call, WAITS)?).then(|| call.head().place());
    }
    let (op, x) = node.as_expr()?.as_unary()?;
    let in_select = node.ancestors().any(|outer| matches!(outer.node_kind(), Kind::Comm | Kind::Select));
    (op == UnaryOp::Recv && !in_select && x.as_call().is_none()).then(|| x.place())
}
