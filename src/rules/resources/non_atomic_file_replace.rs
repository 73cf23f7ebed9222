//! Files replaced by way of another file system.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("non-atomic-file-replace")).on_call(&["os.CreateTemp"], check);

/// A temporary file of the system's folder that is renamed to somewhere else.
fn check<'a>(cx: &Cx<'a>, create: Call<'a>) -> Option<()> {
    if cx.is_test() || !cx.string_value(create.arg(0)?)?.is_empty() {
        return None;
    }
    let (_, targets, _) = create.parent()?.as_stmt()?.as_assign()?;
    let file = cx.variable(targets.first()?)?;
    let func = create.enclosing_func()?;
    let rename = func.calls_within().into_iter().find(|call| {
        cx.calls(*call, "os.Rename") == Some(true)
            && call.arg(0).and_then(Expr::as_call).is_some_and(|from| {
                from.name().is_some_and(|name| name.text() == "Name")
                    && from.qualifier().is_some_and(|on| cx.is_use_of(on, file))
            })
    })?;
    cx.report(
        Finding::at(rename.head(), "this rename fails when the temporary folder is another file system")
            .here("works only within one file system")
            .label(Role::Acquired, create.head(), "made in the system's temporary folder")
            .help("make the temporary file in the folder of the target"),
    )
}
