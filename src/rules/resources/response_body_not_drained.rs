//! Bodies that are closed unread on the ordinary path.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("response-body-not-drained")).on_call(
    &["(*net/http.Client).Get", "(*net/http.Client).Do", "(*net/http.Client).Post", "net/http.Get", "net/http.Post"],
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
    for mention in cx.uses(response).filter(|mention| *mention != target) {
        // Only `resp.Body.Close()`, `resp.StatusCode` and the like; anything else may read.
        let selector = mention.parent()?.as_expr()?;
        let (x, field) = selector.as_selector()?;
        if x != mention {
            return None;
        }
        match field.text() {
            "Body" => {
                let outer = selector.parent()?.as_expr()?;
                let close = outer.parent()?.as_call()?;
                if outer.as_selector()?.1.text() != "Close" || close.fun() != outer {
                    return None;
                }
                closed = Some(close);
            }
            "StatusCode" | "Status" | "Header" => {}
            _ => return None,
        }
    }
    let close = closed?;
    // HEAD has no body.
    if func.text().contains("MethodHead") || func.text().contains("\"HEAD\"") {
        return None;
    }
    let name = target.text();
    cx.report(
        Finding::at(close.head(), format!("`{name}.Body` is closed unread: its connection cannot be used again"))
            .here("closed, but never read")
            .label(Role::Acquired, target, "the response comes from here")
            .help("copy a bounded amount to io.Discard before closing"),
    )
}
