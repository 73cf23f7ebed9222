//! A loop over rows after which nobody asks why it ended.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("rows-err-unchecked")).protocols(ROWS).on(&[Kind::Call], check).on_func(check_params);

const ROWS: &[&str] = &["sql.Rows", "sqlx.Rows", "pgx.Rows"];

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let call = node.as_call()?;
    let leak = ROWS.iter().find_map(|protocol| cx.unread(call, protocol))?;
    report(cx, &leak, "the rows come from here")
}

/// Rows that a function is given and closes: then nobody else can ask.
fn check_params<'a>(cx: &Cx<'a>, func: Func<'a>) -> Option<()> {
    for (name, _) in func.params().entries() {
        let Some(name) = name.filter(|name| !name.is_blank()) else { continue };
        if let Some(leak) = ROWS.iter().find_map(|protocol| cx.unread_param(func, name, protocol)) {
            report(cx, &leak, "the rows that this function closes");
        }
    }
    Some(())
}

fn report<'a>(cx: &Cx<'a>, leak: &Leak, origin: &str) -> Option<()> {
    let tree = cx.tree();
    let variable: Expr<'a> = tree.view(leak.ident?);
    let next: Expr<'a> = tree.view(leak.next?);
    let name = variable.text();
    let labels = cx.path_labels(leak);
    let lost = labels.last().cloned();
    let loop_stmt = next.enclosing_stmt().filter(|stmt| stmt.is_loop());
    let mut draft =
        Finding::at(next, format!("`{name}.Err` is not checked after this loop: a broken result looks whole"))
            .here("false at the last row and also when reading failed")
            .label(Role::Acquired, variable, origin);
    if let Some(lost) = lost.filter(|label| label.role == Role::Returns) {
        draft = draft.label(lost.role, lost.place, format!("returns here without asking `{name}.Err`"));
    }
    cx.report(
        draft
            .trace(cx.trace(leak))
            .help(format!("return or test `{name}.Err()` after the loop"))
            .fix_if(loop_stmt.and_then(|stmt| insert_check(cx, stmt, name))),
    )
}

/// `if err := rows.Err(); err != nil { return …, err }` after the loop, where the results other than the error have a plain zero.
fn insert_check<'a>(cx: &Cx<'a>, stmt: Stmt<'a>, name: &str) -> Option<Fix> {
    let func = stmt.enclosing_func()?;
    let text = format!("if err := {name}.Err(); err != nil {{\n\t{}\n}}", cx.return_error(func)?);
    // Safe where the path ends with `return x, nil`: then nothing else depends on what follows.
    let then_success =
        stmt.next().and_then(Stmt::as_return).and_then(|values| values.last()).is_some_and(|value| cx.is_nil(value));
    let fix = if then_success { Fix::safe("check why the loop ended") } else { Fix::risky("check why the loop ended") };
    Some(fix.line_after(stmt, &text))
}
