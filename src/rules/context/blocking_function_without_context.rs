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
    "(*net/http.Client).Head",
    "(*net/http.Client).Post",
    "(*net/http.Client).PostForm",
    "(*database/sql.DB).Query",
    "(*database/sql.DB).QueryRow",
    "(*database/sql.DB).Exec",
    "(*database/sql.DB).Ping",
    "(*database/sql.DB).Begin",
    "(*database/sql.DB).Prepare",
    "(*database/sql.Tx).Query",
    "(*database/sql.Tx).QueryRow",
    "(*database/sql.Tx).Exec",
    "(*database/sql.Stmt).Query",
    "(*database/sql.Stmt).QueryRow",
    "(*database/sql.Stmt).Exec",
    "(*os/exec.Cmd).Run",
    "(*os/exec.Cmd).Wait",
    "(*os/exec.Cmd).Output",
    "(*os/exec.Cmd).CombinedOutput",
    "net.Dial",
    "net.DialTimeout",
    "net.LookupHost",
    "net.LookupIP",
    "net.LookupAddr",
    "crypto/tls.Dial",
    "net/smtp.SendMail",
    "net/rpc.Dial",
    "(*net/rpc.Client).Call",
];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let DeclKind::Func(func) = node.as_decl()?.kind() else { return None };
    let name = func.name()?;
    if cx.is_test() || cx.is_main() || !name.text().starts_with(char::is_uppercase) {
        return None;
    }
    // Constructors open things; methods that an interface elsewhere may ask for keep their signature.
    let text = name.text();
    if text.starts_with("New") || text.starts_with("Must") || cx.context_param(func).is_some() || has_context(cx, func)
    {
        return None;
    }
    if func.is_method() && is_known_method(text) || has_variant(cx, func, text) {
        return None;
    }
    let (wait, words) = if takes_stop(cx, func) {
        // Only what the signal does not reach.
        (func.own_calls().into_iter().find_map(|call| waiting(cx, call.node()))?, "waits here")
    } else if let Some(wait) = waits(cx, func) {
        (wait, "waits here")
    } else {
        (through_call(cx, func)?, "waits in this call")
    };
    cx.report(
        Finding::at(name, format!("`{text}` may block, and its callers cannot cancel it"))
            .label(Role::Call, wait, words)
            .help("take a context as first parameter and hand it to what blocks"),
    )
}

/// Whether something else that it is given carries a context, such as gin's.
fn has_context<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    func.params().fields().iter().any(|field| {
        cx.type_of(field.ty()).is_some_and(|ty| {
            cx.implements_by_pointer(ty.deref(), "context.Context") == Some(true)
                || ty.is("*os/exec.Cmd")
                // A stream has the context of its call.
                || cx.method(ty, "Context").is_some()
                || ty.deref().declared().is_some_and(|declared| declared.name().contains("Context"))
        })
    })
}

/// Whether it is given a channel that stops it, `stop <-chan struct{}`, and does more than wait for that.
fn takes_stop<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    let names = func.params().entries().into_iter().filter_map(|(name, _)| cx.object(name?));
    names.filter(|param| param.ty().is_some_and(is_signal)).any(|param| {
        func.body().is_some_and(|body| {
            cx.uses_within(param, body).into_iter().any(|ident| {
                ident.parent().is_some_and(|parent| {
                    parent.as_call().is_some_and(|call| call.args().iter().any(|arg| arg == ident))
                }) || ident.ancestors().any(|outer| outer.node_kind() == Kind::Comm)
            })
        })
    })
}

/// `chan struct{}`: it carries no data, only the word to stop or to go on.
fn is_signal(ty: Ty<'_>) -> bool {
    ty.is_chan() == Some(true) && ty.elem().and_then(Ty::fields).is_some_and(<[_]>::is_empty)
}

/// Whether a clause of a `select` waits for a signal that somebody else gives: a field, or a parameter.
fn waits_for_signal<'a>(cx: &Cx<'a>, clause: Stmt<'a>) -> bool {
    let StmtKind::Comm { comm: Some(comm), .. } = clause.kind() else { return false };
    let Some((UnaryOp::Recv, from)) = comm.as_expr_stmt().and_then(Expr::as_unary) else { return false };
    cx.type_of(from).is_some_and(is_signal)
        && cx.denotes(from).is_some_and(|object| object.is_field() || object.var_kind() == Some(VarKind::Param))
}

/// Whether the form with a context stands beside it: `QueryContext` for `Query`.
fn has_variant<'a>(cx: &Cx<'a>, func: Func<'a>, name: &str) -> bool {
    let wanted =
        |other: &str| other.strip_prefix(name).is_some_and(|rest| matches!(rest, "Context" | "WithContext" | "Ctx"));
    match func.receiver() {
        Some(receiver) => ["Context", "WithContext", "Ctx"].iter().any(|suffix| {
            cx.type_of(receiver.ty()).is_some_and(|ty| cx.method(ty, &format!("{name}{suffix}")).is_some())
        }),
        None => cx.funcs().any(|other| !other.is_literal() && !other.is_method() && wanted(other.name_text())),
    }
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
            | "Serve"
    )
}

fn waits<'a>(cx: &Cx<'a>, func: Func<'a>) -> Option<Place> {
    func.own_nodes().into_iter().find_map(|node| waiting(cx, node))
}

/// A call of a function of this package that waits itself and takes no context either.
fn through_call<'a>(cx: &Cx<'a>, func: Func<'a>) -> Option<Place> {
    func.own_calls().into_iter().find_map(|call| {
        if call.as_started().is_some() {
            return None;
        }
        let (other, inner) = cx.body_of(cx.callee(call)?)?;
        let exported = inner.name_text().starts_with(char::is_uppercase);
        // What waits only for its own goroutines or under a context of its own is left alone.
        (!exported && other.context_param(inner).is_none() && waits(&other, inner).is_some())
            .then(|| call.head().place())
    })
}

/// The place where a node waits: one of the calls, a receive or a range over a channel outside of a select, or a select without
/// default.
fn waiting<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<Place> {
    if let Some(call) = node.as_call() {
        if call.as_started().is_some() {
            return None;
        }
        // A short pause holds nobody up.
        let short = cx.calls(call, "time.Sleep") == Some(true)
            && call.arg(0).and_then(|d| cx.int_value(d)).is_some_and(|d| d < 10_000_000);
        return (cx.calls_any(call, WAITS)? && !short).then(|| call.head().place());
    }
    if let Some(stmt) = node.as_stmt() {
        return match stmt.kind() {
            StmtKind::Select { body } => {
                let clauses: Vec<Stmt<'a>> = body.stmts()?.iter().collect();
                let waits = !clauses.is_empty()
                    && clauses.iter().all(|clause| matches!(clause.kind(), StmtKind::Comm { comm: Some(_), .. }))
                    // A timer, a context or a signal to stop ends it.
                    && !clauses.iter().any(|clause| {
                        let text = clause.text();
                        text.contains("time.After(") || text.contains(".Done()") || waits_for_signal(cx, *clause)
                    });
                waits.then(|| (stmt, stmt.head()).to_place())
            }
            StmtKind::Range { x, .. } if cx.type_of(x)?.is_chan()? => Some(x.place()),
            _ => None,
        };
    }
    let (op, x) = node.as_expr()?.as_unary()?;
    let in_select = node.ancestors().any(|outer| matches!(outer.node_kind(), Kind::Comm | Kind::Select));
    (op == UnaryOp::Recv && !in_select && x.as_call().is_none() && !is_slot(cx, x)).then(|| x.place())
}

/// Whether what is received is a slot of a semaphore, which the same function gives back: like a lock, it is held by others only
/// as long as their work takes.
fn is_slot<'a>(cx: &Cx<'a>, channel: Expr<'a>) -> bool {
    let slot = || {
        let object = cx.denotes(channel).filter(|object| object.ty().is_some_and(is_signal))?;
        let func = channel.enclosing_func()?;
        let given_back = cx.uses_within(object, func).into_iter().any(|ident| {
            ident.enclosing_stmt().is_some_and(|stmt| match stmt.kind() {
                StmtKind::Send { chan, .. } => chan.node().contains(ident),
                _ => false,
            })
        });
        Some(given_back)
    };
    slot().unwrap_or(false)
}
