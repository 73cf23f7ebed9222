//! Context keys that other packages can have as well.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("context-key-type")).on_call(&["context.WithValue"], check);

fn check<'a>(cx: &Cx<'a>, call: Call<'a>) -> Option<()> {
    let key = call.arg(1)?;
    let ty = cx.type_of(key)?;
    if let Some(declared) = ty.declared() {
        let own = declared.package_path() == Some(cx.package_path());
        if !own || !declared.is_exported() {
            return None;
        }
        return cx.report(
            Finding::at(
                key,
                format!("the key type `{}` is exported: other packages can make this key", declared.name()),
            )
            .help("keep the key's type to the package, and offer functions to set and get the value")
            .strict(),
        );
    }
    let basic = ty.basic().filter(|basic| !matches!(basic, Basic::Unknown | Basic::UntypedNil))?;
    let name = basic.default_type().name();
    cx.report(
        Finding::at(key, format!("any package can use the key `{}`: its type is `{name}`", clip(key.text())))
            .here(format!("a `{name}`, equal to every other one of this value"))
            .help("declare an unexported struct type for the key"),
    )
}

fn clip(text: &str) -> String {
    if text.chars().count() <= 24 { text.to_owned() } else { text.chars().take(23).chain(['…']).collect() }
}
