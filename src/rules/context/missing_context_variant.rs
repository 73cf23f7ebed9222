//! Calls without a context where a form with one exists and a context is at hand.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("missing-context-variant")).on_call(CALLS, check).on(&[Kind::Call], check_pair);

/// The calls, each with the form to use and whether that form only adds a leading context.
const FORMS: &[(&str, &str, bool)] = &[
    ("(*database/sql.DB).Query", "QueryContext", true),
    ("(*database/sql.DB).QueryRow", "QueryRowContext", true),
    ("(*database/sql.DB).Exec", "ExecContext", true),
    ("(*database/sql.DB).Prepare", "PrepareContext", true),
    ("(*database/sql.DB).Ping", "PingContext", true),
    ("(*database/sql.DB).Begin", "BeginTx", false),
    ("(*database/sql.Tx).Query", "QueryContext", true),
    ("(*database/sql.Tx).QueryRow", "QueryRowContext", true),
    ("(*database/sql.Tx).Exec", "ExecContext", true),
    ("(*database/sql.Tx).Prepare", "PrepareContext", true),
    ("(*database/sql.Tx).Stmt", "StmtContext", true),
    ("(*database/sql.Stmt).Query", "QueryContext", true),
    ("(*database/sql.Stmt).QueryRow", "QueryRowContext", true),
    ("(*database/sql.Stmt).Exec", "ExecContext", true),
    (REQUEST, "NewRequestWithContext", true),
    ("net/http.Get", "NewRequestWithContext", false),
    ("net/http.Head", "NewRequestWithContext", false),
    ("net/http.Post", "NewRequestWithContext", false),
    ("net/http.PostForm", "NewRequestWithContext", false),
    ("(*net/http.Client).Get", "NewRequestWithContext", false),
    ("(*net/http.Client).Head", "NewRequestWithContext", false),
    ("(*net/http.Client).Post", "NewRequestWithContext", false),
    ("(*net/http.Client).PostForm", "NewRequestWithContext", false),
    ("os/exec.Command", "CommandContext", true),
    ("net.Dial", "(*net.Dialer).DialContext", false),
    ("net.DialTimeout", "(*net.Dialer).DialContext", false),
    ("(*net.Dialer).Dial", "DialContext", true),
    ("crypto/tls.Dial", "(*tls.Dialer).DialContext", false),
    ("crypto/tls.DialWithDialer", "(*tls.Dialer).DialContext", false),
    ("(*crypto/tls.Dialer).Dial", "DialContext", true),
    ("(*crypto/tls.Conn).Handshake", "HandshakeContext", true),
    ("net.LookupHost", "(*net.Resolver).LookupHost", false),
    ("net.LookupIP", "(*net.Resolver).LookupIP", false),
    ("net.LookupAddr", "(*net.Resolver).LookupAddr", false),
    ("net.LookupCNAME", "(*net.Resolver).LookupCNAME", false),
    ("net.LookupMX", "(*net.Resolver).LookupMX", false),
    ("net.LookupNS", "(*net.Resolver).LookupNS", false),
    ("net.LookupSRV", "(*net.Resolver).LookupSRV", false),
    ("net.LookupTXT", "(*net.Resolver).LookupTXT", false),
    ("net.LookupPort", "(*net.Resolver).LookupPort", false),
    ("net.Listen", "(*net.ListenConfig).Listen", false),
    ("net.ListenPacket", "(*net.ListenConfig).ListenPacket", false),
    ("log/slog.Debug", "DebugContext", true),
    ("log/slog.Info", "InfoContext", true),
    ("log/slog.Warn", "WarnContext", true),
    ("log/slog.Error", "ErrorContext", true),
    ("(*log/slog.Logger).Debug", "DebugContext", true),
    ("(*log/slog.Logger).Info", "InfoContext", true),
    ("(*log/slog.Logger).Warn", "WarnContext", true),
    ("(*log/slog.Logger).Error", "ErrorContext", true),
];

const REQUEST: &str = "net/http.NewRequest";

const CALLS: &[&str] = &{
    let mut names = [""; FORMS.len()];
    let mut at = 0;
    while at < FORMS.len() {
        names[at] = FORMS[at].0;
        at += 1;
    }
    names
};

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let callee = cx.callee(call)?.full_name();
    let (_, form, leading) = *FORMS.iter().find(|(name, ..)| *name == callee)?;
    if callee == REQUEST && gets_context_elsewhere(cx, call) {
        return None;
    }
    // A listener waits for nobody while it is set up.
    let strict = callee.contains("slog") || callee.starts_with("net.Listen");
    report(cx, call, form, leading, strict, callee.contains("database/sql"))
}

/// Methods of database handles by name, where the type (an interface, sqlx) has the form with `Context`, too.
const NAMES: &[&str] = &[
    "Query",
    "QueryRow",
    "Exec",
    "Prepare",
    "Ping",
    "Get",
    "Select",
    "Queryx",
    "QueryRowx",
    "NamedExec",
    "NamedQuery",
    "MustExec",
    "Preparex",
    "PrepareNamed",
];

fn check_pair<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    let name = call.name()?.text();
    if !NAMES.contains(&name) {
        return None;
    }
    let callee = cx.callee(call)?;
    if callee.package_path() == Some("database/sql") {
        return None;
    }
    let form = format!("{name}Context");
    let other = cx.method(cx.receiver(call)?, &form)?.signature()?;
    let own = callee.signature()?;
    let first = Ty::known(cx.store(), *other.params.first()?)?;
    if !first.is("context.Context") || other.params[1..] != own.params[..] {
        return None;
    }
    report(cx, call, &form, true, false, true)
}

fn report<'a>(cx: &Cx<'a>, call: Call<'a>, form: &str, leading: bool, strict: bool, kept: bool) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let contexts = cx.contexts_in_scope(call);
    let context = *contexts.first()?;
    if context.may_outlive || ends_things(call) || cx.is_after_done(call) {
        return None;
    }
    let logs = strict && leading;
    let text = context.text();
    let name = call.name()?;
    let what = clip(call.fun().text());
    let headline = match logs {
        true => format!("`{what}` ignores `{text}`: the record has nothing of the request"),
        false => format!("`{what}` ignores `{text}`: it cannot be cancelled"),
    };
    let fix = leading.then(|| {
        // One context in scope: for database/sql and slog the other form does the same and looks at the context.
        let sure = (kept || logs) && contexts.len() == 1 && !context.in_callback;
        let title = format!("use {form}");
        let fix = if sure { Fix::safe(title) } else { Fix::risky(title) };
        let fix = fix.replace(name, form);
        match call.args().first() {
            Some(first) => fix.before(first, format!("{text}, ")),
            None => fix.replace((call, Span::at(call.span().end - 1)), text.clone()),
        }
    });
    let draft = Finding::at(call.head(), headline)
        .here(format!("`{form}` takes the context"))
        .label(Role::Declared, context.name, "this context is at hand")
        .help(format!("use `{form}` with `{text}`"))
        .fix_if(fix);
    cx.report(if strict { draft.strict() } else { draft })
}

/// Long chains of calls by their end.
fn clip(text: &str) -> &str {
    match text.rsplit_once(['.', '\n']) {
        Some((_, last)) if text.len() > 40 || text.contains(['(', '\n']) => last,
        _ => text,
    }
}

/// A request that gets its context afterwards (`req = req.WithContext(ctx)`, `req.Clone(ctx)`), or goes where a context goes with
/// it, or is kept.
fn gets_context_elsewhere<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    let object = || {
        let (_, targets, _) = call.parent()?.as_stmt()?.as_assign()?;
        cx.variable(targets.first()?)
    };
    let Some(object) = object() else {
        // `return http.NewRequest(…)`; everything else is out of sight.
        return call.parent().and_then(Node::as_stmt).and_then(Stmt::as_return).is_none();
    };
    cx.uses(object).filter(|mention| mention.span().start > call.span().end).any(|mention| {
        let Some(parent) = mention.parent() else { return true };
        if let Some((_, name)) = parent.as_expr().and_then(Expr::as_selector) {
            return matches!(name.text(), "WithContext" | "Clone");
        }
        if let Some(outer) = parent.as_call() {
            return outer.args().iter().any(|argument| cx.type_of(argument).is_some_and(|ty| ty.is("context.Context")));
        }
        // Stored, sent, compared: only a returned or tested one is still as it was.
        parent.as_stmt().is_none_or(|stmt| stmt.as_return().is_none() && !is_target(stmt, mention))
            && parent.as_expr().and_then(Expr::as_binary).is_none()
    })
}

fn is_target<'a>(stmt: Stmt<'a>, mention: Expr<'a>) -> bool {
    stmt.as_assign().is_some_and(|(_, targets, _)| targets.iter().any(|target| target == mention))
}

/// Whether the function's name says that it ends things: there the context may be done already.
fn ends_things(call: Call<'_>) -> bool {
    call.enclosing_func_decl().is_some_and(|func| {
        let name = func.name_text().to_lowercase();
        ["shutdown", "close", "stop", "cleanup"].iter().any(|word| name.contains(word))
    })
}
