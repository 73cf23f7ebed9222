//! What a directive stands at: its line, or the next statement or declaration.

use super::Scope;
use crate::syntax::ast::Ast;
use crate::syntax::comment::Comment;
use crate::text::Span;

/// The scope of a directive that covers its own line, or what follows if it has its line for itself.
pub fn of(ast: &Ast, comment: &Comment) -> Scope {
    if !comment.own_line || comment.general {
        return Scope::Span(line(&ast.text, comment.span.start));
    }
    let next = next_token(ast, comment.span.end);
    if ast.package.is_some_and(|name| keyword_of_package(ast, next, ast.expr_spans[name])) {
        return Scope::File;
    }
    match node_at(ast, next) {
        Some(span) => Scope::Span(span),
        None => Scope::Span(line(&ast.text, next)),
    }
}

/// The line of an offset, without its end.
pub fn line(text: &str, offset: u32) -> Span {
    let offset = (offset as usize).min(text.len());
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    Span::new(start as u32, end as u32)
}

/// The line after that of an offset.
pub fn next_line(text: &str, offset: u32) -> Span {
    let end = line(text, offset).end;
    line(text, (end + 1).min(text.len() as u32))
}

/// The first offset after `from` that is neither white space nor comment.
fn next_token(ast: &Ast, from: u32) -> u32 {
    let mut at = from as usize;
    loop {
        let rest = &ast.text[at..];
        at += rest.len() - rest.trim_start().len();
        let inside = ast.comments.binary_search_by_key(&(at as u32), |comment| comment.span.start);
        match inside {
            Ok(index) => at = ast.comments[index].span.end as usize,
            Err(_) => return at as u32,
        }
    }
}

fn keyword_of_package(ast: &Ast, at: u32, name: Span) -> bool {
    ast.text[at as usize..].starts_with("package") && at < name.start
}

/// The largest statement, declaration, specification, field or element that begins here.
fn node_at(ast: &Ast, at: u32) -> Option<Span> {
    let spans = ast.stmt_spans.iter().chain(ast.decl_spans.iter()).chain(ast.spec_spans.iter()).copied();
    let fields = ast.fields.iter().map(|field| field.span);
    spans.chain(fields).filter(|span| span.start == at).max_by_key(|span| span.end)
}
