//! The kinds of nodes a rule can ask for: one small number for each variant of the syntax tree's enums.

use crate::syntax::ast::{self, Ast, DeclKind, ExprKind, SpecKind, StmtKind};

macro_rules! kinds {
    ($($name:ident),* $(,)?) => {
        /// What a node is, without its parts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Kind { $($name),* }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Kind] = &[$(Kind::$name),*];
        }
    };
}

kinds! {
    // Expressions and types.
    BadExpr, Ident, Lit, CompositeLit, FuncLit, Paren, Selector, Index, Slice, TypeAssert, Call, Star, Unary, Binary,
    KeyValue, ArrayType, StructType, FuncType, InterfaceType, MapType, ChanType, Ellipsis,
    // Statements.
    BadStmt, DeclStmt, Empty, Labeled, ExprStmt, Send, IncDec, Assign, Go, Defer, Return, Branch, Block, If, Switch,
    TypeSwitch, Case, Select, Comm, For, Range,
    // Declarations and specifications.
    BadDecl, FuncDecl, GenDecl, ImportSpec, ValueSpec, TypeSpec,
    // Parts.
    Field, FieldList, Func, Sig,
}

impl Kind {
    /// The kind of an expression.
    pub fn of_expr(expr: &ExprKind) -> Kind {
        match expr {
            ExprKind::Bad(_) => Kind::BadExpr,
            ExprKind::Ident(_) => Kind::Ident,
            ExprKind::Lit(_) => Kind::Lit,
            ExprKind::CompositeLit { .. } => Kind::CompositeLit,
            ExprKind::FuncLit(_) => Kind::FuncLit,
            ExprKind::Paren(_) => Kind::Paren,
            ExprKind::Selector { .. } => Kind::Selector,
            ExprKind::Index { .. } => Kind::Index,
            ExprKind::Slice { .. } => Kind::Slice,
            ExprKind::TypeAssert { .. } => Kind::TypeAssert,
            ExprKind::Call { .. } => Kind::Call,
            ExprKind::Star(_) => Kind::Star,
            ExprKind::Unary { .. } => Kind::Unary,
            ExprKind::Binary { .. } => Kind::Binary,
            ExprKind::KeyValue { .. } => Kind::KeyValue,
            ExprKind::ArrayType { .. } => Kind::ArrayType,
            ExprKind::StructType(_) => Kind::StructType,
            ExprKind::FuncType(_) => Kind::FuncType,
            ExprKind::InterfaceType(_) => Kind::InterfaceType,
            ExprKind::MapType { .. } => Kind::MapType,
            ExprKind::ChanType { .. } => Kind::ChanType,
            ExprKind::Ellipsis(_) => Kind::Ellipsis,
        }
    }

    /// The kind of a statement.
    pub fn of_stmt(stmt: &StmtKind) -> Kind {
        match stmt {
            StmtKind::Bad { .. } => Kind::BadStmt,
            StmtKind::Decl(_) => Kind::DeclStmt,
            StmtKind::Empty { .. } => Kind::Empty,
            StmtKind::Labeled { .. } => Kind::Labeled,
            StmtKind::Expr(_) => Kind::ExprStmt,
            StmtKind::Send { .. } => Kind::Send,
            StmtKind::IncDec { .. } => Kind::IncDec,
            StmtKind::Assign { .. } => Kind::Assign,
            StmtKind::Go(_) => Kind::Go,
            StmtKind::Defer(_) => Kind::Defer,
            StmtKind::Return(_) => Kind::Return,
            StmtKind::Branch { .. } => Kind::Branch,
            StmtKind::Block(_) => Kind::Block,
            StmtKind::If { .. } => Kind::If,
            StmtKind::Switch { .. } => Kind::Switch,
            StmtKind::TypeSwitch { .. } => Kind::TypeSwitch,
            StmtKind::Case { .. } => Kind::Case,
            StmtKind::Select { .. } => Kind::Select,
            StmtKind::Comm { .. } => Kind::Comm,
            StmtKind::For { .. } => Kind::For,
            StmtKind::Range { .. } => Kind::Range,
        }
    }

    /// The kind of a declaration.
    pub fn of_decl(decl: &DeclKind) -> Kind {
        match decl {
            DeclKind::Bad { .. } => Kind::BadDecl,
            DeclKind::Func(_) => Kind::FuncDecl,
            DeclKind::Gen { .. } => Kind::GenDecl,
        }
    }

    /// The kind of a specification.
    pub fn of_spec(spec: &SpecKind) -> Kind {
        match spec {
            SpecKind::Import { .. } => Kind::ImportSpec,
            SpecKind::Value { .. } => Kind::ValueSpec,
            SpecKind::Type { .. } => Kind::TypeSpec,
        }
    }

    /// The kind of any node.
    pub fn of(ast: &Ast, node: ast::Node) -> Kind {
        match node {
            ast::Node::Expr(id) => Kind::of_expr(&ast.exprs[id]),
            ast::Node::Stmt(id) => Kind::of_stmt(&ast.stmts[id]),
            ast::Node::Decl(id) => Kind::of_decl(&ast.decls[id]),
            ast::Node::Spec(id) => Kind::of_spec(&ast.specs[id]),
            ast::Node::Field(_) => Kind::Field,
            ast::Node::FieldList(_) => Kind::FieldList,
            ast::Node::Func(_) => Kind::Func,
            ast::Node::Sig(_) => Kind::Sig,
        }
    }
}

/// A set of kinds, for one look whether anybody is interested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindSet(u64);

const _: () = assert!(Kind::ALL.len() <= 64, "a set of kinds is one word");

impl KindSet {
    /// Adds a kind.
    pub fn insert(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u8;
    }

    /// Whether the kind is in it.
    pub fn contains(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}
