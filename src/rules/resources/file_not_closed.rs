//! Files that some path leaves open.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("file-not-closed"))
    .protocols(&["os.File"])
    .on_call(&["os.Open", "os.Create", "os.OpenFile", "os.CreateTemp"], check);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let leaking = cx.leaking(call, &["os.File"])?;
    let variable = leaking.variable()?;
    let name = variable.text();
    // What main opens for the life of the process ends with it.
    if cx.is_main() && call.enclosing_func().is_some_and(|func| func.name_text() == "main") {
        return None;
    }
    let fix = leaking.defer_fix(cx, "close the file when the function returns", &format!("defer {name}.Close()"));
    cx.report(
        leaking
            .draft(cx, format!("`{name}` is not closed on every path: its descriptor leaks"))
            .here("this file stays open")
            .help("defer the close right after the error check")
            .fix_if(fix),
    )
}
