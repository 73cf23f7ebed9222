//! A context that is not the first parameter.

use crate::lint::prelude::*;

pub static RULE: Rule =
    Rule::new(page!("context-not-first-parameter")).on(&[Kind::FuncDecl], check_func).on(&[Kind::FuncType], check_type);

fn check_func<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let DeclKind::Func(func) = node.as_decl()?.kind() else { return None };
    let (position, name, field) = context(cx, func.params())?;
    if position == 0 {
        // The usual name may be another parameter's.
        let taken = func.params().entries().iter().any(|(other, _)| other.is_some_and(|other| other.text() == "ctx"));
        return if taken { None } else { check_name(cx, name?) };
    }
    // Before the context stand the type's or the interface's own arguments: a method may have to look like this.
    if func.is_method() && may_be_required(cx, func) {
        return None;
    }
    report(cx, func.params(), position, name.unwrap_or(field.ty()), func.name_text(), calls(cx, func))
}

/// Methods of an interface, and function types that are declared.
fn check_type<'a>(cx: &Cx<'a>, node: Node<'a>) -> Option<()> {
    let ty = node.as_expr()?;
    let ExprKind::FuncType(sig) = ty.kind() else { return None };
    let owner = match ty.parent()?.node_kind() {
        Kind::TypeSpec => match ty.parent()?.as_spec()?.kind() {
            SpecKind::Type { name, .. } => name,
            _ => return None,
        },
        Kind::Field => {
            let list = ty.parent()?.parent()?.parent()?.as_expr()?;
            let ExprKind::InterfaceType(_) = list.kind() else { return None };
            ty.parent()?.as_field()?.names().first()?
        }
        _ => return None,
    };
    let (position, name, field) = context(cx, sig.params())?;
    if position == 0 {
        return None;
    }
    report(cx, sig.params(), position, name.unwrap_or(field.ty()), owner.text(), None)
}

/// The first context among parameters: position, name, field.
fn context<'a>(cx: &Cx<'a>, params: FieldList<'a>) -> Option<(usize, Option<Expr<'a>>, Field<'a>)> {
    let entries = params.entries();
    let is_context = |field: &Field<'a>| cx.type_of(field.ty()).is_some_and(|ty| ty.is("context.Context"));
    let position = entries.iter().position(|(_, field)| is_context(field))?;
    let (name, field) = entries[position];
    Some((position, name, field))
}

fn check_name<'a>(cx: &Cx<'a>, name: Expr<'a>) -> Option<()> {
    if matches!(name.text(), "ctx" | "_") {
        return None;
    }
    cx.report(
        Finding::at(name, format!("the context parameter is named `{}`, not `ctx`", name.text()))
            .help("name it ctx, as everybody does")
            .fix_if(rename(cx, name))
            .strict(),
    )
}

/// The parameter and its uses by the usual name, if that is free.
fn rename<'a>(cx: &Cx<'a>, name: Expr<'a>) -> Option<Fix> {
    let func = name.enclosing_func()?;
    let object = cx.object(name)?;
    let taken = func.idents_within().into_iter().any(|ident| ident.text() == "ctx") || cx.is_shadowed("ctx", name);
    let fix = Fix::risky("name it ctx");
    (!taken).then(|| cx.uses(object).fold(fix, |fix, mention| fix.replace(mention, "ctx")))
}

/// All calls of a function, where this file has them all: then its parameters can be moved. A method or an exported
/// function may be called from anywhere, and one that is used as a value has its type from elsewhere.
fn calls<'a>(cx: &Cx<'a>, func: Func<'a>) -> Option<Vec<Call<'a>>> {
    let (name, object) = (func.name_text(), cx.func_object(func)?);
    if func.is_method() || name.starts_with(char::is_uppercase) {
        return None;
    }
    let workspace = cx.program().workspace;
    let units = workspace.targets().iter().filter(|&&unit| workspace.unit(unit).dir == cx.unit().dir);
    let mut others = units.flat_map(|&unit| workspace.files_of(unit)).filter(|file| file.file != cx.tree().file);
    if others.any(|file| file.ast.text.contains(name)) {
        return None;
    }
    let uses = cx.uses(object).filter(|&ident| Some(ident) != func.name());
    uses.map(|ident| ident.parent()?.as_call().filter(|call| call.fun() == ident && !call.is_spread())).collect()
}

fn report<'a>(
    cx: &Cx<'a>,
    params: FieldList<'a>,
    position: usize,
    place: Expr<'a>,
    what: &str,
    calls: Option<Vec<Call<'a>>>,
) -> Option<()> {
    // `*testing.T` and the like come first in helpers of tests.
    let entries = params.entries();
    let before = cx.type_of(entries[0].1.ty())?;
    if before.deref().declared().and_then(Object::package_path) == Some("testing") {
        return None;
    }
    cx.report(
        Finding::at(place, format!("the context is parameter {} of `{what}`, not the first", position + 1))
            .here("easy to overlook here")
            .help("make the context the first parameter")
            .fix_if(move_first(cx, params, position, calls)),
    )
}

/// The parameters with the context in front, and the arguments of all calls; where these are not known, a sketch.
fn move_first<'a>(cx: &Cx<'a>, params: FieldList<'a>, position: usize, calls: Option<Vec<Call<'a>>>) -> Option<Fix> {
    let entries = params.entries();
    let fields: Vec<Field<'a>> = params.fields().iter().collect();
    // `a int, ctx context.Context, b string`: each parameter with a type of its own.
    if fields.len() != entries.len() {
        return None;
    }
    let (moved, others) = (fields[position], fields.iter().enumerate().filter(|(at, _)| *at != position));
    let texts: Vec<&str> = std::iter::once(moved.text()).chain(others.map(|(_, field)| field.text())).collect();
    let (first, last) = (fields.first()?, fields.last()?);
    let plain = !cx.text_between(*first, *last).contains(['\n']);
    let place = (*first, first.span().cover(last.span()));
    if !plain {
        return None;
    }
    let Some(calls) = calls else {
        return Some(
            Fix::sketch("move it to the front, and with it the arguments of all callers")
                .replace(place, texts.join(", ")),
        );
    };
    calls.into_iter().try_fold(Fix::risky("move it to the front").replace(place, texts.join(", ")), |fix, call| {
        let args: Vec<Expr<'a>> = call.args().iter().collect();
        let (first, last) = (args.first()?, args.last()?);
        // One call for all arguments, or lines with comments, need a person.
        if args.len() <= position || cx.text_between(*first, *last).contains('\n') {
            return None;
        }
        let others = args.iter().enumerate().filter(|(at, _)| *at != position);
        let texts: Vec<&str> =
            std::iter::once(args[position].text()).chain(others.map(|(_, arg)| arg.text())).collect();
        Some(fix.replace((*first, first.span().cover(last.span())), texts.join(", ")))
    })
}

/// Whether the method may have its signature from an interface of another module: its name and place are exported and a
/// package outside of this module and of the standard library is mentioned in its parameters.
fn may_be_required<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    let own = cx.module().map(|module| module.path.as_str());
    func.name_text().starts_with(char::is_uppercase)
        && func.params().fields().iter().any(|field| {
            let declared = cx.type_of(field.ty()).and_then(|ty| ty.deref().declared());
            declared.is_some_and(|object| {
                let foreign = object.package_path().is_some_and(|path| own.is_none_or(|own| !path.starts_with(own)));
                foreign && !object.is_std() && object.package_path() != Some(cx.package_path())
            })
        })
}
