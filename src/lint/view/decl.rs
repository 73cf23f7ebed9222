//! Declarations, specifications, fields and functions with views of their parts.

use crate::syntax::ast::{self, GenTok};
use crate::text::Span;

use super::{Decl, Expr, ExprKind, Exprs, Field, FieldList, Func, Node, Nodes, Sig, Spec, Stmt, Stmts, View, ViewId};

/// A declaration with views of its parts; see [`ast::DeclKind`].
#[derive(Clone, Copy)]
pub enum DeclKind<'a> {
    Bad { stmts: Stmts<'a>, exprs: Exprs<'a> },
    Func(Func<'a>),
    Gen { tok: GenTok, grouped: bool, specs: Nodes<'a, ast::SpecId> },
}

impl<'a> Decl<'a> {
    /// What it is, with views of its parts.
    pub fn kind(self) -> DeclKind<'a> {
        let tree = self.tree;
        match tree.ast.decls[self.id] {
            ast::DeclKind::Bad { stmts, exprs } => DeclKind::Bad { stmts: tree.each(stmts), exprs: tree.each(exprs) },
            ast::DeclKind::Func(func) => DeclKind::Func(func.view(tree)),
            ast::DeclKind::Gen { tok, grouped, specs } => DeclKind::Gen { tok, grouped, specs: tree.each(specs) },
        }
    }
}

/// A specification with views of its parts; see [`ast::SpecKind`].
#[derive(Clone, Copy)]
pub enum SpecKind<'a> {
    Import { name: Option<Expr<'a>>, path: Expr<'a> },
    Value { names: Exprs<'a>, ty: Option<Expr<'a>>, values: Exprs<'a>, iota: u32 },
    Type { name: Expr<'a>, type_params: Option<FieldList<'a>>, alias: bool, ty: Expr<'a> },
}

impl<'a> Spec<'a> {
    /// What it is, with views of its parts.
    pub fn kind(self) -> SpecKind<'a> {
        let tree = self.tree;
        let expr = |id: ast::ExprId| id.view(tree);
        let exprs = |id: Option<ast::ExprId>| id.map(|id| id.view(tree));
        match tree.ast.specs[self.id] {
            ast::SpecKind::Import { name, path } => SpecKind::Import { name: exprs(name), path: expr(path) },
            ast::SpecKind::Value { names, ty, values, iota } => {
                SpecKind::Value { names: tree.each(names), ty: exprs(ty), values: tree.each(values), iota }
            }
            ast::SpecKind::Type { name, type_params, alias, ty } => SpecKind::Type {
                name: expr(name),
                type_params: type_params.map(|list| list.view(tree)),
                alias,
                ty: expr(ty),
            },
        }
    }

    /// The declaration it belongs to.
    pub fn decl(self) -> Option<Decl<'a>> {
        self.parent()?.as_decl()
    }
}

impl<'a> Field<'a> {
    /// Its names; none for an embedded field or an unnamed parameter.
    pub fn names(self) -> Exprs<'a> {
        self.tree.each(self.tree.ast.fields[self.id].names)
    }

    /// Its type.
    pub fn ty(self) -> Expr<'a> {
        self.tree.ast.fields[self.id].ty.view(self.tree)
    }

    /// The literal of its struct tag.
    pub fn tag(self) -> Option<Expr<'a>> {
        self.tree.ast.fields[self.id].tag.map(|tag| tag.view(self.tree))
    }
}

impl<'a> FieldList<'a> {
    /// The fields in order; one of them may have several names.
    pub fn fields(self) -> Nodes<'a, ast::FieldId> {
        self.tree.each(self.tree.ast.field_lists[self.id].fields)
    }

    /// How many parameters, results or fields it declares, each name counted.
    pub fn count(self) -> usize {
        self.fields().iter().map(|field| field.names().len().max(1)).sum()
    }

    /// The names with their types, in order; an unnamed one has no name.
    pub fn entries(self) -> Vec<(Option<Expr<'a>>, Field<'a>)> {
        let mut entries = Vec::new();
        for field in self.fields().iter() {
            if field.names().is_empty() {
                entries.push((None, field));
            }
            entries.extend(field.names().iter().map(|name| (Some(name), field)));
        }
        entries
    }
}

impl<'a> Sig<'a> {
    pub fn params(self) -> FieldList<'a> {
        self.tree.ast.sigs[self.id].params.view(self.tree)
    }

    pub fn results(self) -> Option<FieldList<'a>> {
        self.tree.ast.sigs[self.id].results.map(|list| list.view(self.tree))
    }

    pub fn type_params(self) -> Option<FieldList<'a>> {
        self.tree.ast.sigs[self.id].type_params.map(|list| list.view(self.tree))
    }
}

impl<'a> Func<'a> {
    fn raw(self) -> ast::Func {
        self.tree.ast.funcs[self.id]
    }

    /// The name of a declaration; a literal has none.
    pub fn name(self) -> Option<Expr<'a>> {
        self.raw().name.map(|name| name.view(self.tree))
    }

    /// The name's text; empty for a literal.
    pub fn name_text(self) -> &'a str {
        self.name().map_or("", View::text)
    }

    /// Whether it is a function literal.
    pub fn is_literal(self) -> bool {
        self.raw().lit.is_some()
    }

    /// The expression of a literal.
    pub fn literal(self) -> Option<Expr<'a>> {
        self.raw().lit.map(|lit| lit.view(self.tree))
    }

    /// The receiver of a method.
    pub fn receiver(self) -> Option<Field<'a>> {
        let list: FieldList<'a> = self.raw().recv?.view(self.tree);
        list.fields().first()
    }

    /// Whether it is a method.
    pub fn is_method(self) -> bool {
        self.raw().recv.is_some()
    }

    /// The identifier of the receiver's type, without pointer and type parameters.
    pub fn receiver_type(self) -> Option<Expr<'a>> {
        let mut ty = self.receiver()?.ty();
        loop {
            ty = match ty.kind() {
                ExprKind::Star(x) | ExprKind::Paren(x) | ExprKind::Index { x, .. } => x,
                _ => return ty.ident().map(|_| ty),
            };
        }
    }

    /// Whether the receiver is a pointer.
    pub fn has_pointer_receiver(self) -> bool {
        self.receiver().is_some_and(|field| matches!(field.ty().unparen().kind(), ExprKind::Star(_)))
    }

    /// The type.
    pub fn sig(self) -> Sig<'a> {
        self.raw().sig.view(self.tree)
    }

    /// The parameters.
    pub fn params(self) -> FieldList<'a> {
        self.sig().params()
    }

    /// The results.
    pub fn results(self) -> Option<FieldList<'a>> {
        self.sig().results()
    }

    /// The block; `None` for a declaration without body.
    pub fn body(self) -> Option<Stmt<'a>> {
        self.raw().body.map(|body| body.view(self.tree))
    }

    /// The declaration.
    pub fn decl(self) -> Option<Decl<'a>> {
        self.raw().decl.map(|decl| decl.view(self.tree))
    }

    /// Syntax errors lie within.
    pub fn is_broken(self) -> bool {
        self.raw().broken
    }

    /// `F`, `(*T).M`, `T.M`; for a literal that of the declaration around it.
    pub fn symbol(self) -> String {
        if self.is_literal() {
            return self.enclosing_func_decl().map(Func::symbol).unwrap_or_default();
        }
        match self.receiver_type() {
            Some(ty) if self.has_pointer_receiver() => format!("(*{}).{}", ty.text(), self.name_text()),
            Some(ty) => format!("{}.{}", ty.text(), self.name_text()),
            None => self.name_text().to_owned(),
        }
    }

    /// Walks the body without entering function literals.
    pub fn walk_own(self, mut visit: impl FnMut(Node<'a>) -> bool) {
        if let Some(body) = self.body() {
            body.walk(|node| !matches!(node.id, ast::Node::Func(_)) && visit(node));
        }
    }

    /// All nodes of the body but those of function literals within.
    pub fn own_nodes(self) -> Vec<Node<'a>> {
        let mut nodes = Vec::new();
        self.walk_own(|node| {
            nodes.push(node);
            true
        });
        nodes
    }

    /// `func name(…) …` without the body: what to point at.
    pub fn head(self) -> Span {
        let span = self.span();
        match self.body() {
            Some(body) => {
                let text = &self.tree.ast.text[span.start as usize..body.span().start as usize];
                Span::new(span.start, span.start + text.trim_end().len() as u32)
            }
            None => span,
        }
    }
}
