//! What is known at one place of a file, for people who ask why a rule is silent.

use std::fmt::Write;

use super::info::{Info, Mode};
use super::object::ObjectKind;
use super::store::Store;
use super::ty::TypeId;
use crate::package::UnitFile;
use crate::syntax::ast::{Ast, ExprId, ExprKind, Node};
use crate::text::Span;

/// The smallest expression at a byte offset: its type, what it is, its object and where that was declared; then how much is known
/// of the function around it.
pub fn explain(store: &Store, file: &UnitFile, info: &Info, offset: u32) -> String {
    let ast = &file.ast;
    let at = ast
        .expr_spans
        .iter_enumerated()
        .filter(|(e, span)| {
            span.start <= offset && offset < span.end && (info.mode(*e) != Mode::None || info.object(*e).is_some())
        })
        .min_by_key(|(_, span)| span.len());
    let mut out = String::new();
    match at {
        Some((e, _)) => expression(store, file, info, whole(ast, info, e), &mut out),
        None => out.push_str("no expression or name stands here\n"),
    }
    enclosing(file, info, offset, &mut out);
    let missing = store.workspace.missing_modules();
    if !missing.is_empty() {
        let list: Vec<&str> = missing.iter().map(String::as_str).collect();
        let _ = writeln!(out, "not found: {}", list.join(", "));
    }
    out
}

/// The selector that a selected name is the end of: the name itself has no type.
fn whole(ast: &Ast, info: &Info, e: ExprId) -> ExprId {
    match ast.parent(e) {
        Some(Node::Expr(parent)) if info.mode(e) == Mode::None => match ast.expr(parent) {
            ExprKind::Selector { name, .. } if name == e => parent,
            _ => e,
        },
        _ => e,
    }
}

fn expression(store: &Store, file: &UnitFile, info: &Info, e: ExprId, out: &mut String) {
    let ast = &file.ast;
    let _ = writeln!(out, "{}", shown(ast.text(e)));
    let mode = match info.mode(e) {
        Mode::None => "a name",
        Mode::Unknown => "unknown: it depends on something that was not found or is broken",
        Mode::NoValue => "a call without result",
        Mode::Builtin => "a builtin function",
        Mode::Type => "a type",
        Mode::Constant => "a constant",
        Mode::Variable => "a variable (addressable)",
        Mode::MapIndex => "an element of a map",
        Mode::Value => "a value",
        Mode::Nil => "nil",
        Mode::CommaOk => "a value that may be taken with a second one (ok)",
    };
    let _ = writeln!(out, "  is       {mode}");
    let object = info.object(e).or_else(|| selected(ast, info, e));
    // A name that is declared here is no expression; it has the type of what it declares.
    let ty = info.type_of(e).or_else(|| {
        let typed = |id: &_| !matches!(store.object(*id).kind, ObjectKind::Package(_) | ObjectKind::Label);
        object.filter(typed).map(|id| store.type_of(id)).filter(|&ty| ty != TypeId::UNKNOWN)
    });
    if let Some(ty) = ty {
        let _ = writeln!(out, "  type     {}", store.show(ty));
        let under = store.underlying(ty);
        if under != ty {
            let _ = writeln!(out, "  under    {}", store.show(under));
        }
        if store.has_unknown(ty) {
            let _ = writeln!(out, "           (`?` is unknown)");
        }
    }
    if let Some(instance) = info.instances.get(&e) {
        let args: Vec<String> = instance.args.iter().map(|&arg| store.show(arg)).collect();
        let _ = writeln!(out, "  with     [{}]", args.join(", "));
    }
    if let Some(value) = info.constant(e) {
        let _ = writeln!(out, "  value    {}", value.exact_string());
    }
    let Some(id) = object else { return };
    let _ = writeln!(out, "  object   {}", store.symbol(id));
    let object = store.object(id);
    match (object.place, object.package) {
        (Some(place), _) => {
            let file = store.workspace.files.get(place.file);
            let position = file.lines().position(place.offset);
            let _ = writeln!(out, "  declared {}:{}:{}", file.path, position.line, position.column);
        }
        (None, Some(package)) => {
            let _ = writeln!(out, "  declared in package {}", store.package(package).path);
        }
        (None, None) => {
            let _ = writeln!(out, "  declared by the language");
        }
    }
}

/// The innermost function around the offset, and whether rules may claim that something is absent in it.
fn enclosing(file: &UnitFile, info: &Info, offset: u32, out: &mut String) {
    let ast = &file.ast;
    let around = |span: Span| span.start <= offset && offset < span.end;
    let funcs = ast.funcs.iter_enumerated().filter(|(_, func)| around(func.span));
    let Some((id, func)) = funcs.min_by_key(|(_, func)| func.span.len()) else { return };
    let name = func.name.map_or("a function literal", |ident| ast.text(ident));
    let facts = info.funcs[id];
    let state = match (facts.checked, func.broken || facts.broken, facts.unknown) {
        (false, ..) => "not looked at",
        (_, true, _) => "has errors: nothing is said to be absent in it",
        (_, _, true) => "something in it is unknown: nothing is said to be absent in it",
        _ => "everything in it is known",
    };
    let _ = writeln!(out, "in {name}: {state}");
}

fn selected(ast: &Ast, info: &Info, e: ExprId) -> Option<super::ty::ObjectId> {
    match ast.expr(e) {
        ExprKind::Selector { name, .. } => info.object(name),
        _ => None,
    }
}

/// One line of at most 100 characters.
fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(100).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
