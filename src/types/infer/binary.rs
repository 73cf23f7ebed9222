//! Operators.

use super::operand::Is;
use super::{Checker, Operand};
use crate::syntax::ast::{BinaryOp, ExprId, ExprKind, UnaryOp};
use crate::types::constant::{Constant, Kind};
use crate::types::info::Mode;
use crate::types::ty::{Basic, Type, TypeId};

/// Untyped integers grow no larger than this, in bits (golang/go: `src/go/types/const.go`).
const MAX_UNTYPED_BITS: u64 = 512;
/// Largest count of a constant shift: what the smallest float64 needs.
const MAX_SHIFT: u64 = 1023 - 1 + 52;

fn is_comparison(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge)
}

impl Checker<'_> {
    pub(super) fn unary(&mut self, e: ExprId, op: UnaryOp, inner: ExprId) -> Operand {
        let mut x = self.expr(inner);
        if x.is_unknown() {
            return Operand::unknown(e);
        }
        match op {
            UnaryOp::And => {
                let literal = matches!(self.ast.expr(self.ast.unparen(inner)), ExprKind::CompositeLit { .. });
                if !literal && x.mode != Mode::Variable {
                    return Operand::unknown(e);
                }
                return Operand::new(Mode::Value, self.store.pointer(x.ty), e);
            }
            UnaryOp::Recv => {
                self.has_call = true;
                return match self.chan_elem(x.ty) {
                    Some(elem) => Operand::new(Mode::CommaOk, elem, e),
                    None => Operand::unknown(e),
                };
            }
            UnaryOp::Tilde => return Operand::unknown(e),
            UnaryOp::Plus | UnaryOp::Minus | UnaryOp::Not | UnaryOp::Xor => {}
        }
        let is: Is = match op {
            UnaryOp::Not => Basic::is_boolean,
            UnaryOp::Xor => Basic::is_integer,
            _ => Basic::is_numeric,
        };
        if !self.all(x.ty, is) {
            self.lose(&mut x);
            return Operand::unknown(e);
        }
        x.expr = Some(e);
        if x.is_constant() {
            if !x.value.is_unknown() {
                let unsigned = self.under(x.ty).basic().filter(|basic| basic.is_unsigned());
                let bits = unsigned.and_then(|basic| self.store.layout.size(basic)).map_or(0, |size| size as u32 * 8);
                x.value = x.value.unary(op, bits);
                self.overflow(&mut x);
            }
        } else {
            x.mode = Mode::Value;
        }
        x
    }

    /// The element type of a channel, also of a type parameter whose types are all channels of one.
    pub(super) fn chan_elem(&self, ty: TypeId) -> Option<TypeId> {
        match self.store.ty(self.common_under(ty)?) {
            Type::Chan { elem, .. } => Some(*elem),
            _ => None,
        }
    }

    /// Keeps a constant within the limits of its type.
    pub(super) fn overflow(&mut self, x: &mut Operand) {
        if x.value.is_unknown() {
            return;
        }
        if !x.is_untyped() {
            let Some(basic) = self.under(x.ty).basic() else { return };
            // What overflows keeps its type and loses its value.
            x.value = self.represent(&x.value, basic).unwrap_or(Constant::Unknown);
        } else if x.value.kind() == Kind::Int && x.value.bit_len() > MAX_UNTYPED_BITS {
            x.value = Constant::Unknown;
        }
    }

    /// A binary expression. Chains like `a + b + c …`, which nest to the left, are followed in a loop.
    pub(super) fn binary_expr(&mut self, e: ExprId) -> Operand {
        let mut chain: smallvec::SmallVec<[ExprId; 8]> = smallvec::smallvec![e];
        let mut first = e;
        while let ExprKind::Binary { x, .. } = self.ast.expr(first) {
            first = x;
            if matches!(self.ast.expr(x), ExprKind::Binary { .. }) {
                chain.push(x);
            }
        }
        let mut x = self.expr(first);
        while let Some(node) = chain.pop() {
            let ExprKind::Binary { op, y, .. } = self.ast.expr(node) else { break };
            let y = self.expr(y);
            x = self.binary(x, y, op, Some(node));
            if node != e {
                self.record(node, &x);
            }
        }
        x
    }

    /// `x op y`; `e` is the expression, where there is one (not in `x op= y`).
    pub(super) fn binary(&mut self, mut x: Operand, mut y: Operand, op: BinaryOp, e: Option<ExprId>) -> Operand {
        if x.is_unknown() || y.is_unknown() {
            if !matches!(op, BinaryOp::Shl | BinaryOp::Shr) {
                self.lose_untyped(&mut x);
                self.lose_untyped(&mut y);
            } else {
                self.lose_untyped(&mut x);
            }
            x.forget();
            x.expr = e;
            return x;
        }
        match op {
            BinaryOp::Shl | BinaryOp::Shr => {
                self.shift(&mut x, &mut y, op);
                x.expr = e;
                return x;
            }
            _ => self.match_types(&mut x, &mut y),
        }
        if x.is_unknown() || y.is_unknown() {
            x.forget();
            x.expr = e;
            return x;
        }
        if is_comparison(op) {
            self.comparison(&mut x, &mut y, op);
            x.expr = e;
            return x;
        }
        let is: Is = match op {
            BinaryOp::Add => |basic| basic.is_numeric() || basic.is_string(),
            BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => Basic::is_numeric,
            BinaryOp::LogicalAnd | BinaryOp::LogicalOr => Basic::is_boolean,
            _ => Basic::is_integer,
        };
        if !self.same(x.ty, y.ty) || !self.all(x.ty, is) {
            self.lose_untyped(&mut x);
            self.lose_untyped(&mut y);
            x.forget();
            x.expr = e;
            return x;
        }
        if x.is_constant() && y.is_constant() {
            if x.value.is_unknown() || y.value.is_unknown() {
                x.value = Constant::Unknown;
            } else {
                let integer = op == BinaryOp::Div && self.is(x.ty, Basic::is_integer);
                let zero = matches!(op, BinaryOp::Div | BinaryOp::Rem) && y.value.signum() == Some(0);
                x.value = if zero { Constant::Unknown } else { x.value.binary(op, &y.value, integer) };
                self.overflow(&mut x);
            }
        } else {
            x.mode = Mode::Value;
            x.value = Constant::Unknown;
        }
        x.expr = e;
        x
    }

    fn lose_untyped(&mut self, x: &mut Operand) {
        if !x.is_unknown() && x.is_untyped() && !x.is_nil() {
            self.lose(x);
        }
    }

    fn same(&self, x: TypeId, y: TypeId) -> bool {
        x == y || self.store.identical(x, y).is_yes()
    }

    /// Converts untyped operands of a binary operator to each other's type where that may be possible.
    pub(super) fn match_types(&mut self, x: &mut Operand, y: &mut Operand) {
        if x.is_untyped() != y.is_untyped()
            && !x.is_nil()
            && !y.is_nil()
            && (self.is_vague(x.ty) || self.is_vague(y.ty))
        {
            self.lose_untyped(x);
            self.lose_untyped(y);
            x.forget();
            return;
        }
        if !self.may_convert(x, y) {
            return;
        }
        self.convert_untyped(x, y.ty);
        if x.is_unknown() {
            self.lose_untyped(y);
            return;
        }
        self.convert_untyped(y, x.ty);
        if y.is_unknown() {
            x.forget();
        }
    }

    fn may_convert(&self, x: &Operand, y: &Operand) -> bool {
        if !x.is_untyped() && !y.is_untyped() {
            return false;
        }
        if x.ty == y.ty || self.has_unknown_set(x.ty) || self.has_unknown_set(y.ty) {
            return true;
        }
        if self.all(x.ty, Basic::is_numeric) != self.all(y.ty, Basic::is_numeric) {
            // An untyped operand compared with an empty interface takes its default type there; see `comparison`.
            return false;
        }
        if self.is_interface(x.ty) || self.is_interface(y.ty) {
            return true;
        }
        if self.all(x.ty, Basic::is_boolean) != self.all(y.ty, Basic::is_boolean)
            || self.all(x.ty, Basic::is_string) != self.all(y.ty, Basic::is_string)
        {
            return false;
        }
        if x.is_nil() {
            return self.has_nil(y.ty);
        }
        if y.is_nil() {
            return self.has_nil(x.ty);
        }
        !matches!(self.under_kind(x.ty), Type::Pointer(_)) && !matches!(self.under_kind(y.ty), Type::Pointer(_))
    }

    /// Compares; the result is an untyped boolean in `x`.
    pub(super) fn comparison(&mut self, x: &mut Operand, y: &mut Operand, op: BinaryOp) {
        if x.is_unknown() || y.is_unknown() {
            self.lose_untyped(x);
            self.lose_untyped(y);
            x.forget();
            return;
        }
        if self.cannot_compare(x, y, op) {
            self.lose_untyped(x);
            self.lose_untyped(y);
            self.unknown = true;
            x.forget();
            return;
        }
        if x.is_constant() && y.is_constant() {
            x.value = match x.value.compare(op, &y.value) {
                Some(result) => Constant::Bool(result),
                None => Constant::Unknown,
            };
        } else {
            x.mode = Mode::Value;
            x.value = Constant::Unknown;
            for operand in [&*x, &*y] {
                if operand.is_untyped() && !operand.is_nil() {
                    self.update_type(operand.expr, self.default_type(operand.ty));
                }
            }
        }
        x.ty = TypeId::UNTYPED_BOOL;
    }

    /// Whether the operands surely cannot be compared: the code is broken.
    fn cannot_compare(&self, x: &Operand, y: &Operand, op: BinaryOp) -> bool {
        let store = self.store;
        let value = |x: &Operand| x.is_constant().then(|| x.value.clone());
        let mismatch = x.ty != y.ty
            && store.assignable(x.ty, value(x).as_ref(), y.ty).is_no()
            && store.assignable(y.ty, value(y).as_ref(), x.ty).is_no();
        let undefined = match op {
            BinaryOp::Eq | BinaryOp::Ne => match (x.is_nil(), y.is_nil()) {
                (true, _) => store.has_nil(y.ty).is_no(),
                (_, true) => store.has_nil(x.ty).is_no(),
                _ => [x, y].iter().any(|x| !x.is_untyped() && store.comparable(x.ty, true).is_no()),
            },
            _ => [x, y].iter().any(|x| store.all_basic(x.ty, Basic::is_ordered).is_no()),
        };
        mismatch || undefined
    }

    fn shift(&mut self, x: &mut Operand, y: &mut Operand, op: BinaryOp) {
        let value = if x.is_constant() { x.value.to_int() } else { Constant::Unknown };
        let integer = self.all(x.ty, Basic::is_integer);
        if !integer && !(x.is_untyped() && (value.kind() == Kind::Int || x.is_constant() && x.value.is_unknown())) {
            self.lose_untyped(x);
            x.forget();
            return;
        }
        if !y.is_constant() {
            if !self.all(y.ty, Basic::is_integer) && y.is_untyped() {
                self.convert_untyped(y, TypeId::UINT);
            }
            if y.is_unknown() {
                self.lose_untyped(x);
                x.forget();
                return;
            }
        }
        if x.is_constant() {
            if y.is_constant() {
                if !self.is(x.ty, Basic::is_integer) {
                    x.ty = TypeId::UNTYPED_INT;
                }
                let count = y.value.to_int().as_u64();
                x.value = match count {
                    Some(count) if count <= MAX_SHIFT && !value.is_unknown() => value.shift(op, count),
                    _ => Constant::Unknown,
                };
                self.overflow(x);
                return;
            }
            if x.is_untyped() {
                // The type of the constant is that of the context: it stays open.
                x.mode = Mode::Value;
                x.value = Constant::Unknown;
                return;
            }
        }
        x.mode = Mode::Value;
        x.value = Constant::Unknown;
    }
}
