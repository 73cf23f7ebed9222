//! Calls without a context where a form with one exists and a context is at hand.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("missing-context-variant")).on_call(CALLS, check);

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
    ("(*database/sql.Stmt).Query", "QueryContext", true),
    ("(*database/sql.Stmt).QueryRow", "QueryRowContext", true),
    ("(*database/sql.Stmt).Exec", "ExecContext", true),
    ("net/http.NewRequest", "NewRequestWithContext", true),
    ("os/exec.Command", "CommandContext", true),
    ("net.Dial", "(*net.Dialer).DialContext", false),
    ("net.DialTimeout", "(*net.Dialer).DialContext", false),
    ("net.LookupHost", "(*net.Resolver).LookupHost", false),
    ("net.LookupIP", "(*net.Resolver).LookupIP", false),
    ("net.LookupAddr", "(*net.Resolver).LookupAddr", false),
    ("net.LookupCNAME", "(*net.Resolver).LookupCNAME", false),
    ("net.LookupMX", "(*net.Resolver).LookupMX", false),
    ("net.LookupNS", "(*net.Resolver).LookupNS", false),
    ("net.LookupSRV", "(*net.Resolver).LookupSRV", false),
    ("net.LookupTXT", "(*net.Resolver).LookupTXT", false),
    ("net.LookupPort", "(*net.Resolver).LookupPort", false),
    ("log/slog.Debug", "DebugContext", true),
    ("log/slog.Info", "InfoContext", true),
    ("log/slog.Warn", "WarnContext", true),
    ("log/slog.Error", "ErrorContext", true),
    ("(*log/slog.Logger).Debug", "DebugContext", true),
    ("(*log/slog.Logger).Info", "InfoContext", true),
    ("(*log/slog.Logger).Warn", "WarnContext", true),
    ("(*log/slog.Logger).Error", "ErrorContext", true),
];

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
    if cx.is_test() {
        return None;
    }
    let callee = cx.callee(call)?.full_name();
    let (_, form, leading) = *FORMS.iter().find(|(name, ..)| *name == callee)?;
    let context = cx.context_in_scope(call)?;
    if context.may_outlive {
        return None;
    }
    if callee == "net/http.NewRequest" && !is_sent_alone(cx, call) {
        return None;
    }
    if gets_context_later(cx, call) || ends_things(call) {
        return None;
    }
    let strict = callee.contains("slog");
    let text = context.text();
    let name = call.name()?;
    let headline = format!("`{}` ignores `{text}`: it cannot be cancelled", call.fun().text());
    let fix = leading.then(|| {
        // One context in scope: for database/sql and slog the other form does the same and looks at the context.
        let kept = strict || callee.contains("database/sql");
        let title = format!("use {form}");
        let fix = if kept { Fix::safe(title) } else { Fix::risky(title) };
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

/// A request that is sent as it is: the only argument of a `Do` or `RoundTrip`. One that is stored or passed on may get a context.
fn is_sent_alone<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    let sent = || -> Option<bool> {
        let (_, targets, _) = call.parent()?.as_stmt()?.as_assign()?;
        let object = cx.denotes(targets.first()?)?;
        Some(cx.uses(object).any(|mention| {
            let outer = mention.parent().and_then(Node::as_call).filter(|outer| outer.args().only() == Some(mention));
            outer.and_then(Call::name).is_some_and(|name| matches!(name.text(), "Do" | "RoundTrip"))
        }))
    };
    sent().unwrap_or(false)
}

/// A request that gets its context afterwards: `req = req.WithContext(ctx)`, `req.Clone(ctx)`.
fn gets_context_later<'a>(cx: &Cx<'a>, call: Call<'a>) -> bool {
    let later = || -> Option<bool> {
        let (_, targets, _) = call.parent()?.as_stmt()?.as_assign()?;
        let object = cx.denotes(targets.first()?)?;
        Some(cx.uses(object).any(|mention| {
            let selector = mention.parent().and_then(Node::as_expr).and_then(Expr::as_selector);
            selector.is_some_and(|(_, name)| matches!(name.text(), "WithContext" | "Clone"))
        }))
    };
    later().unwrap_or(false)
}

/// Whether the function's name says that it ends things: there the context may be done already.
fn ends_things(call: Call<'_>) -> bool {
    call.enclosing_func_decl().is_some_and(|func| {
        let name = func.name_text().to_lowercase();
        ["shutdown", "close", "stop", "cleanup"].iter().any(|word| name.contains(word))
    })
}
