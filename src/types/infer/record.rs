//! Writing answers down, and correcting those of untyped operands once their context is known.

use smallvec::SmallVec;

use super::{Checker, Operand};
use crate::syntax::ast::{BinaryOp, ExprId, ExprKind, Node};
use crate::types::constant::Constant;
use crate::types::info::{Instance, Mode, Selection};
use crate::types::ty::{ObjectId, TypeId};

impl Checker<'_> {
    /// Writes down what an expression came to.
    pub(super) fn record(&mut self, expr: ExprId, x: &Operand) {
        if x.is_unknown() && x.mode != Mode::Builtin && x.mode != Mode::NoValue {
            self.unknown = true;
            if let Some(info) = &mut self.info {
                info.modes[expr] = Mode::Unknown;
                info.types[expr] = None;
            }
            return;
        }
        if self.info.is_none() {
            return;
        }
        let ty = if x.mode == Mode::NoValue { TypeId::EMPTY_TUPLE } else { x.ty };
        self.write(expr, x.mode, ty, (x.mode == Mode::Constant).then(|| x.value.clone()));
    }

    pub(super) fn record_type(&mut self, expr: ExprId, ty: TypeId) {
        if ty.is_unknown() {
            self.unknown = true;
            if let Some(info) = &mut self.info {
                info.modes[expr] = Mode::Unknown;
                info.types[expr] = None;
            }
        } else {
            self.write(expr, Mode::Type, ty, None);
        }
    }

    fn write(&mut self, expr: ExprId, mode: Mode, ty: TypeId, value: Option<Constant>) {
        self.unknown |= self.info.is_some() && mode != Mode::Builtin && self.store.has_unknown(ty);
        let Some(info) = &mut self.info else { return };
        info.types[expr] = Some(ty);
        info.modes[expr] = if ty == TypeId::UNTYPED_NIL && mode == Mode::Value { Mode::Nil } else { mode };
        if let Some(value) = value {
            info.constants.insert(expr, value);
        } else if !info.constants.is_empty() && mode != Mode::Type {
            info.constants.remove(&expr);
        }
    }

    pub(super) fn record_use(&mut self, ident: ExprId, object: ObjectId) {
        if let Some(info) = &mut self.info {
            info.objects[ident] = Some(object);
        }
    }

    pub(super) fn record_def(&mut self, ident: ExprId, object: ObjectId) {
        if let Some(info) = &mut self.info {
            info.objects[ident] = Some(object);
        }
    }

    pub(super) fn record_implicit(&mut self, node: impl Into<Node>, object: ObjectId) {
        if let Some(info) = &mut self.info {
            info.implicits.insert(node.into(), object);
        }
    }

    pub(super) fn record_selection(&mut self, selector: ExprId, selection: Selection) {
        if let ExprKind::Selector { name, .. } = self.ast.expr(selector) {
            self.record_use(name, selection.object);
        }
        if let Some(info) = &mut self.info {
            info.selections.insert(selector, selection);
        }
    }

    /// Notes the arguments of a generic type or function at its name.
    pub(super) fn record_instance(&mut self, expr: ExprId, args: &[TypeId], ty: TypeId) {
        if self.info.is_none() {
            return;
        }
        let mut expr = expr;
        let ident = loop {
            match self.ast.expr(expr) {
                ExprKind::Ident(_) => break expr,
                ExprKind::Selector { name, .. } => break name,
                ExprKind::Paren(x) | ExprKind::Index { x, .. } => expr = x,
                _ => return,
            }
        };
        if let Some(info) = &mut self.info {
            info.instances.insert(ident, Instance { args: args.into(), ty });
        }
    }

    /// Of `v, ok := x` the expression `x` has both types.
    pub(super) fn record_comma_ok(&mut self, expr: ExprId, types: [TypeId; 2]) {
        if types[0].is_unknown() {
            return;
        }
        let tuple = self.store.tuple(types);
        let mut expr = expr;
        loop {
            if let Some(info) = &mut self.info {
                info.types[expr] = Some(tuple);
            }
            match self.ast.expr(expr) {
                ExprKind::Paren(inner) => expr = inner,
                _ => return,
            }
        }
    }

    /// The value of an untyped operand, rounded to the type of its context.
    pub(super) fn update_value(&mut self, expr: Option<ExprId>, value: &Constant) {
        let (Some(expr), Some(info)) = (expr, &mut self.info) else { return };
        if info.types[expr].is_some_and(TypeId::is_untyped)
            && let Some(old) = info.constants.get_mut(&expr)
        {
            *old = value.clone();
        }
    }

    /// Gives an untyped operand, and its operands where they are materialised, the type of its context.
    pub(super) fn update_type(&mut self, expr: Option<ExprId>, ty: TypeId) {
        let Some(first) = expr else { return };
        if self.info.is_none() {
            return;
        }
        let mut todo: SmallVec<[ExprId; 8]> = SmallVec::from_slice(&[first]);
        while let Some(expr) = todo.pop() {
            let ast = self.ast;
            let Some(info) = &mut self.info else { return };
            if !info.types[expr].is_some_and(TypeId::is_untyped) {
                continue;
            }
            let is_constant = info.modes[expr] == Mode::Constant;
            match ast.expr(expr) {
                ExprKind::Paren(x) => todo.push(x),
                ExprKind::Unary { x, .. } if !is_constant => todo.push(x),
                ExprKind::Binary { op, x, y } if !is_constant => match op {
                    BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => {}
                    BinaryOp::Shl | BinaryOp::Shr => todo.push(x),
                    _ => todo.extend([x, y]),
                },
                _ => {}
            }
            if ty.is_unknown() {
                self.unknown = true;
                info.types[expr] = None;
                info.modes[expr] = Mode::Unknown;
                info.constants.remove(&expr);
            } else {
                info.types[expr] = Some(ty);
            }
        }
    }
}
