//! Waiting for something slow while others wait for the lock.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("lock-held-across-blocking-call"))
    .on_call(&["(*sync.Mutex).Lock", "(*sync.RWMutex).Lock", "(*sync.RWMutex).RLock", "(sync.Locker).Lock"], check);

/// Functions and methods that wait for the network, a database, a file, time or other goroutines.
const BLOCKING: &[(&str, &str)] = &[
    ("time.Sleep", "sleeps"),
    ("(*sync.WaitGroup).Wait", "waits for goroutines"),
    ("(*golang.org/x/sync/errgroup.Group).Wait", "waits for goroutines"),
    ("net/http.Get", "waits for the network"),
    ("net/http.Head", "waits for the network"),
    ("net/http.Post", "waits for the network"),
    ("net/http.PostForm", "waits for the network"),
    ("(*net/http.Client).Do", "waits for the network"),
    ("(*net/http.Client).Get", "waits for the network"),
    ("(*net/http.Client).Head", "waits for the network"),
    ("(*net/http.Client).Post", "waits for the network"),
    ("(*net/http.Client).PostForm", "waits for the network"),
    ("net.Dial", "waits for the network"),
    ("net.DialTimeout", "waits for the network"),
    ("(*net.Dialer).Dial", "waits for the network"),
    ("(*net.Dialer).DialContext", "waits for the network"),
    ("net.LookupHost", "waits for the network"),
    ("net.LookupIP", "waits for the network"),
    ("net.LookupAddr", "waits for the network"),
    ("crypto/tls.Dial", "waits for the network"),
    ("(*database/sql.DB).Query", "waits for the database"),
    ("(*database/sql.DB).QueryContext", "waits for the database"),
    ("(*database/sql.DB).Exec", "waits for the database"),
    ("(*database/sql.DB).ExecContext", "waits for the database"),
    ("(*database/sql.DB).Ping", "waits for the database"),
    ("(*database/sql.DB).PingContext", "waits for the database"),
    ("(*database/sql.DB).Begin", "waits for the database"),
    ("(*database/sql.DB).BeginTx", "waits for the database"),
    ("(*database/sql.DB).QueryRow", "waits for the database"),
    ("(*database/sql.DB).QueryRowContext", "waits for the database"),
    ("(*database/sql.DB).Prepare", "waits for the database"),
    ("(*database/sql.DB).PrepareContext", "waits for the database"),
    ("(*database/sql.Tx).Query", "waits for the database"),
    ("(*database/sql.Tx).QueryContext", "waits for the database"),
    ("(*database/sql.Tx).QueryRow", "waits for the database"),
    ("(*database/sql.Tx).QueryRowContext", "waits for the database"),
    ("(*database/sql.Tx).ExecContext", "waits for the database"),
    ("(*database/sql.Stmt).Query", "waits for the database"),
    ("(*database/sql.Stmt).QueryContext", "waits for the database"),
    ("(*database/sql.Stmt).QueryRow", "waits for the database"),
    ("(*database/sql.Stmt).Exec", "waits for the database"),
    ("(*database/sql.Stmt).ExecContext", "waits for the database"),
    ("(*database/sql.Tx).Exec", "waits for the database"),
    ("(*database/sql.Tx).Commit", "waits for the database"),
    ("os.ReadFile", "reads a file"),
    ("os.WriteFile", "writes a file"),
    ("os.ReadDir", "reads a folder"),
    ("os.Open", "opens a file"),
    ("os.Create", "creates a file"),
    ("os.OpenFile", "opens a file"),
    ("os.Rename", "renames a file"),
    ("os.RemoveAll", "removes files"),
    ("(*os.File).Read", "reads a file"),
    ("(*os.File).Write", "writes a file"),
    ("(*os.File).WriteString", "writes a file"),
    ("(*os.File).Sync", "waits for the disk"),
    ("(net.Conn).Read", "waits for the network"),
    ("(net.Conn).Write", "waits for the network"),
    ("(net.Listener).Accept", "waits for the network"),
    ("io/ioutil.ReadFile", "reads a file"),
    ("io/ioutil.WriteFile", "writes a file"),
    ("io.ReadAll", "reads to the end"),
    ("io.Copy", "copies all there is"),
    ("(*os/exec.Cmd).Run", "waits for a process"),
    ("(*os/exec.Cmd).Output", "waits for a process"),
    ("(*os/exec.Cmd).CombinedOutput", "waits for a process"),
    ("(*os/exec.Cmd).Wait", "waits for a process"),
];

/// Parts of the names of locks that are there to serialise something slow.
const SERIALISERS: &[&str] =
    &["write", "read", "io", "conn", "file", "send", "recv", "load", "init", "reload", "build", "run"];

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let func = call.enclosing_func()?;
    let locks = cx.lock_flow(func)?;
    if !locks.begins_with(call) {
        return None;
    }
    // One finding for each lock: the first thing that waits.
    let mut reported: Vec<Call<'a>> = Vec::new();
    // What a literal does that is called where it stands, this function does.
    let called =
        func.own_calls().into_iter().filter(|call| call.as_started().is_none() && call.as_deferred().is_none());
    let literals =
        called.filter_map(|call| call.fun().as_func_lit()).filter(|literal| !literal.text().contains("nlock"));
    let nodes = func.own_nodes().into_iter().chain(literals.flat_map(Func::own_nodes));
    for node in nodes {
        let Some(Blocks { at, words, inside, own }) = blocks(cx, func, node) else { continue };
        let Some(point) = locks.point(node) else { continue };
        for (lock, _) in locks.held(point) {
            if reported.contains(&lock.call) || serialises(lock) || own == Some(lock.lock.root) {
                continue;
            }
            reported.push(lock.call);
            let name = lock.text();
            let taken = lock.call.head();
            let mut draft = Finding::at(at, format!("everyone waits for `{name}` while this {words}"))
                .here("with the lock held")
                .mark(Role::Locked, taken);
            if let Some(place) = inside {
                draft = draft.label(Role::Call, place, "waits here");
            }
            cx.report(draft.help("copy what is needed, unlock, then wait"));
        }
    }
    Some(())
}

/// Whether the lock's name says that it is there to serialise something.
fn serialises(lock: &LockCall<'_>) -> bool {
    let name = lock.text().rsplit('.').next().unwrap_or_default().to_lowercase();
    SERIALISERS.iter().any(|part| name.starts_with(part) && name.len() > part.len())
}

/// Something that waits.
struct Blocks<'a> {
    at: Expr<'a>,
    words: String,
    /// Where the function that is called waits.
    inside: Option<Place>,
    /// The variable whose own files are read or written: its lock is there to serialise that.
    own: Option<ObjectId>,
}

impl<'a> Blocks<'a> {
    fn here(at: Expr<'a>, words: String) -> Blocks<'a> {
        Blocks { at, words, inside: None, own: None }
    }
}

/// What the node waits for.
fn blocks<'a>(cx: &Cx<'a>, func: Func<'a>, node: Node<'a>) -> Option<Blocks<'a>> {
    if let Some(stmt) = node.as_stmt() {
        let chan = match stmt.kind() {
            StmtKind::Send { chan, .. } => chan,
            StmtKind::Select { .. } | StmtKind::Range { .. } => return waits(cx, stmt),
            _ => return None,
        };
        return (!in_select(stmt)).then(|| Blocks::here(chan, format!("sends on `{}`", short(chan)))).filter(|_| {
            // A send into a channel with room that was just made does not wait.
            let made = |object: Object<'a>| {
                cx.owner(object) == Some(func) && cx.first_value(object).is_some_and(|value| value.as_call().is_some())
            };
            !cx.variable(chan).is_some_and(made)
        });
    }
    let expr = node.as_expr()?;
    match expr.kind() {
        ExprKind::Unary { op: UnaryOp::Recv, x } => {
            let stmt = expr.enclosing_stmt()?;
            (!in_select(stmt)).then(|| Blocks::here(x, format!("receives from `{}`", short(x))))
        }
        ExprKind::Call(call) => {
            if call.as_started().is_some() || call.as_deferred().is_some() {
                return None;
            }
            match cx.callee(call) {
                Some(callee) => {
                    if let Some((_, words)) = BLOCKING.iter().find(|(name, _)| callee.is(name)) {
                        return Some(Blocks::here(call.head(), (*words).to_owned()));
                    }
                    inside(cx, call, callee)
                }
                None => callback(cx, func, call),
            }
        }
        _ => None,
    }
}

/// A `select` without default, a loop over a channel.
fn waits<'a>(cx: &Cx<'a>, stmt: Stmt<'a>) -> Option<Blocks<'a>> {
    cx.waits_here(stmt)?;
    let (at, words) = match stmt.kind() {
        StmtKind::Range { x, .. } => (x, format!("receives from `{}`", short(x))),
        StmtKind::Select { body, .. } => {
            // Its first clause stands for it.
            let first =
                body.children().into_iter().filter_map(Node::as_stmt).find_map(|clause| match clause.kind() {
                    StmtKind::Comm { comm: Some(comm), .. } => comm.children().into_iter().find_map(Node::as_expr),
                    _ => None,
                })?;
            (first, "waits in a `select`".to_owned())
        }
        _ => return None,
    };
    Some(Blocks::here(at, words))
}

/// A call of a function of these packages that waits, itself or in what it calls, and gives no lock back meanwhile.
fn inside<'a>(cx: &Cx<'a>, call: Call<'a>, callee: Object<'a>) -> Option<Blocks<'a>> {
    let flow = cx.program().flow?;
    let (src, id) = flow.body(callee.id)?;
    let wait = flow.waits_holding(callee.id)?;
    let (_, node) = flow.first_wait(&src, id, true)?;
    let words = match wait {
        Wait::Channel => "waits for a channel",
        Wait::Sleep => "sleeps",
        Wait::Join => "waits for goroutines",
        Wait::Network => "waits for the network",
        Wait::Database => "waits for the database",
        Wait::Process => "waits for a process",
        Wait::File => "waits for the disk",
        Wait::Condition => return None,
    };
    let place = Node { tree: Tree { ast: src.ast, file: src.file }, id: node }.place();
    let receiver = || Some(cx.var_place(call.qualifier()?)?.root);
    let own = if wait == Wait::File { receiver() } else { None };
    Some(Blocks {
        at: call.head(),
        words: format!("calls `{}`, which {words}", callee.name()),
        inside: Some(place),
        own,
    })
}

/// A call of a function that the caller gave, or that a field or collection keeps.
fn callback<'a>(cx: &Cx<'a>, func: Func<'a>, call: Call<'a>) -> Option<Blocks<'a>> {
    let object = cx.denotes(call.fun())?;
    let ty = object.ty()?;
    // A cancel function closes a channel, takes its own locks, and waits for nobody.
    if !ty.is_func()? || ty.is("context.CancelFunc") || ty.is("context.CancelCauseFunc") || is_named_cancel(object) {
        return None;
    }
    let ranged = || {
        let stmt = cx.declared_at(object)?.parent()?.as_stmt()?;
        let StmtKind::Range { x, .. } = stmt.kind() else { return None };
        Some(cx.denotes(x)?.is_field())
    };
    let words = if object.is_field() || ranged() == Some(true) {
        format!("runs the callback `{}`", object.name())
    } else if object.var_kind() == Some(VarKind::Param) && cx.owner(object) == Some(func) {
        format!("runs the caller's `{}`", object.name())
    } else {
        return None;
    };
    Some(Blocks::here(call.head(), words))
}

/// `cancel func()`: what such fields hold are cancel functions of contexts and stops of timers.
fn is_named_cancel(object: Object<'_>) -> bool {
    let plain = object.ty().and_then(Ty::signature).is_some_and(|sig| sig.params.is_empty() && sig.results.is_empty());
    plain && object.name().to_ascii_lowercase().contains("cancel")
}

/// Whether a clause of a `select` does it.
fn in_select(stmt: Stmt<'_>) -> bool {
    stmt.parent()
        .and_then(Node::as_stmt)
        .is_some_and(|clause| matches!(clause.kind(), StmtKind::Comm { comm: Some(comm), .. } if comm == stmt))
}

fn short(expr: Expr<'_>) -> &str {
    let text = expr.text();
    if text.len() > 24 || text.contains('\n') { "a channel" } else { text }
}
