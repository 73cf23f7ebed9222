//! Buffered writers that reach a normal return with something still in the buffer, and flushes that nobody checks.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("buffered-writer-not-flushed")).protocols(ROWS).on(&[Kind::Call], check).on_call(
        &[
            "(*bufio.Writer).Flush",
            "(*text/tabwriter.Writer).Flush",
            "(*encoding/csv.Writer).Flush",
            "(*compress/gzip.Writer).Close",
            "(*compress/zlib.Writer).Close",
            "(*compress/flate.Writer).Close",
            "(*archive/zip.Writer).Close",
            "(*archive/tar.Writer).Close",
        ],
        check_flush,
    );

const ROWS: &[&str] = &[
    "bufio.Writer",
    "csv.Writer",
    "tabwriter.Writer",
    "tabwriter.Init",
    "compress.Writer",
    "archive.Writer",
    "encoding.Writer",
];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let leaking = cx.leaking(node.as_call()?, ROWS)?;
    let name = leaking.name();
    let ty = leaking.ty(cx)?;
    let flushes = cx.lacks(ty, "Flush") == Some(false)
        && !ty.deref().is_any_of(&[
            "compress/gzip.Writer",
            "compress/flate.Writer",
            "compress/zlib.Writer",
            "archive/zip.Writer",
            "archive/tar.Writer",
        ]);
    let method = if flushes { "Flush" } else { "Close" };
    let fix = fix(cx, &leaking, name, method, ty.is("*encoding/csv.Writer"));
    let (message, help) = match leaking.variable() {
        Some(_) => (
            format!("`{name}` is not flushed on every path: the end of the output is lost"),
            format!("call `{name}.{method}` before the return and check its result"),
        ),
        None => (
            format!("nothing flushes `{name}`: the end of the output is lost"),
            format!("keep it in a variable, call `{method}` at the end and check the result"),
        ),
    };
    cx.report(leaking.draft(cx, message).here("keeps the last block in memory").help(help).fix_if(fix))
}

/// A checked flush before `return …, nil`, which then returns its error.
fn fix<'a>(cx: &Cx<'a>, leaking: &Leaking<'a>, name: &str, method: &str, csv: bool) -> Option<Fix> {
    let Loss::Exit(step) = leaking.leak.loss else { return None };
    let stmt = cx.step_node(step)?.as_stmt()?;
    let values = stmt.as_return()?;
    let last = values.last().filter(|last| cx.is_nil(*last))?;
    // `return nil` of a pointer is no place for an error.
    let func = stmt.enclosing_func()?;
    let (_, field) = func.results()?.entries().pop()?;
    if !cx.type_of(field.ty())?.is_error() {
        return None;
    }
    let others = &values.text()[..(last.span().start - values.span()?.start) as usize];
    let flush = match csv {
        true => format!("{name}.Flush()\nif err := {name}.Error()"),
        false => format!("if err := {name}.{method}()"),
    };
    let text = format!("{flush}; err != nil {{\n\treturn {others}err\n}}");
    Some(Fix::risky("flush and check the error first").line_before(stmt, &text))
}

/// `w.Flush()` as a statement of its own: whether the last block was written nobody knows.
fn check_flush<'a>(cx: &Cx<'a>, flush: Call<'a>) -> Option<()> {
    let stmt = flush.as_stmt()?;
    let receiver = flush.qualifier()?;
    let writer = cx.variable(receiver)?;
    let func = flush.enclosing_func()?;
    if cx.is_test() || !writer.is_local() || cx.is_on_error_path(stmt) {
        return None;
    }
    let made = cx.first_value(writer)?.as_call().filter(|made| made.enclosing_func() == Some(func))?;
    let destination = made.arg(0).filter(|destination| cx.is_type(*destination) == Some(false))?;
    if !can_fail(cx, destination) {
        return None;
    }
    // Another flush that is checked, or the method that tells what went wrong: the error is not lost.
    let asked = cx.uses_within(writer, func).into_iter().any(|mention| {
        let selector = mention.parent().and_then(Node::as_expr).filter(|parent| parent.as_selector().is_some());
        let Some(selector) = selector else { return false };
        let method = selector.as_selector().map_or("", |(_, name)| name.text());
        let call = selector.parent().and_then(Node::as_call);
        let checked = call.is_some_and(|call| call.as_stmt().is_none() && call.as_deferred().is_none());
        method == "Error" || matches!(method, "Flush" | "Close") && checked
    });
    if asked {
        return None;
    }
    let name = writer.name();
    let (what, help) = match writer.ty()?.is("*encoding/csv.Writer") {
        true => ("Error", format!("ask `{name}.Error` after the flush")),
        false => ("the result", format!("check the error of `{name}.{}`", flush.name()?.text())),
    };
    let message = match what {
        "Error" => format!("`{name}.Error` is never asked: a lost write goes unnoticed"),
        _ => format!("the error of `{}` is dropped: a lost write goes unnoticed", flush.fun().text()),
    };
    cx.report(
        Finding::at(flush.head(), message)
            .here("writes what is left, and may fail")
            .label(Role::Acquired, made.head(), "the writer is made here")
            .help(help),
    )
}

/// Whether writing there can fail in a way that somebody could act on: not in memory, not to the terminal, not to a client.
fn can_fail<'a>(cx: &Cx<'a>, destination: Expr<'a>) -> bool {
    let Some(ty) = cx.type_of(destination) else { return false };
    let memory = ["bytes.Buffer", "strings.Builder", "net/http.ResponseWriter", "net/http/httptest.ResponseRecorder"];
    if ty.deref().is_any_of(&memory) || cx.implements_by_pointer(ty.deref(), "hash.Hash") == Some(true) {
        return false;
    }
    !["os.Stdout", "os.Stderr", "io.Discard"].iter().any(|name| cx.is(destination, name) == Some(true))
}
