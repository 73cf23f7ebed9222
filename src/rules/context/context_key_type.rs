//! Context keys that other packages can have as well.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("context-key-type")).on_call(&["context.WithValue"], check);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let key = call.arg(1)?;
    let ty = cx.type_of(key)?;
    if let Some(declared) = ty.deref().declared() {
        return match declared.package_path()? {
            path if path == cx.package_path() => check_own(cx, key, declared),
            // `time.Second` is no key of package time; `http.ServerContextKey` is.
            _ if declared.is_std() && ty.is_pointer() == Some(false) && ty.basic().is_some() => {
                report(cx, key, &ty.show())
            }
            _ => None,
        };
    }
    let name = match ty.basic() {
        Some(Basic::Unknown | Basic::UntypedNil) => return None,
        Some(basic) => basic.default_type().name().to_owned(),
        // Each type without a name is the same everywhere; a pointer is a value of its own.
        None if matches!(ty.raw(), Type::Struct(_) | Type::Array { .. }) => cx.show_type(ty),
        None => return None,
    };
    report(cx, key, &name)
}

fn report<'a>(cx: &Cx<'a>, key: Expr<'a>, name: &str) -> Option<()> {
    cx.report(
        Finding::at(key, format!("any package can use the key `{}`: its type is `{name}`", clip(key.text())))
            .here(format!("a `{name}`, equal to every other one of this value"))
            .help("declare an unexported struct type for the key")
            .fix_if(own_type(cx, key)),
    )
}

/// Strict tier: the package's own key, exported by its type or by a variable or constant.
fn check_own<'a>(cx: &Cx<'a>, key: Expr<'a>, declared: Object<'a>) -> Option<()> {
    let holder =
        cx.denotes(key).filter(|object| (object.is_package_var() || object.is_const()) && object.is_exported());
    let message = match holder {
        Some(holder) => {
            format!("the key `{}` is exported: other packages can read and replace the value", holder.name())
        }
        // A local type of a function is seen by nobody.
        None if declared.is_exported() => {
            format!("the key type `{}` is exported: other packages can make this key", declared.name())
        }
        None => return None,
    };
    cx.report(
        Finding::at(key, message)
            .help("keep the key to the package, and offer functions to set and get the value")
            .strict(),
    )
}

/// A key type of the package's own instead of a constant, here and where this file reads it. Other files have to follow.
fn own_type<'a>(cx: &Cx<'a>, key: Expr<'a>) -> Option<Fix> {
    let text = cx.string_value(key)?;
    let mut name = String::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let (first, rest) = word.split_at(1);
        match name.is_empty() {
            true => name.push_str(&first.to_lowercase()),
            false => name.push_str(&first.to_uppercase()),
        }
        name.push_str(rest);
    }
    name.push_str("Key");
    let decl = key.enclosing_func_decl()?.decl()?;
    if name.starts_with(|c: char| !c.is_ascii_lowercase()) || name == "Key" || cx.is_shadowed(&name, key) {
        return None;
    }
    let mut fix = Fix::risky("declare a key type").line_after(decl, &format!("\ntype {name} struct{{}}"));
    for call in cx.tree().calls() {
        let position = match call.name().map(|name| name.text()) {
            Some("WithValue") if cx.calls(call, "context.WithValue") == Some(true) => 1,
            Some("Value") if cx.is_context_call(call.expr(), "Value") => 0,
            _ => continue,
        };
        if let Some(same) = call.arg(position).filter(|other| cx.string_value(*other).as_deref() == Some(&text)) {
            fix = fix.replace(same, format!("{name}{{}}"));
        }
    }
    Some(fix)
}

fn clip(text: &str) -> String {
    if text.chars().count() <= 24 { text.to_owned() } else { text.chars().take(23).chain(['…']).collect() }
}
