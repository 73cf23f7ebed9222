//! Scanners in line mode over input whose lines may be long.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("scanner-token-limit")).on_call(&["bufio.NewScanner"], check);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let reader = call.arg(0)?;
    let ty = cx.type_of(reader)?;
    let outside = ty.is("*os.File") && cx.is(reader, "os.Stdin") != Some(true)
        || ty.is("net.Conn")
        || reader.as_selector().is_some_and(|(x, name)| {
            name.text() == "Body"
                && cx.type_of(x).is_some_and(|ty| ty.is("*net/http.Request") || ty.is("*net/http.Response"))
        });
    if !outside {
        return None;
    }
    let (_, targets, _) = call.parent()?.as_stmt()?.as_assign()?;
    let scanner = cx.variable(targets.only()?)?;
    let tuned = cx.uses(scanner).filter(|mention| targets.only() != Some(*mention)).any(|mention| {
        let selector = mention.parent().and_then(Node::as_expr).and_then(Expr::as_selector);
        // Passed on, it may be tuned elsewhere.
        selector.is_none_or(|(_, name)| matches!(name.text(), "Buffer" | "Split"))
    });
    if tuned {
        return None;
    }
    let name = targets.text();
    cx.report(
        Finding::at(call.head(), format!("`{name}` stops at the first line of more than 64 KiB"))
            .here("reads lines of at most 64 KiB")
            .help(format!("give it a larger buffer with `{name}.Buffer`, and check `{name}.Err()`")),
    )
}
