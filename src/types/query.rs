//! What is known at one place of a file, for people who ask why a rule is silent.

use std::fmt::Write;

use super::info::{Info, Mode};
use super::store::Store;
use crate::package::UnitFile;
use crate::syntax::ast::ExprId;

/// The smallest expression at a byte offset: its type, what it is, its object and where that was declared.
pub fn explain(store: &Store, file: &UnitFile, info: &Info, offset: u32) -> String {
    let ast = &file.ast;
    let at = ast
        .expr_spans
        .iter_enumerated()
        .filter(|(e, span)| {
            span.start <= offset && offset < span.end && (info.mode(*e) != Mode::None || info.object(*e).is_some())
        })
        .min_by_key(|(_, span)| span.len());
    let Some((e, _)) = at else { return "nothing is known here: no expression or name\n".to_owned() };
    let mut out = String::new();
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
    if let Some(ty) = info.type_of(e) {
        let _ = writeln!(out, "  type     {}", store.show(ty));
        let under = store.underlying(ty);
        if under != ty {
            let _ = writeln!(out, "  under    {}", store.show(under));
        }
        if store.has_unknown(ty) {
            let _ = writeln!(out, "           (`?` is unknown)");
        }
    }
    if let Some(value) = info.constant(e) {
        let _ = writeln!(out, "  value    {}", value.exact_string());
    }
    let object = info.object(e).or_else(|| selected(ast, info, e));
    if let Some(id) = object {
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
    out
}

fn selected(ast: &crate::syntax::ast::Ast, info: &Info, e: ExprId) -> Option<super::ty::ObjectId> {
    match ast.expr(e) {
        crate::syntax::ast::ExprKind::Selector { name, .. } => info.object(name),
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
