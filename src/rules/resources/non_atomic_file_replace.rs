//! Files that are rewritten in place or replaced by way of another file system, and temporary files left behind.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("non-atomic-file-replace"))
    .on_call(&["os.CreateTemp", "io/ioutil.TempFile"], check_temp)
    .on_call(&["os.Rename"], check_rename)
    .on_call(&["os.WriteFile", "io/ioutil.WriteFile", "os.Create"], check_write);

/// Words that name a file which others read while it is written.
const KEPT: &[&str] =
    &["config", "cfg", "settings", "state", "database", "index", "registry", "checkpoint", "snapshot"];

/// A temporary file of the system's folder that is renamed to somewhere else; one that an error path leaves behind.
fn check_temp<'a>(cx: &Cx<'a>, create: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let (_, targets, _) = create.parent()?.as_stmt()?.as_assign()?;
    let target = targets.first()?;
    let file = cx.variable(target)?;
    let func = create.enclosing_func()?;
    let rename = func.calls_within().into_iter().find(|call| {
        cx.calls(*call, "os.Rename") == Some(true)
            && call.arg(0).is_some_and(|from| is_name_of(cx, from, file) || is_kept_name(cx, from, file))
    })?;
    if is_system_folder(cx, create.arg(0)?) {
        return cx.report(
            Finding::at(rename.head(), "this rename fails when the temporary folder is another file system")
                .here("works only within one file system")
                .label(Role::Acquired, create.head(), "made in the system's temporary folder")
                .help("make the temporary file in the folder of the target"),
        );
    }
    let removes = func.calls_within().into_iter().any(|call| {
        cx.calls_any(call, &["os.Remove", "os.RemoveAll"]) == Some(true)
            || call.name().is_some_and(|name| name.text().to_ascii_lowercase().contains("clean"))
    });
    let way = cx.search(
        func,
        false,
        |made: &mut bool, point, step| {
            let stmt = cx.step_node(step).and_then(Node::as_stmt);
            let fails = stmt.and_then(Stmt::as_return).is_some_and(|values| {
                values.last().is_some_and(|last| !cx.is_nil(last)) && stmt.is_some_and(|stmt| cx.is_on_error_path(stmt))
            });
            let own = stmt.is_some_and(|stmt| checks_creation(stmt, create));
            if *made && fails && !own {
                return Next::Found;
            }
            *made |= cx.point_in(func, create) == Some(point);
            Next::Go
        },
        |_| false,
    );
    let way = way.filter(|_| !removes)?;
    let failing = way.at.and_then(|_| cx.step_node(way.last))?.as_stmt()?;
    cx.report(
        Finding::at(target, format!("the temporary file `{}` is left behind when this fails", target.text()))
            .here("made for a rename that may not happen")
            .label(Role::Returns, (failing, failing.head()), "returns here without removing it")
            .help(format!(
                "remove it on failure: `defer os.Remove({}.Name())` fails harmlessly after the rename",
                target.text()
            )),
    )
}

/// Whether a statement belongs to the check of the creating call's own error.
fn checks_creation<'a>(stmt: Stmt<'a>, create: Call<'a>) -> bool {
    let check = || -> Option<bool> {
        let outer = create.enclosing_stmt()?;
        Some(outer.next()?.contains(stmt) || outer.parent()?.as_stmt()?.node_kind() == Kind::If)
    };
    check().unwrap_or(false)
}

/// `f.Name()`
fn is_name_of<'a>(cx: &Cx<'a>, expr: Expr<'a>, file: Object<'a>) -> bool {
    expr.as_call().is_some_and(|from| {
        from.name().is_some_and(|name| name.text() == "Name")
            && from.qualifier().is_some_and(|on| cx.is_use_of(on, file))
    })
}

/// A variable that holds `f.Name()`.
fn is_kept_name<'a>(cx: &Cx<'a>, expr: Expr<'a>, file: Object<'a>) -> bool {
    let value = cx.variable(expr).and_then(|variable| cx.first_value(variable));
    value.is_some_and(|value| is_name_of(cx, value, file))
}

/// The folder that the system gives: `""`, `os.TempDir()`.
fn is_system_folder<'a>(cx: &Cx<'a>, folder: Expr<'a>) -> bool {
    let folder = cx.variable(folder).and_then(|variable| cx.first_value(variable)).unwrap_or(folder);
    cx.string_value(folder).is_some_and(|text| text.is_empty() || text == "/tmp" || text.starts_with("/tmp/"))
        || folder.as_call().is_some_and(|call| cx.calls(call, "os.TempDir") == Some(true))
}

/// `os.Rename(filepath.Join(os.TempDir(), "x"), target)`
fn check_rename<'a>(cx: &Cx<'a>, rename: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let from = rename.arg(0)?;
    let from = cx.variable(from).and_then(|variable| cx.first_value(variable)).unwrap_or(from);
    let join = from.as_call().filter(|call| cx.calls(*call, "path/filepath.Join") == Some(true))?;
    if !is_system_folder(cx, join.arg(0)?) {
        return None;
    }
    cx.report(
        Finding::at(rename.head(), "this rename fails when the temporary folder is another file system")
            .here("works only within one file system")
            .label(Role::Acquired, join.expr(), "a path in the system's temporary folder")
            .help("make the temporary file in the folder of the target"),
    )
}

/// A configuration or state file written in place: it is read in this file as well, or its name says what it is.
fn check_write<'a>(cx: &Cx<'a>, write: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let path = write.arg(0)?;
    let func = write.enclosing_func()?;
    let func_name = write.enclosing_func_decl().map_or("", |func| func.name_text()).to_ascii_lowercase();
    let text = format!("{} {}", path.text(), cx.string_value(path).unwrap_or_default()).to_ascii_lowercase();
    let saves = ["save", "store", "persist", "update", "rewrite"].iter().any(|word| func_name.contains(word));
    let named = KEPT.iter().any(|word| text.contains(word) || saves && func_name.contains(word));
    let read_too = saves
        && cx.tree().calls().any(|call| {
            cx.calls_any(call, &["os.ReadFile", "os.Open", "io/ioutil.ReadFile"]) == Some(true)
                && call.arg(0).is_some_and(|read| same_path(cx, read, path))
        });
    let temporary = ["tmp", "temp", ".new", ".bak", ".lock", "test", "repair", "backup", "copy"]
        .iter()
        .any(|word| text.contains(word));
    // Whoever renames afterwards has written the new file beside the old one.
    let renames = func.calls_within().into_iter().any(|call| cx.calls(call, "os.Rename") == Some(true));
    if !(named || read_too) || temporary || renames {
        return None;
    }
    cx.report(
        Finding::at(write.head(), format!("a crash in here leaves half of `{}`", short(path)))
            .here("rewrites the file in place")
            .help("write a temporary file in the same folder, sync and close it, then rename it over the old one"),
    )
}

/// The same variable, constant or field.
fn same_path<'a>(cx: &Cx<'a>, a: Expr<'a>, b: Expr<'a>) -> bool {
    let known = cx.string_value(a).is_some() && cx.string_value(a) == cx.string_value(b);
    let field = a.as_selector().is_some() && cx.denotes(a).is_some() && cx.denotes(a) == cx.denotes(b);
    known || field || cx.denotes(a).is_some_and(|object| object.is_package_var() && Some(object) == cx.denotes(b))
}

fn short<'a>(path: Expr<'a>) -> &'a str {
    if path.text().len() > 32 || path.text().contains('\n') { "the file" } else { path.text() }
}
