//! Sleeps that a cancelled context does not end.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("sleep-ignores-context")).on_call(&["time.Sleep"], check);

/// Shorter sleeps (in nanoseconds) hold nothing up.
const SHORT: i64 = 10_000_000;

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let context = cx.context_in_scope(call)?;
    if context.may_outlive || cx.int_value(call.arg(0)?).is_some_and(|duration| duration < SHORT) {
        return None;
    }
    let text = context.text();
    cx.report(
        Finding::at(call.head(), format!("this sleep goes on when `{text}` is cancelled"))
            .here("cannot be interrupted")
            .label(Role::Declared, context.name, "this context is at hand")
            .help(format!("wait for a timer and for `{text}.Done()` in a select")),
    )
}
