//! The tree for people: one node a line, indented, with its line and column and a piece of its text.

use std::fmt::Write;

use super::ast::{Ast, Node};
use crate::text::Lines;

/// The whole tree of a file.
pub fn show(ast: &Ast) -> String {
    let lines = Lines::new(&ast.text);
    let mut out = String::new();
    let put = |out: &mut String, node: Node, depth: usize| {
        let span = ast.span(node);
        let (from, to) = (lines.position(span.start), lines.position(span.end));
        let text = ast.text(node);
        let line = text.lines().next().unwrap_or_default();
        let short: String = line.chars().take(60).collect();
        let more = if short.len() < text.len() { " …" } else { "" };
        writeln!(
            out,
            "{:indent$}{} {}:{}-{}:{}  {short}{more}",
            "",
            name(ast, node),
            from.line,
            from.column,
            to.line,
            to.column,
            indent = 2 * depth
        )
        .expect("writing to a string cannot fail");
    };
    let mut stack: Vec<(Node, usize)> = Vec::new();
    stack.extend(ast.top.iter().rev().map(|&decl| (Node::Decl(decl), 0)));
    stack.extend(ast.package.map(|name| (Node::Expr(name), 0)));
    while let Some((node, depth)) = stack.pop() {
        put(&mut out, node, depth);
        let from = stack.len();
        ast.for_each_child(node, &mut |child| stack.push((child, depth + 1)));
        stack[from..].reverse();
    }
    for directive in &ast.directives {
        let line = lines.line(ast.comments[directive.comment as usize].span.start);
        let args = &ast.text[directive.args.range()];
        writeln!(out, "directive {:?} line {line}  {args}", directive.kind).expect("writing to a string cannot fail");
    }
    for problem in &ast.problems {
        let at = lines.position(problem.span.start);
        writeln!(out, "problem {}:{}  {}", at.line, at.column, problem.message)
            .expect("writing to a string cannot fail");
    }
    let state = if ast.snippet { ", a snippet" } else { "" };
    writeln!(out, "read: {:?}{state}, {} comments", ast.reading, ast.comments.len())
        .expect("writing to a string cannot fail");
    out
}

/// The node's variant, without its parts.
fn name(ast: &Ast, node: Node) -> String {
    let debug = match node {
        Node::Expr(id) => format!("{:?}", ast.exprs[id]),
        Node::Stmt(id) => format!("{:?}", ast.stmts[id]),
        Node::Decl(id) => match ast.decls[id] {
            super::ast::DeclKind::Func(_) => "FuncDecl".to_string(),
            other => format!("{other:?}"),
        },
        Node::Spec(id) => format!("{:?}Spec", ast.specs[id]),
        Node::Field(_) => "Field".to_string(),
        Node::FieldList(_) => "FieldList".to_string(),
        Node::Func(id) => if ast.funcs[id].broken { "Func (broken)" } else { "Func" }.to_string(),
        Node::Sig(_) => "Signature".to_string(),
    };
    let end = debug.find([' ', '(', '{']).unwrap_or(debug.len());
    match node {
        Node::Func(_) => debug,
        Node::Stmt(_) => format!("{}Stmt", &debug[..end]),
        Node::Spec(_) => format!("{}Spec", &debug[..end]),
        _ => debug[..end].to_string(),
    }
}
