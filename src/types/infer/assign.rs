//! Assignments, declarations of variables, results of functions.

use smallvec::SmallVec;

use super::{BLANK, Checker, Operand};
use crate::syntax::ast::{AssignOp, ExprId, ExprKind, List};
use crate::types::info::Mode;
use crate::types::object::{ObjectKind, VarKind};
use crate::types::ty::{ObjectId, Type, TypeId};

impl Checker<'_> {
    /// Gives a variable a value, and its type if it has none yet.
    pub(super) fn init_var(&mut self, variable: ObjectId, x: &mut Operand) {
        let slot = &self.store.object(variable).ty;
        let known = slot.get().copied().or_else(|| {
            let lazy = !matches!(self.store.object(variable).origin, crate::types::object::Origin::Fixed);
            lazy.then(|| self.store.type_of(variable))
        });
        let ty = match known {
            Some(ty) => ty,
            None => {
                let ty = if x.is_unknown() || x.is_nil() { TypeId::UNKNOWN } else { self.default_type(x.ty) };
                let _ = slot.set(ty);
                ty
            }
        };
        if x.is_unknown() {
            self.unknown = true;
            return;
        }
        self.assignment(x, Some(ty));
    }

    /// The type a variable has so far.
    fn var_type(&self, variable: ObjectId) -> Option<TypeId> {
        let object = self.store.object(variable);
        match object.origin {
            crate::types::object::Origin::Fixed => object.ty.get().copied(),
            _ => Some(self.store.type_of(variable)),
        }
    }

    /// `vars = values`, of a declaration.
    pub(super) fn init_vars(&mut self, vars: &[ObjectId], values: List<ExprId>) {
        let ast = self.ast;
        let values = ast.list(values);
        let single = values.len() == 1;
        if vars.len() == values.len() {
            for (&variable, value) in vars.iter().zip(values) {
                let target = self.var_type(variable);
                let mut x = self.expr_for(target, value);
                self.init_var(variable, &mut x);
            }
            return;
        }
        let Some(value) = values.clone().next().filter(|_| single) else {
            for &variable in vars {
                let _ = self.store.object(variable).ty.set(TypeId::UNKNOWN);
            }
            self.use_exprs(values);
            return;
        };
        let (mut operands, comma_ok) = self.several(value, vars.len());
        for (&variable, x) in vars.iter().zip(&mut operands) {
            self.init_var(variable, x);
        }
        if comma_ok {
            self.record_comma_ok(value, [operands[0].ty, operands[1].ty]);
        }
    }

    /// As many operands as wanted of one expression: the results of a call, or the two of a comma-ok form.
    fn several(&mut self, e: ExprId, wanted: usize) -> (SmallVec<[Operand; 4]>, bool) {
        let x = self.multi_expr(e);
        if let Type::Tuple(types) = self.store.ty(x.ty)
            && x.mode == Mode::Value
            && types.len() == wanted
        {
            return (types.iter().map(|&ty| Operand::new(Mode::Value, ty, e)).collect(), false);
        }
        if wanted == 2 && matches!(x.mode, Mode::CommaOk | Mode::MapIndex) && !x.is_unknown() {
            let first = Operand { mode: Mode::Value, ..x };
            // The second has no expression of its own.
            let second = Operand { expr: None, ..Operand::new(Mode::Value, TypeId::UNTYPED_BOOL, e) };
            return (SmallVec::from_iter([first, second]), true);
        }
        let mut x = x;
        if !x.is_unknown() && x.is_untyped() {
            self.lose(&mut x);
        }
        ((0..wanted).map(|_| Operand::unknown(e)).collect(), false)
    }

    /// The type of what is assigned to; `None` for `_`.
    fn assigned_type(&mut self, lhs: ExprId) -> Option<TypeId> {
        if self.ast.ident(self.ast.unparen(lhs)) == Some(*BLANK) {
            return None;
        }
        let x = self.expr(lhs);
        Some(if x.is_unknown() { TypeId::UNKNOWN } else { x.ty })
    }

    /// `lhs = rhs` of one each, `x` being what is assigned where there is no such expression.
    pub(super) fn assign_operand(&mut self, lhs: ExprId, x: &mut Operand) {
        let wanted = self.assigned_type(lhs);
        if x.is_unknown() {
            return;
        }
        self.assignment(x, wanted);
    }

    pub(super) fn assign(&mut self, op: AssignOp, lhs: List<ExprId>, rhs: List<ExprId>) {
        match op {
            AssignOp::Define => self.short_var_decl(lhs, rhs),
            AssignOp::Assign => self.assign_vars(lhs, rhs),
            AssignOp::Op(op) => {
                let (Some(to), Some(value)) = (self.ast.only(lhs), self.ast.only(rhs)) else {
                    self.use_exprs(self.ast.list(lhs));
                    self.use_exprs(self.ast.list(rhs));
                    return;
                };
                let x = self.expr(to);
                let wanted = x.ty;
                let y = self.expr(value);
                let known = !x.is_unknown();
                let mut result = self.binary(x, y, op, None);
                if known && !result.is_unknown() {
                    self.assignment(&mut result, Some(wanted));
                }
            }
        }
    }

    fn assign_vars(&mut self, lhs: List<ExprId>, rhs: List<ExprId>) {
        let ast = self.ast;
        let (targets, values) = (ast.list(lhs), ast.list(rhs));
        if targets.len() == values.len() {
            for (to, value) in targets.zip(values) {
                let wanted = self.assigned_type(to);
                let mut x = self.expr_for(wanted, value);
                self.assignment(&mut x, wanted);
            }
            return;
        }
        let Some(value) = ast.only(rhs) else {
            self.use_exprs(targets.filter(|&to| ast.ident(to) != Some(*BLANK)));
            self.use_exprs(values);
            return;
        };
        let (mut operands, comma_ok) = self.several(value, targets.len());
        for (to, x) in targets.zip(&mut operands) {
            self.assign_operand(to, x);
        }
        if comma_ok {
            self.record_comma_ok(value, [operands[0].ty, operands[1].ty]);
        }
    }

    fn short_var_decl(&mut self, lhs: List<ExprId>, rhs: List<ExprId>) {
        let ast = self.ast;
        let mut vars: SmallVec<[ObjectId; 4]> = SmallVec::new();
        let mut new: SmallVec<[ObjectId; 4]> = SmallVec::new();
        for to in ast.list(lhs) {
            let Some(name) = ast.ident(to) else {
                self.use_expr(to);
                vars.push(self.new_var(to, VarKind::Local, None));
                continue;
            };
            if let Some(known) = self.lookup_here(name) {
                self.record_use(to, known);
                if let ObjectKind::Var(_) = self.store.object(known).kind {
                    vars.push(known);
                    continue;
                }
            }
            let variable = self.new_var(to, VarKind::Local, None);
            self.record_def(to, variable);
            vars.push(variable);
            new.push(variable);
        }
        self.init_vars(&vars, rhs);
        for variable in new {
            self.bind(self.store.object(variable).name, variable);
        }
    }

    pub(super) fn return_stmt(&mut self, values: List<ExprId>) {
        let ast = self.ast;
        let values = ast.list(values);
        let results = std::mem::take(&mut self.func.results);
        if values.len() == 0 {
            // a naked return
        } else if values.len() == results.len() {
            for (&wanted, value) in results.iter().zip(values) {
                let mut x = self.expr_for(Some(wanted), value);
                self.assignment(&mut x, Some(wanted));
            }
        } else {
            let single = values.len() == 1;
            for value in values {
                let x = self.multi_expr(value);
                let is_tuple = matches!(self.store.ty(x.ty), Type::Tuple(_));
                if (!single || !is_tuple) && !x.is_unknown() && x.is_untyped() {
                    let mut x = x;
                    self.lose(&mut x);
                }
            }
        }
        self.func.results = results;
    }

    /// The type of the variable at a position of a declaration that gives none: that of its value. Looks no further than needed.
    pub(super) fn value_type(&mut self, names: usize, values: List<ExprId>, position: u32) -> TypeId {
        let ast = self.ast;
        let list = ast.list(values);
        let x = if list.len() == names {
            let Some(value) = list.clone().nth(position as usize) else { return TypeId::UNKNOWN };
            if let Some(ty) = self.literal_type(value) {
                return ty;
            }
            self.expr(value)
        } else {
            let Some(value) = ast.only(values) else { return TypeId::UNKNOWN };
            let (mut operands, _) = self.several(value, names);
            if (position as usize) < operands.len() {
                operands.swap_remove(position as usize)
            } else {
                return TypeId::UNKNOWN;
            }
        };
        if x.is_unknown() || x.is_nil() { TypeId::UNKNOWN } else { self.default_type(x.ty) }
    }

    /// The type of a literal that says it, without looking at its elements or body.
    fn literal_type(&mut self, e: ExprId) -> Option<TypeId> {
        match self.ast.expr(e) {
            ExprKind::Paren(inner) => self.literal_type(inner),
            ExprKind::CompositeLit { ty: Some(ty), .. } => {
                if let ExprKind::ArrayType { len: Some(len), .. } = self.ast.expr(ty)
                    && let ExprKind::Ellipsis(None) = self.ast.expr(len)
                {
                    return None;
                }
                Some(self.typ(ty))
            }
            ExprKind::Unary { op: crate::syntax::ast::UnaryOp::And, x } => {
                let base = self.literal_type(x)?;
                Some(if base.is_unknown() { base } else { self.store.pointer(base) })
            }
            _ => None,
        }
    }
}
