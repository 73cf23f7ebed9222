//! Statements with views of their parts.

use crate::syntax::ast::{self, AssignOp, BranchKind, RangeOp};
use crate::text::Span;

use super::{Decl, Expr, Exprs, Kind, Stmt, Stmts, View, ViewId};

/// A statement with views of its parts; see [`ast::StmtKind`] for what each means.
#[derive(Clone, Copy)]
pub enum StmtKind<'a> {
    Bad { stmts: Stmts<'a>, exprs: Exprs<'a> },
    Decl(Decl<'a>),
    Empty { implicit: bool },
    Labeled { label: Expr<'a>, stmt: Stmt<'a> },
    Expr(Expr<'a>),
    Send { chan: Expr<'a>, value: Expr<'a> },
    IncDec { x: Expr<'a>, dec: bool },
    Assign { op: AssignOp, lhs: Exprs<'a>, rhs: Exprs<'a> },
    Go(Expr<'a>),
    Defer(Expr<'a>),
    Return(Exprs<'a>),
    Branch { kind: BranchKind, label: Option<Expr<'a>> },
    Block(Stmts<'a>),
    If { init: Option<Stmt<'a>>, cond: Expr<'a>, then: Stmt<'a>, els: Option<Stmt<'a>> },
    Switch { init: Option<Stmt<'a>>, tag: Option<Expr<'a>>, body: Stmt<'a> },
    TypeSwitch { init: Option<Stmt<'a>>, assign: Stmt<'a>, body: Stmt<'a> },
    Case { default: bool, values: Exprs<'a>, body: Stmts<'a> },
    Select { body: Stmt<'a> },
    Comm { comm: Option<Stmt<'a>>, body: Stmts<'a> },
    For { init: Option<Stmt<'a>>, cond: Option<Expr<'a>>, post: Option<Stmt<'a>>, body: Stmt<'a> },
    Range { op: RangeOp, key: Option<Expr<'a>>, value: Option<Expr<'a>>, x: Expr<'a>, body: Stmt<'a> },
}

impl<'a> Stmt<'a> {
    /// What it is, with views of its parts.
    pub fn kind(self) -> StmtKind<'a> {
        let tree = self.tree;
        let expr = |id: ast::ExprId| id.view(tree);
        let exprs = |id: Option<ast::ExprId>| id.map(|id| id.view(tree));
        let stmt = |id: ast::StmtId| id.view(tree);
        let stmts = |id: Option<ast::StmtId>| id.map(|id| id.view(tree));
        match tree.ast.stmt(self.id) {
            ast::StmtKind::Bad { stmts, exprs } => StmtKind::Bad { stmts: tree.each(stmts), exprs: tree.each(exprs) },
            ast::StmtKind::Decl(decl) => StmtKind::Decl(decl.view(tree)),
            ast::StmtKind::Empty { implicit } => StmtKind::Empty { implicit },
            ast::StmtKind::Labeled { label, stmt: inner } => {
                StmtKind::Labeled { label: expr(label), stmt: stmt(inner) }
            }
            ast::StmtKind::Expr(x) => StmtKind::Expr(expr(x)),
            ast::StmtKind::Send { chan, value } => StmtKind::Send { chan: expr(chan), value: expr(value) },
            ast::StmtKind::IncDec { x, dec } => StmtKind::IncDec { x: expr(x), dec },
            ast::StmtKind::Assign { op, lhs, rhs } => StmtKind::Assign { op, lhs: tree.each(lhs), rhs: tree.each(rhs) },
            ast::StmtKind::Go(x) => StmtKind::Go(expr(x)),
            ast::StmtKind::Defer(x) => StmtKind::Defer(expr(x)),
            ast::StmtKind::Return(values) => StmtKind::Return(tree.each(values)),
            ast::StmtKind::Branch { kind, label } => StmtKind::Branch { kind, label: exprs(label) },
            ast::StmtKind::Block(inner) => StmtKind::Block(tree.each(inner)),
            ast::StmtKind::If { init, cond, then, els } => {
                StmtKind::If { init: stmts(init), cond: expr(cond), then: stmt(then), els: stmts(els) }
            }
            ast::StmtKind::Switch { init, tag, body } => {
                StmtKind::Switch { init: stmts(init), tag: exprs(tag), body: stmt(body) }
            }
            ast::StmtKind::TypeSwitch { init, assign, body } => {
                StmtKind::TypeSwitch { init: stmts(init), assign: stmt(assign), body: stmt(body) }
            }
            ast::StmtKind::Case { default, values, body } => {
                StmtKind::Case { default, values: tree.each(values), body: tree.each(body) }
            }
            ast::StmtKind::Select { body } => StmtKind::Select { body: stmt(body) },
            ast::StmtKind::Comm { comm, body } => StmtKind::Comm { comm: stmts(comm), body: tree.each(body) },
            ast::StmtKind::For { init, cond, post, body } => {
                StmtKind::For { init: stmts(init), cond: exprs(cond), post: stmts(post), body: stmt(body) }
            }
            ast::StmtKind::Range { op, key, value, x, body } => {
                StmtKind::Range { op, key: exprs(key), value: exprs(value), x: expr(x), body: stmt(body) }
            }
        }
    }

    /// Operator and sides of an assignment or definition.
    pub fn as_assign(self) -> Option<(AssignOp, Exprs<'a>, Exprs<'a>)> {
        match self.kind() {
            StmtKind::Assign { op, lhs, rhs } => Some((op, lhs, rhs)),
            _ => None,
        }
    }

    /// The expression that stands alone.
    pub fn as_expr_stmt(self) -> Option<Expr<'a>> {
        match self.kind() {
            StmtKind::Expr(x) => Some(x),
            _ => None,
        }
    }

    /// The results of a return statement.
    pub fn as_return(self) -> Option<Exprs<'a>> {
        match self.kind() {
            StmtKind::Return(values) => Some(values),
            _ => None,
        }
    }

    /// Whether it is a `for` or `range` statement.
    pub fn is_loop(self) -> bool {
        matches!(self.node_kind(), Kind::For | Kind::Range)
    }

    /// The body of a loop, or of a `switch` or `select` (its clauses).
    pub fn body(self) -> Option<Stmt<'a>> {
        match self.kind() {
            StmtKind::For { body, .. }
            | StmtKind::Range { body, .. }
            | StmtKind::Switch { body, .. }
            | StmtKind::TypeSwitch { body, .. }
            | StmtKind::Select { body } => Some(body),
            _ => None,
        }
    }

    /// The statements of a block or of a clause.
    pub fn stmts(self) -> Option<Stmts<'a>> {
        match self.kind() {
            StmtKind::Block(body) | StmtKind::Case { body, .. } | StmtKind::Comm { body, .. } => Some(body),
            _ => None,
        }
    }

    fn sibling(self, step: isize) -> Option<Stmt<'a>> {
        let siblings = self.parent()?.as_stmt()?.stmts()?;
        let position = siblings.iter().position(|stmt| stmt == self)?;
        siblings.get(position.checked_add_signed(step)?)
    }

    /// The statement after it in the same block or clause.
    pub fn next(self) -> Option<Stmt<'a>> {
        self.sibling(1)
    }

    /// The statement before it in the same block or clause.
    pub fn previous(self) -> Option<Stmt<'a>> {
        self.sibling(-1)
    }

    /// The keyword or first token of a statement with a body (`for …`, `if …`) without the body: what to point at.
    pub fn head(self) -> Span {
        let body = match self.kind() {
            StmtKind::If { then, .. } => Some(then),
            _ => self.body(),
        };
        let span = self.span();
        match body {
            Some(body) => {
                let text = &self.tree.ast.text[span.start as usize..body.span().start as usize];
                Span::new(span.start, span.start + text.trim_end().len() as u32)
            }
            None => span,
        }
    }
}
