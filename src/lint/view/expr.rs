//! Expressions and calls with views of their parts.

use crate::syntax::ast::{self, BinaryOp, ChanDir, LitKind, UnaryOp};
use crate::text::Symbol;

use super::{Expr, Exprs, FieldList, Func, Sig, Stmt, StmtKind, Tree, View, ViewId};

/// An expression with views of its parts; see [`ast::ExprKind`] for what each means.
#[derive(Clone, Copy)]
pub enum ExprKind<'a> {
    Bad(Exprs<'a>),
    Ident(Symbol),
    Lit(LitKind),
    CompositeLit { ty: Option<Expr<'a>>, elements: Exprs<'a> },
    FuncLit(Func<'a>),
    Paren(Expr<'a>),
    Selector { x: Expr<'a>, name: Expr<'a> },
    Index { x: Expr<'a>, args: Exprs<'a> },
    Slice { x: Expr<'a>, bounds: [Option<Expr<'a>>; 3] },
    TypeAssert { x: Expr<'a>, ty: Option<Expr<'a>> },
    Call(Call<'a>),
    Star(Expr<'a>),
    Unary { op: UnaryOp, x: Expr<'a> },
    Binary { op: BinaryOp, x: Expr<'a>, y: Expr<'a> },
    KeyValue { key: Expr<'a>, value: Expr<'a> },
    ArrayType { len: Option<Expr<'a>>, elem: Expr<'a> },
    StructType(FieldList<'a>),
    FuncType(Sig<'a>),
    InterfaceType(FieldList<'a>),
    MapType { key: Expr<'a>, value: Expr<'a> },
    ChanType { dir: ChanDir, elem: Expr<'a> },
    Ellipsis(Option<Expr<'a>>),
}

impl<'a> Expr<'a> {
    /// What it is, with views of its parts.
    pub fn kind(self) -> ExprKind<'a> {
        let tree = self.tree;
        let one = |id: ast::ExprId| id.view(tree);
        let maybe = |id: Option<ast::ExprId>| id.map(|id| id.view(tree));
        match tree.ast.expr(self.id) {
            ast::ExprKind::Bad(exprs) => ExprKind::Bad(tree.each(exprs)),
            ast::ExprKind::Ident(name) => ExprKind::Ident(name),
            ast::ExprKind::Lit(kind) => ExprKind::Lit(kind),
            ast::ExprKind::CompositeLit { ty, elements } => {
                ExprKind::CompositeLit { ty: maybe(ty), elements: tree.each(elements) }
            }
            ast::ExprKind::FuncLit(func) => ExprKind::FuncLit(func.view(tree)),
            ast::ExprKind::Paren(x) => ExprKind::Paren(one(x)),
            ast::ExprKind::Selector { x, name } => ExprKind::Selector { x: one(x), name: one(name) },
            ast::ExprKind::Index { x, args } => ExprKind::Index { x: one(x), args: tree.each(args) },
            ast::ExprKind::Slice { x, bounds } => {
                ExprKind::Slice { x: one(x), bounds: tree.ast.slice_bounds(bounds).map(maybe) }
            }
            ast::ExprKind::TypeAssert { x, ty } => ExprKind::TypeAssert { x: one(x), ty: maybe(ty) },
            ast::ExprKind::Call { .. } => ExprKind::Call(Call { tree, id: self.id }),
            ast::ExprKind::Star(x) => ExprKind::Star(one(x)),
            ast::ExprKind::Unary { op, x } => ExprKind::Unary { op, x: one(x) },
            ast::ExprKind::Binary { op, x, y } => ExprKind::Binary { op, x: one(x), y: one(y) },
            ast::ExprKind::KeyValue { key, value } => ExprKind::KeyValue { key: one(key), value: one(value) },
            ast::ExprKind::ArrayType { len, elem } => ExprKind::ArrayType { len: maybe(len), elem: one(elem) },
            ast::ExprKind::StructType(fields) => ExprKind::StructType(fields.view(tree)),
            ast::ExprKind::FuncType(sig) => ExprKind::FuncType(sig.view(tree)),
            ast::ExprKind::InterfaceType(fields) => ExprKind::InterfaceType(fields.view(tree)),
            ast::ExprKind::MapType { key, value } => ExprKind::MapType { key: one(key), value: one(value) },
            ast::ExprKind::ChanType { dir, elem } => ExprKind::ChanType { dir, elem: one(elem) },
            ast::ExprKind::Ellipsis(elem) => ExprKind::Ellipsis(maybe(elem)),
        }
    }

    /// Without its parentheses.
    pub fn unparen(self) -> Expr<'a> {
        Expr { tree: self.tree, id: self.tree.ast.unparen(self.id) }
    }

    /// The name, if it is an identifier.
    pub fn ident(self) -> Option<Symbol> {
        self.tree.ast.ident(self.id)
    }

    /// Whether it is the blank identifier.
    pub fn is_blank(self) -> bool {
        self.ident().is_some_and(Symbol::is_blank)
    }

    /// The call, through parentheses.
    pub fn as_call(self) -> Option<Call<'a>> {
        match self.unparen().kind() {
            ExprKind::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The function of a literal, through parentheses.
    pub fn as_func_lit(self) -> Option<Func<'a>> {
        match self.unparen().kind() {
            ExprKind::FuncLit(func) => Some(func),
            _ => None,
        }
    }

    /// `x` and `name` of `x.name`, through parentheses.
    pub fn as_selector(self) -> Option<(Expr<'a>, Expr<'a>)> {
        match self.unparen().kind() {
            ExprKind::Selector { x, name } => Some((x, name)),
            _ => None,
        }
    }

    /// Operator and operands, through parentheses.
    pub fn as_binary(self) -> Option<(BinaryOp, Expr<'a>, Expr<'a>)> {
        match self.unparen().kind() {
            ExprKind::Binary { op, x, y } => Some((op, x, y)),
            _ => None,
        }
    }

    /// Operator and operand, through parentheses.
    pub fn as_unary(self) -> Option<(UnaryOp, Expr<'a>)> {
        match self.unparen().kind() {
            ExprKind::Unary { op, x } => Some((op, x)),
            _ => None,
        }
    }

    /// `x` of `&x`, through parentheses.
    pub fn address_of(self) -> Option<Expr<'a>> {
        self.as_unary().filter(|(op, _)| *op == UnaryOp::And).map(|(_, x)| x)
    }

    /// The type (if written) and the elements of a composite literal, through parentheses.
    pub fn as_composite(self) -> Option<(Option<Expr<'a>>, Exprs<'a>)> {
        match self.unparen().kind() {
            ExprKind::CompositeLit { ty, elements } => Some((ty, elements)),
            _ => None,
        }
    }

    /// The value of the field with this name in a literal with keys.
    pub fn field_value(self, name: &str) -> Option<Expr<'a>> {
        let (_, elements) = self.as_composite()?;
        elements.iter().find_map(|element| match element.kind() {
            ExprKind::KeyValue { key, value } if key.ident().is_some_and(|key| key == name) => Some(value),
            _ => None,
        })
    }

    /// The identifier that says what it denotes: itself, or the last part of `pkg.Name` and `x.f`, without parentheses and
    /// without type arguments.
    pub fn name(self) -> Option<Expr<'a>> {
        match self.unparen().kind() {
            ExprKind::Ident(_) => Some(self.unparen()),
            ExprKind::Selector { name, .. } => Some(name),
            ExprKind::Index { x, .. } => x.name(),
            _ => None,
        }
    }

    /// The leftmost identifier of `a.b[i].c`, `(*a).b`; `None` where it begins with something else.
    pub fn root(self) -> Option<Expr<'a>> {
        let mut expr = self;
        loop {
            expr = match expr.kind() {
                ExprKind::Ident(_) => return Some(expr),
                ExprKind::Paren(x)
                | ExprKind::Star(x)
                | ExprKind::Selector { x, .. }
                | ExprKind::Index { x, .. }
                | ExprKind::Slice { x, .. } => x,
                _ => return None,
            };
        }
    }

    /// Whether the text of the two is equal but for white space: `a.b [i]` and `a.b[i]`.
    pub fn same_text(self, other: Expr<'a>) -> bool {
        let significant = |text: &'a str| text.bytes().filter(|byte| !byte.is_ascii_whitespace());
        significant(self.unparen().text()).eq(significant(other.unparen().text()))
    }

    /// Whether evaluating it has no effect and cannot fail in a new way when repeated: names, literals, members, and
    /// operators on them. Calls, receives, indexing and division are not.
    pub fn is_pure(self) -> bool {
        match self.kind() {
            ExprKind::Ident(_) | ExprKind::Lit(_) => true,
            ExprKind::Paren(x) | ExprKind::Selector { x, .. } => x.is_pure(),
            ExprKind::Unary { op, x } => op != UnaryOp::Recv && x.is_pure(),
            ExprKind::Binary { op, x, y } => !matches!(op, BinaryOp::Div | BinaryOp::Rem) && x.is_pure() && y.is_pure(),
            _ => false,
        }
    }

    /// What is passed on: the operand through parentheses and `&`.
    pub fn without_address(self) -> Expr<'a> {
        self.address_of().unwrap_or(self).unparen()
    }
}

impl<'a> From<Call<'a>> for Expr<'a> {
    fn from(call: Call<'a>) -> Expr<'a> {
        call.expr()
    }
}

/// A call or conversion: what looks like `f(args)`.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub tree: Tree<'a>,
    pub id: ast::ExprId,
}

impl<'a> View<'a> for Call<'a> {
    fn tree(self) -> Tree<'a> {
        self.tree
    }
    fn id_node(self) -> ast::Node {
        self.id.into()
    }
}

impl PartialEq for Call<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.tree.file == other.tree.file
    }
}
impl Eq for Call<'_> {}

impl std::fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} `{}`", self.id, self.text())
    }
}

impl<'a> Call<'a> {
    fn parts(self) -> (ast::ExprId, ast::List<ast::ExprId>, bool) {
        match self.tree.ast.expr(self.id) {
            ast::ExprKind::Call { fun, args, ellipsis } => (fun, args, ellipsis),
            _ => (self.id, ast::List::EMPTY, false),
        }
    }

    /// As an expression.
    pub fn expr(self) -> Expr<'a> {
        Expr { tree: self.tree, id: self.id }
    }

    /// What is called.
    pub fn fun(self) -> Expr<'a> {
        self.parts().0.view(self.tree)
    }

    /// The arguments.
    pub fn args(self) -> Exprs<'a> {
        self.tree.each(self.parts().1)
    }

    /// The argument at a position, counted from 0.
    pub fn arg(self, position: usize) -> Option<Expr<'a>> {
        self.args().get(position)
    }

    /// Whether the last argument is spread: `f(xs...)`.
    pub fn is_spread(self) -> bool {
        self.parts().2
    }

    /// `x` of `x.f(…)`: a package's name, or the receiver.
    pub fn qualifier(self) -> Option<Expr<'a>> {
        match self.fun().unparen().kind() {
            ExprKind::Selector { x, .. } => Some(x),
            ExprKind::Index { x, .. } => x.as_selector().map(|(x, _)| x),
            _ => None,
        }
    }

    /// The identifier of the function or method: `f`, or the `f` of `x.f`.
    pub fn name(self) -> Option<Expr<'a>> {
        self.fun().name()
    }

    /// `x.f` or `f` without the arguments: the place to point at.
    pub fn head(self) -> Expr<'a> {
        self.fun()
    }

    /// The statement, if the call stands alone: `f(x)`.
    pub fn as_stmt(self) -> Option<Stmt<'a>> {
        let stmt = self.parent()?.as_stmt()?;
        matches!(stmt.kind(), StmtKind::Expr(_)).then_some(stmt)
    }

    /// The `defer` statement whose call this is.
    pub fn as_deferred(self) -> Option<Stmt<'a>> {
        let stmt = self.parent()?.as_stmt()?;
        matches!(stmt.kind(), StmtKind::Defer(_)).then_some(stmt)
    }

    /// Whether nobody looks at the last result, mostly an error: the call stands alone, is deferred or started, or the result is
    /// assigned to `_`.
    pub fn drops_last_result(self) -> bool {
        let stmt = self.parent().and_then(|node| node.as_stmt());
        let blank = || Some(stmt?.as_assign()?.1.last()?.is_blank());
        self.as_stmt().is_some() || self.as_deferred().is_some() || self.as_started().is_some() || blank() == Some(true)
    }

    /// The `go` statement whose call this is.
    pub fn as_started(self) -> Option<Stmt<'a>> {
        let stmt = self.parent()?.as_stmt()?;
        matches!(stmt.kind(), StmtKind::Go(_)).then_some(stmt)
    }
}
