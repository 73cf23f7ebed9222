//! All that a rule's file imports.

pub use super::cx::{
    ChanOp, ChanUse, Context, Cx, Definition, Leaking, LocalChan, LockCall, LockFlow, LockOp, Object, Query, Ty,
    element_at, lock_op, many_ways, written,
};
pub use super::draft::{At, Draft, Told};
pub use super::finding::{Class, Confidence, Finding, Fix, Label, Place, Role, Safety, Severity};
pub use super::kind::Kind;
pub use super::module::{Facts, ModuleCx, PackageCx};
pub use super::program::Program;
pub use super::rule::Rule;
pub use super::view::{
    AssignOp, BinaryOp, BranchKind, Call, ChanDir, Decl, DeclKind, Expr, ExprKind, Exprs, Field, FieldList, Func,
    GenTok, LitKind, Node, Nodes, RangeOp, Sig, Spec, SpecKind, Stmt, StmtKind, Stmts, Tree, UnaryOp, View,
};
pub use crate::flow::facts::ENDS_PROCESS;
pub use crate::flow::{
    Cfg, Leak, Loss, Next, Param, PathEvent, Place as VarPlace, Point, Step, Test, Tied, Wait, Walked,
};
pub use crate::page;
pub use crate::text::{GoVersion, Span, Symbol};
pub use crate::types::{Basic, Builtin, Mode, ObjectId, Selection, SelectionKind, Type, VarKind};
