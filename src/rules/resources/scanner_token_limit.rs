//! Scanners in line mode over input whose lines may be long.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("scanner-token-limit")).on_call(&["bufio.NewScanner"], check);

/// Readers around another reader, by the position of that one.
const WRAPPERS: &[(&str, usize)] = &[
    ("bufio.NewReader", 0),
    ("bufio.NewReaderSize", 0),
    ("io.TeeReader", 0),
    ("io.LimitReader", 0),
    ("io.NopCloser", 0),
    ("compress/gzip.NewReader", 0),
    ("compress/zlib.NewReader", 0),
    ("compress/bzip2.NewReader", 0),
    ("net/http.MaxBytesReader", 1),
];

/// How many wrappers are looked through.
const DEPTH: u8 = 4;

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() || !is_outside(cx, call.arg(0)?, DEPTH) {
        return None;
    }
    let (target, stmt) = kept_in(call)?;
    let scanner = cx.variable(target)?;
    let limited = cx.uses(scanner).filter(|mention| target != *mention).any(|mention| {
        let selector = mention.parent().and_then(Node::as_expr).and_then(Expr::as_selector);
        let Some((x, name)) = selector.filter(|(x, _)| *x == mention) else {
            // Passed on, it may be tuned elsewhere.
            return true;
        };
        match name.text() {
            "Buffer" => true,
            "Split" => {
                let split = x.parent().and_then(|node| node.parent()).and_then(Node::as_call).and_then(|c| c.arg(0));
                split.is_none_or(|split| cx.is(split, "bufio.ScanLines") != Some(true))
            }
            _ => false,
        }
    });
    if limited {
        return None;
    }
    let name = target.text();
    cx.report(
        Finding::at(call.head(), format!("`{name}` stops at the first line of more than 64 KiB"))
            .here("reads lines of at most 64 KiB")
            .help(format!("give it a larger buffer with `{name}.Buffer`, and check `{name}.Err()`"))
            .fix_if(stmt.map(|stmt| {
                Fix::risky("allow lines of up to 1 MiB").line_after(stmt, &format!("{name}.Buffer(nil, 1024*1024)"))
            })),
    )
}

/// The variable that keeps the scanner, and the statement after which another one may stand.
fn kept_in<'a>(call: Call<'a>) -> Option<(Expr<'a>, Option<Stmt<'a>>)> {
    let parent = call.parent()?;
    if let Some(spec) = parent.as_spec() {
        let SpecKind::Value { names, .. } = spec.kind() else { return None };
        let stmt = spec.enclosing_stmt().filter(|stmt| is_in_list(*stmt));
        return Some((names.only()?, stmt));
    }
    let stmt = parent.as_stmt()?;
    let (_, targets, _) = stmt.as_assign()?;
    Some((targets.only()?, Some(stmt).filter(|stmt| is_in_list(*stmt))))
}

fn is_in_list(stmt: Stmt<'_>) -> bool {
    let siblings = stmt.parent().and_then(Node::as_stmt).and_then(Stmt::stmts);
    siblings.is_some_and(|siblings| siblings.iter().any(|sibling| sibling == stmt))
}

/// Whether a reader brings what others wrote: a file, a network stream, a request body, also behind wrappers.
fn is_outside<'a>(cx: &Cx<'a>, reader: Expr<'a>, depth: u8) -> bool {
    let Some(ty) = cx.type_of(reader) else { return false };
    if ty.is("*os.File") {
        return cx.is(reader, "os.Stdin") != Some(true);
    }
    if ty.is_any_of(&["net.Conn", "*net.TCPConn", "*net.UnixConn", "*crypto/tls.Conn", "io/fs.File", "net/http.File"]) {
        return true;
    }
    let body = reader.as_selector().is_some_and(|(x, name)| {
        name.text() == "Body"
            && cx.type_of(x).is_some_and(|ty| ty.deref().is_any_of(&["net/http.Request", "net/http.Response"]))
    });
    if body || depth == 0 {
        return body;
    }
    let inner = |call: Call<'a>| {
        WRAPPERS.iter().find(|(name, _)| cx.calls(call, name) == Some(true)).and_then(|(_, at)| call.arg(*at))
    };
    match reader.as_call() {
        Some(call) => inner(call).is_some_and(|inner| is_outside(cx, inner, depth - 1)),
        None => {
            let sources = cx.variable(reader).and_then(|_| cx.sources(reader)).unwrap_or_default();
            !sources.is_empty()
                && sources.iter().all(|source| match source {
                    Definition::Result { call, position: 0 } => {
                        inner(*call).is_some_and(|inner| is_outside(cx, inner, depth - 1))
                    }
                    Definition::Value(value) => value.ident().is_none() && is_outside(cx, *value, depth - 1),
                    _ => false,
                })
        }
    }
}
