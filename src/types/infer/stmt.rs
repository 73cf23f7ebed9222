//! Statements.

use smallvec::SmallVec;

use super::{BLANK, Checker, Operand};
use crate::syntax::ast::{AssignOp, BinaryOp, ExprId, ExprKind, FuncId, List, StmtId, StmtKind};
use crate::text::Symbol;
use crate::types::constant::Constant;
use crate::types::info::FuncFacts;
use crate::types::object::{Object, ObjectKind, VarKind};
use crate::types::ty::{ObjectId, TypeId};

/// The labels of a function: they are seen in all of it, but not in functions within.
#[derive(Debug, Default)]
pub(super) struct Labels {
    declared: SmallVec<[(Symbol, ObjectId); 2]>,
    uses: SmallVec<[(Symbol, ExprId); 2]>,
}

impl Checker<'_> {
    /// The body of a function; its parameters are in scope, in the same block.
    pub(super) fn body(&mut self, func: FuncId, body: StmtId) {
        let labels = std::mem::take(&mut self.labels);
        let unknown = std::mem::replace(&mut self.unknown, false);
        let iota = self.iota;
        if let StmtKind::Block(stmts) = self.ast.stmt(body) {
            self.stmts(stmts);
        }
        self.iota = iota;
        let own = std::mem::replace(&mut self.labels, labels);
        for (name, ident) in own.uses {
            if let Some(&(_, label)) = own.declared.iter().find(|(other, _)| *other == name) {
                self.record_use(ident, label);
            }
        }
        let broken = self.ast.funcs[func].broken;
        if let Some(info) = &mut self.info {
            info.funcs[func] = FuncFacts { checked: true, broken, unknown: self.unknown };
        }
        self.unknown |= unknown;
    }

    fn stmts(&mut self, stmts: List<StmtId>) {
        for stmt in self.ast.list(stmts) {
            self.stmt(stmt);
        }
    }

    fn block_of(&mut self, stmts: List<StmtId>) {
        let block = self.open();
        self.stmts(stmts);
        self.close(block);
    }

    pub(super) fn stmt(&mut self, stmt: StmtId) {
        if self.depth > super::MAX_DEPTH {
            self.unknown = true;
            return;
        }
        self.depth += 1;
        self.stmt_kind(stmt);
        self.depth -= 1;
    }

    fn stmt_kind(&mut self, stmt: StmtId) {
        match self.ast.stmt(stmt) {
            StmtKind::Bad { stmts, exprs } => {
                self.unknown = true;
                self.use_exprs(self.ast.list(exprs));
                self.stmts(stmts);
            }
            StmtKind::Decl(decl) => self.local_decl(decl),
            StmtKind::Empty { .. } => {}
            StmtKind::Labeled { label, stmt } => {
                let name = self.name(label);
                let object =
                    Object::new(ObjectKind::Label, name, Some(self.package), Some(self.place(label)), TypeId::UNKNOWN);
                let object = self.store.add_object(object);
                self.record_def(label, object);
                self.labels.declared.push((name, object));
                self.stmt(stmt);
            }
            StmtKind::Expr(e) | StmtKind::Go(e) | StmtKind::Defer(e) => {
                self.raw_expr(None, e, None, false);
            }
            StmtKind::Send { chan, value } => {
                let chan = self.expr(chan);
                let mut x = self.expr(value);
                let elem = if chan.is_unknown() { None } else { self.chan_elem(chan.ty) };
                self.assignment(&mut x, Some(elem.unwrap_or(TypeId::UNKNOWN)));
            }
            StmtKind::IncDec { x: target, dec } => {
                let x = self.expr(target);
                if x.is_unknown() {
                    return;
                }
                let one = Operand { expr: None, ..Operand::constant(TypeId::UNTYPED_INT, Constant::Int(1), target) };
                let op = if dec { BinaryOp::Sub } else { BinaryOp::Add };
                self.binary(x, one, op, None);
            }
            StmtKind::Assign { op, lhs, rhs } => self.assign(op, lhs, rhs),
            StmtKind::Return(values) => self.return_stmt(values),
            StmtKind::Branch { label, .. } => {
                if let Some(label) = label {
                    self.labels.uses.push((self.name(label), label));
                }
            }
            StmtKind::Block(stmts) => self.block_of(stmts),
            StmtKind::If { .. } => self.if_stmt(stmt),
            StmtKind::Switch { init, tag, body } => self.switch_stmt(init, tag, body),
            StmtKind::TypeSwitch { init, assign, body } => self.type_switch_stmt(init, assign, body),
            StmtKind::Case { values, body, .. } => {
                self.use_exprs(self.ast.list(values));
                self.block_of(body);
            }
            StmtKind::Select { body } => {
                let StmtKind::Block(clauses) = self.ast.stmt(body) else { return };
                for clause in self.ast.list(clauses) {
                    self.stmt(clause);
                }
            }
            StmtKind::Comm { comm, body } => {
                let block = self.open();
                if let Some(comm) = comm {
                    self.stmt(comm);
                }
                self.stmts(body);
                self.close(block);
            }
            StmtKind::For { init, cond, post, body } => {
                let block = self.open();
                self.optional(init);
                if let Some(cond) = cond {
                    self.expr(cond);
                }
                self.optional(post);
                self.stmt(body);
                self.close(block);
            }
            StmtKind::Range { op, key, value, x, body } => self.range_stmt(op, key, value, x, body),
        }
    }

    fn optional(&mut self, stmt: Option<StmtId>) {
        if let Some(stmt) = stmt {
            self.stmt(stmt);
        }
    }

    /// `if`, with its chain of `else if` in a loop.
    fn if_stmt(&mut self, stmt: StmtId) {
        let mut blocks = SmallVec::<[super::Block; 4]>::new();
        let mut next = Some(stmt);
        while let Some(stmt) = next.take() {
            let StmtKind::If { init, cond, then, els } = self.ast.stmt(stmt) else {
                self.stmt(stmt);
                break;
            };
            blocks.push(self.open());
            self.optional(init);
            self.expr(cond);
            self.stmt(then);
            next = els;
        }
        while let Some(block) = blocks.pop() {
            self.close(block);
        }
    }

    fn switch_stmt(&mut self, init: Option<StmtId>, tag: Option<ExprId>, body: StmtId) {
        let block = self.open();
        self.optional(init);
        let tag = match tag {
            Some(tag) => {
                let mut x = self.expr(tag);
                self.assignment(&mut x, None);
                x
            }
            None => {
                let x = Operand::constant(TypeId::BOOL, Constant::Bool(true), super::first_expr());
                Operand { expr: None, ..x }
            }
        };
        if let StmtKind::Block(clauses) = self.ast.stmt(body) {
            for clause in self.ast.list(clauses) {
                let StmtKind::Case { values, body, .. } = self.ast.stmt(clause) else {
                    self.stmt(clause);
                    continue;
                };
                for value in self.ast.list(values) {
                    let mut v = self.expr(value);
                    if v.is_unknown() {
                        continue;
                    }
                    if tag.is_unknown() {
                        if v.is_untyped() && !v.is_nil() {
                            self.lose(&mut v);
                        }
                        continue;
                    }
                    self.convert_untyped_or_keep(&mut v, tag.ty);
                    if v.is_unknown() {
                        continue;
                    }
                    let mut tag = tag.clone();
                    self.comparison(&mut v, &mut tag, BinaryOp::Eq);
                }
                self.block_of(body);
            }
        }
        self.close(block);
    }

    /// A case value takes the type of the tag where it can; compared with an interface it takes its default type.
    fn convert_untyped_or_keep(&mut self, v: &mut Operand, tag: TypeId) {
        if v.is_untyped() {
            if self.is_interface(tag) && !v.is_nil() {
                let ty = self.default_type(v.ty);
                self.convert_untyped(v, ty);
            } else {
                self.convert_untyped(v, tag);
            }
        }
    }

    fn type_switch_stmt(&mut self, init: Option<StmtId>, assign: StmtId, body: StmtId) {
        let block = self.open();
        self.optional(init);
        let (name, guard) = match self.ast.stmt(assign) {
            StmtKind::Expr(guard) => (None, Some(guard)),
            StmtKind::Assign { op: AssignOp::Define, lhs, rhs } => (self.ast.only(lhs), self.ast.only(rhs)),
            _ => (None, None),
        };
        let x = match guard.map(|guard| self.ast.expr(guard)) {
            Some(ExprKind::TypeAssert { x, ty: None }) => self.expr(x),
            _ => {
                self.stmt(assign);
                Operand::unknown(super::first_expr())
            }
        };
        let operand_ty = if x.is_unknown() { TypeId::UNKNOWN } else { x.ty };
        let name = name.filter(|&ident| self.ast.ident(ident).is_some_and(|name| name != *BLANK));
        if let StmtKind::Block(clauses) = self.ast.stmt(body) {
            for clause in self.ast.list(clauses) {
                let StmtKind::Case { values, body, .. } = self.ast.stmt(clause) else {
                    self.stmt(clause);
                    continue;
                };
                let count = self.ast.list(values).len();
                let mut only = None;
                for value in self.ast.list(values) {
                    if self.is_nil_name(value) {
                        self.expr(value);
                    } else {
                        let ty = self.typ(value);
                        only = Some(ty).filter(|_| count == 1);
                    }
                }
                let inner = self.open();
                if let Some(ident) = name {
                    let variable = self.new_var(ident, VarKind::Local, Some(only.unwrap_or(operand_ty)));
                    self.record_implicit(clause, variable);
                    self.bind(self.name(ident), variable);
                }
                self.stmts(body);
                self.close(inner);
            }
        }
        self.close(block);
    }

    fn is_nil_name(&self, e: ExprId) -> bool {
        let Some(name) = self.ast.ident(self.ast.unparen(e)) else { return false };
        self.lookup(name).is_some_and(|object| matches!(self.store.object(object).kind, ObjectKind::Nil))
    }
}
