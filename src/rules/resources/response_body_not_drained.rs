//! Bodies that are closed unread on the ordinary path.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("response-body-not-drained")).on_call(
    &[
        "(*net/http.Client).Do",
        "(*net/http.Client).Get",
        "(*net/http.Client).Post",
        "(*net/http.Client).PostForm",
        "(net/http.RoundTripper).RoundTrip",
        "(*net/http.Transport).RoundTrip",
        "net/http.Get",
        "net/http.Post",
        "net/http.PostForm",
    ],
    check,
);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let (_, targets, _) = call.parent()?.as_stmt()?.as_assign()?;
    let target = targets.first()?;
    let response = cx.variable(target)?;
    let func = call.enclosing_func()?;
    let mut closed = None;
    for mention in cx.uses_within(response, func).into_iter().filter(|mention| *mention != target) {
        // Another response in the same variable.
        let parent = mention.parent()?;
        if parent.as_stmt().and_then(Stmt::as_assign).is_some_and(|(_, targets, _)| targets.first() == Some(mention)) {
            return None;
        }
        // `resp != nil`
        if parent.as_expr().and_then(Expr::as_binary).is_some() {
            continue;
        }
        // `var resp *http.Response`
        if parent.as_spec().is_some() {
            continue;
        }
        // Only `resp.Body.Close()`, `resp.StatusCode` and the like; anything else may read.
        let selector = parent.as_expr()?;
        let (x, field) = selector.as_selector()?;
        if x != mention {
            return None;
        }
        match field.text() {
            "Body" => {
                let outer = selector.parent()?.as_expr()?;
                if outer.as_binary().is_some() {
                    continue;
                }
                let close = outer.parent()?.as_call()?;
                if outer.as_selector()?.1.text() != "Close" || close.fun() != outer {
                    return None;
                }
                closed.get_or_insert(close);
            }
            "StatusCode" | "Status" | "Header" | "ContentLength" | "Proto" | "ProtoMajor" | "ProtoMinor" => {}
            _ => return None,
        }
    }
    let close = closed?;
    // HEAD, 204 and 304 have no body.
    let text = func.text();
    if ["MethodHead", "\"HEAD\"", "StatusNoContent", "StatusNotModified", "204", "304"]
        .iter()
        .any(|bodiless| text.contains(bodiless))
    {
        return None;
    }
    let name = target.text();
    let drain = cx
        .package_qualifier("io")
        .filter(|io| !cx.is_shadowed(io, close))
        .map(|io| format!("_, _ = {io}.Copy({io}.Discard, {io}.LimitReader({name}.Body, 64<<10))"));
    let fix = Fix::risky("read a bounded rest before closing").import("io");
    let fix = drain.and_then(|drain| match (close.as_deferred(), close.as_stmt()) {
        (Some(stmt), _) => {
            let indent = cx.indent_of(stmt);
            let text = format!("defer func() {{\n{indent}\t{drain}\n{indent}\t{}\n{indent}}}()", close.text());
            Some(fix.replace(stmt, text))
        }
        (None, Some(stmt)) => Some(fix.line_before(stmt, &drain)),
        _ => None,
    });
    cx.report(
        Finding::at(close.head(), format!("`{name}.Body` is closed unread: its connection cannot be used again"))
            .here("closed, but never read")
            .label(Role::Acquired, target, "the response comes from here")
            .help("copy a bounded amount to io.Discard before closing")
            .fix_if(fix),
    )
}
