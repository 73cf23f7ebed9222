//! Nodes as a rule sees them: small copies that know their file, so that `call.args().only()?.as_call()?` reads as it sounds.
//!
//! A view is an id with its file. [`Expr::kind`], [`Stmt::kind`], [`Decl::kind`] and [`Spec::kind`] give the same enums as
//! `syntax::ast`, with views in place of ids, so that a rule can `match` and go on from the parts.
//! Nothing here knows names or types: ask [`super::Cx`].

use crate::source::FileId;
use crate::syntax::ast::{self, Ast};
use crate::text::Span;

use super::finding::Place;
use super::kind::Kind;
pub use crate::syntax::ast::{AssignOp, BinaryOp, BranchKind, ChanDir, GenTok, LitKind, RangeOp, UnaryOp};
pub use decl::{DeclKind, SpecKind};
pub use expr::{Call, ExprKind};
pub use stmt::StmtKind;

mod decl;
mod expr;
mod stmt;

/// A file's tree with the file's id: what every view carries.
#[derive(Clone, Copy)]
pub struct Tree<'a> {
    pub ast: &'a Ast,
    pub file: FileId,
}

impl<'a> Tree<'a> {
    /// The view of an id of this file.
    pub fn view<I: ViewId>(self, id: I) -> I::View<'a> {
        id.view(self)
    }

    /// The specifications of all types that the file declares, local ones too.
    pub fn types(self) -> impl Iterator<Item = Spec<'a>> {
        let ast = self.ast;
        ast.specs.ids().filter(|id| matches!(ast.specs[*id], ast::SpecKind::Type { .. })).map(move |id| id.view(self))
    }

    /// All specifications of the file, local ones too.
    pub fn specs(self) -> impl Iterator<Item = Spec<'a>> {
        self.ast.specs.ids().map(move |id| id.view(self))
    }

    /// All calls of the file, in the order of the tree's storage.
    pub fn calls(self) -> impl Iterator<Item = Call<'a>> {
        let ast = self.ast;
        ast.exprs
            .ids()
            .filter(|id| matches!(ast.exprs[*id], ast::ExprKind::Call { .. }))
            .map(move |id| Call { tree: self, id })
    }

    fn each<I: ViewId + ast::Element>(self, list: ast::List<I>) -> Nodes<'a, I> {
        Nodes { tree: self, list }
    }
}

/// An id that has a view.
pub trait ViewId: Copy {
    type View<'a>: View<'a>;
    fn view<'a>(self, tree: Tree<'a>) -> Self::View<'a>;
}

/// What every view can do.
pub trait View<'a>: Copy {
    /// The file's tree.
    fn tree(self) -> Tree<'a>;

    /// The node's id.
    fn id_node(self) -> ast::Node;

    /// As a view of any kind.
    fn node(self) -> Node<'a> {
        Node { tree: self.tree(), id: self.id_node() }
    }

    /// Its bytes in the file.
    fn span(self) -> Span {
        self.tree().ast.span(self.id_node())
    }

    /// Its place in the run.
    fn place(self) -> Place {
        Place { file: self.tree().file, span: self.span() }
    }

    /// Its text as written.
    fn text(self) -> &'a str {
        self.tree().ast.text(self.id_node())
    }

    /// What kind of node it is.
    fn node_kind(self) -> Kind {
        Kind::of(self.tree().ast, self.id_node())
    }

    /// The node that holds it.
    fn parent(self) -> Option<Node<'a>> {
        let tree = self.tree();
        tree.ast.parent(self.id_node()).map(|id| Node { tree, id })
    }

    /// The nodes that hold it, the nearest first.
    fn ancestors(self) -> impl Iterator<Item = Node<'a>> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// The children in the order of the source.
    fn children(self) -> Vec<Node<'a>> {
        let tree = self.tree();
        let mut children = Vec::new();
        tree.ast.for_each_child(self.id_node(), &mut |id| children.push(Node { tree, id }));
        children
    }

    /// Walks it and all below it in the order of the source; `visit` says whether to go below the node it is given.
    fn walk(self, mut visit: impl FnMut(Node<'a>) -> bool) {
        let tree = self.tree();
        tree.ast.walk(self.id_node(), &mut |id| visit(Node { tree, id }));
    }

    /// All nodes below it and itself, in the order of the source; function literals within it are entered.
    fn descendants(self) -> Vec<Node<'a>> {
        let mut nodes = Vec::new();
        self.walk(|node| {
            nodes.push(node);
            true
        });
        nodes
    }

    /// All calls within it, function literals entered.
    fn calls_within(self) -> Vec<Call<'a>> {
        self.descendants().into_iter().filter_map(|node| node.as_expr()?.as_call()).collect()
    }

    /// All identifiers within it (also names of members and labels), function literals entered.
    fn idents_within(self) -> Vec<Expr<'a>> {
        self.descendants().into_iter().filter_map(|node| node.as_expr()).filter(|expr| expr.ident().is_some()).collect()
    }

    /// Whether `other` lies within it (itself does).
    fn contains(self, other: impl View<'a>) -> bool {
        self.tree().file == other.tree().file && self.span().contains(other.span())
    }

    /// The innermost function that holds it: a declaration or a literal. Not itself.
    fn enclosing_func(self) -> Option<Func<'a>> {
        self.ancestors().find_map(|node| match node.id {
            ast::Node::Func(id) => Some(Func { tree: node.tree, id }),
            _ => None,
        })
    }

    /// The declaration of a function that holds it, through all literals.
    fn enclosing_func_decl(self) -> Option<Func<'a>> {
        std::iter::successors(self.enclosing_func(), |func| func.enclosing_func())
            .last()
            .filter(|func| !func.is_literal())
    }

    /// The innermost statement that holds it, or itself.
    fn enclosing_stmt(self) -> Option<Stmt<'a>> {
        std::iter::once(self.node()).chain(self.ancestors()).find_map(Node::as_stmt)
    }

    /// The innermost loop (`for` or `range`) whose body holds it, within the same function.
    /// The range expression and the initial statement of a loop are outside of it; its condition and post statement are within.
    fn enclosing_loop(self) -> Option<Stmt<'a>> {
        let mut below = self.node();
        for node in self.ancestors() {
            match node.id {
                ast::Node::Func(_) => return None,
                ast::Node::Stmt(_) => {
                    let stmt = node.as_stmt()?;
                    match stmt.kind() {
                        StmtKind::For { init, .. } if init.is_none_or(|init| init.node() != below) => {
                            return Some(stmt);
                        }
                        StmtKind::Range { x, .. } if x.node() != below => return Some(stmt),
                        _ => {}
                    }
                }
                _ => {}
            }
            below = node;
        }
        None
    }
}

macro_rules! views {
    ($($(#[$meta:meta])* $name:ident of $id:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub struct $name<'a> {
            pub tree: Tree<'a>,
            pub id: ast::$id,
        }

        impl<'a> View<'a> for $name<'a> {
            fn tree(self) -> Tree<'a> {
                self.tree
            }
            fn id_node(self) -> ast::Node {
                self.id.into()
            }
        }

        impl ViewId for ast::$id {
            type View<'a> = $name<'a>;
            fn view<'a>(self, tree: Tree<'a>) -> $name<'a> {
                $name { tree, id: self }
            }
        }

        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.id == other.id && self.tree.file == other.tree.file
            }
        }
        impl Eq for $name<'_> {}

        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{:?} `{}`", self.id, self.text())
            }
        }
    )*};
}

views! {
    /// An expression or a type.
    Expr of ExprId;
    /// A statement or a clause.
    Stmt of StmtId;
    /// A declaration.
    Decl of DeclId;
    /// A specification of a declaration.
    Spec of SpecId;
    /// A field, parameter, result, method of an interface, type parameter.
    Field of FieldId;
    /// A bracketed list of fields.
    FieldList of FieldListId;
    /// A function with a body: a declaration or a literal.
    Func of FuncId;
    /// A function's type.
    Sig of SigId;
    /// Any node.
    Node of Node;
}

/// A list of nodes.
pub struct Nodes<'a, I> {
    tree: Tree<'a>,
    list: ast::List<I>,
}

impl<I: Copy> Clone for Nodes<'_, I> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<I: Copy> Copy for Nodes<'_, I> {}

/// A list of expressions.
pub type Exprs<'a> = Nodes<'a, ast::ExprId>;
/// A list of statements.
pub type Stmts<'a> = Nodes<'a, ast::StmtId>;

impl<'a, I: ViewId + ast::Element> Nodes<'a, I> {
    /// The elements in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = I::View<'a>> + ExactSizeIterator + Clone + 'a
    where
        I: 'a,
    {
        let tree = self.tree;
        tree.ast.list(self.list).map(move |id| id.view(tree))
    }

    /// The only element of a list of one.
    pub fn only(self) -> Option<I::View<'a>> {
        self.tree.ast.only(self.list).map(|id| id.view(self.tree))
    }

    /// The element at a position, counted from 0.
    pub fn get(self, position: usize) -> Option<I::View<'a>> {
        self.tree.ast.list(self.list).nth(position).map(|id| id.view(self.tree))
    }

    pub fn first(self) -> Option<I::View<'a>> {
        self.get(0)
    }

    pub fn last(self) -> Option<I::View<'a>> {
        self.tree.ast.list(self.list).next_back().map(|id| id.view(self.tree))
    }

    pub fn len(self) -> usize {
        self.tree.ast.list(self.list).len()
    }

    pub fn is_empty(self) -> bool {
        self.list.is_empty()
    }

    /// From the first element to the last, without the brackets; `None` for an empty list.
    pub fn span(self) -> Option<Span> {
        Some(self.first()?.span().cover(self.last()?.span()))
    }

    /// The text from the first element to the last.
    pub fn text(self) -> &'a str {
        self.span().and_then(|span| self.tree.ast.text.get(span.range())).unwrap_or_default()
    }
}

impl<'a> Node<'a> {
    /// The expression, if it is one.
    pub fn as_expr(self) -> Option<Expr<'a>> {
        match self.id {
            ast::Node::Expr(id) => Some(Expr { tree: self.tree, id }),
            _ => None,
        }
    }

    /// The statement, if it is one.
    pub fn as_stmt(self) -> Option<Stmt<'a>> {
        match self.id {
            ast::Node::Stmt(id) => Some(Stmt { tree: self.tree, id }),
            _ => None,
        }
    }

    /// The declaration, if it is one.
    pub fn as_decl(self) -> Option<Decl<'a>> {
        match self.id {
            ast::Node::Decl(id) => Some(Decl { tree: self.tree, id }),
            _ => None,
        }
    }

    /// The specification, if it is one.
    pub fn as_spec(self) -> Option<Spec<'a>> {
        match self.id {
            ast::Node::Spec(id) => Some(Spec { tree: self.tree, id }),
            _ => None,
        }
    }

    /// The field, if it is one.
    pub fn as_field(self) -> Option<Field<'a>> {
        match self.id {
            ast::Node::Field(id) => Some(Field { tree: self.tree, id }),
            _ => None,
        }
    }

    /// The function: of a function's node, a literal or a declaration.
    pub fn as_func(self) -> Option<Func<'a>> {
        let id = match self.id {
            ast::Node::Func(id) => id,
            ast::Node::Expr(id) => match self.tree.ast.expr(id) {
                ast::ExprKind::FuncLit(func) => func,
                _ => return None,
            },
            ast::Node::Decl(id) => match self.tree.ast.decls[id] {
                ast::DeclKind::Func(func) => func,
                _ => return None,
            },
            _ => return None,
        };
        Some(Func { tree: self.tree, id })
    }

    /// The call, if it is one.
    pub fn as_call(self) -> Option<Call<'a>> {
        self.as_expr()?.as_call()
    }
}
