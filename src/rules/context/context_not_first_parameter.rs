//! A context that is not the first parameter.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("context-not-first-parameter")).on(&[Kind::FuncDecl], check);

fn check<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let DeclKind::Func(func) = node.as_decl()?.kind() else { return None };
    let entries = func.params().entries();
    let is_context = |field: &Field<'a>| cx.type_of(field.ty()).is_some_and(|ty| ty.is("context.Context"));
    let position = entries.iter().position(|(_, field)| is_context(field))?;
    let (name, field) = entries[position];
    let place = name.unwrap_or(field.ty());
    if position == 0 {
        let name = name?;
        if matches!(name.text(), "ctx" | "_") {
            return None;
        }
        return cx.report(
            Finding::at(name, format!("the context parameter is named `{}`, not `ctx`", name.text()))
                .help("name it ctx, as everybody does")
                .strict(),
        );
    }
    // `*testing.T` and the like come first in helpers of tests.
    let before = cx.type_of(entries[0].1.ty())?;
    if before.deref().declared().and_then(Object::package_path) == Some("testing") {
        return None;
    }
    // Before the context stand the type's or the interface's own arguments: a method may have to look like this.
    if func.is_method() && may_be_required(cx, func) {
        return None;
    }
    cx.report(
        Finding::at(
            place,
            format!("the context is parameter {} of `{}`, not the first", position + 1, func.name_text()),
        )
        .here("easy to overlook here")
        .help("make the context the first parameter"),
    )
}

/// Whether the method may have its signature from an interface of another module: its name and place are exported and a
/// package outside of this module is mentioned in its parameters.
fn may_be_required<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    let own = cx.module().map(|module| module.path.as_str());
    func.name_text().starts_with(char::is_uppercase)
        && func.params().fields().iter().any(|field| {
            let package = cx.type_of(field.ty()).and_then(|ty| ty.deref().declared()).and_then(Object::package_path);
            package.is_some_and(|path| path != "context" && own.is_none_or(|own| !path.starts_with(own)))
        })
}
