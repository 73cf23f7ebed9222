//! Buffered writers that reach a normal return with something still in the buffer.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("buffered-writer-not-flushed")).protocols(ROWS).on(&[Kind::Call], check);

const ROWS: &[&str] =
    &["bufio.Writer", "csv.Writer", "tabwriter.Writer", "compress.Writer", "archive.Writer", "encoding.Writer"];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let leaking = cx.leaking(node.as_call()?, ROWS)?;
    let variable = leaking.variable()?;
    let name = variable.text();
    let ty = cx.denotes(variable)?.ty()?;
    let flushes = cx.lacks(ty, "Flush") == Some(false)
        && !ty.deref().is_any_of(&[
            "compress/gzip.Writer",
            "compress/flate.Writer",
            "compress/zlib.Writer",
            "archive/zip.Writer",
            "archive/tar.Writer",
        ]);
    let method = if flushes { "Flush" } else { "Close" };
    cx.report(
        leaking
            .draft(cx, format!("`{name}` is not flushed on every path: the end of the output is lost"))
            .here("keeps the last block in memory")
            .help(format!("call `{name}.{method}` before the return and check its result")),
    )
}
