//! Implicit conversion of untyped operands, explicit conversions, assignability of an operand.

use super::{Checker, Operand};
use crate::syntax::ast::ExprId;
use crate::types::constant::Constant;
use crate::types::info::Mode;
use crate::types::ty::{Basic, Type, TypeId};

impl Checker<'_> {
    /// What an untyped operand becomes where `wanted` is expected, with its value if that is a constant of a basic type;
    /// `None` if it cannot be that.
    pub(super) fn implicit_type(&self, x: &Operand, wanted: TypeId) -> Option<(TypeId, Option<Constant>)> {
        let kind = x.ty.basic().filter(|basic| basic.is_untyped())?;
        if let Some(other) = wanted.basic().filter(|basic| basic.is_untyped()) {
            return larger(kind, other).map(|basic| (basic.id(), None));
        }
        let nil = (TypeId::UNTYPED_NIL, None);
        if self.is_type_param(wanted) {
            // Where the constraint is unknown, the code is taken to be right.
            let fits = self.every_under(wanted, |_, under| self.implicit_type(x, under).is_some());
            return (fits || self.has_unknown_set(wanted)).then(|| if x.is_nil() { nil } else { (wanted, None) });
        }
        match self.under_kind(wanted) {
            &Type::Basic(basic) => {
                if x.is_constant() {
                    let value = if x.value.is_unknown() {
                        self.store.layout.target(basic).map(|_| Constant::Unknown)
                    } else {
                        self.represent(&x.value, basic)
                    };
                    // A value of the right kind that overflows keeps the type and loses the value.
                    let same_kind = kind.is_numeric() && basic.is_numeric()
                        || kind.is_string() && basic.is_string()
                        || kind.is_boolean() && basic.is_boolean();
                    return match value {
                        Some(value) if same_kind || !x.value.is_unknown() => Some((wanted, Some(value))),
                        _ => None,
                    };
                }
                let fits = match kind {
                    Basic::UntypedBool => basic.is_boolean(),
                    Basic::UntypedString => basic.is_string(),
                    Basic::UntypedNil => return (basic == Basic::UnsafePointer).then_some(nil),
                    _ => basic.is_numeric(),
                };
                fits.then_some((wanted, None))
            }
            Type::Interface(_) => {
                if x.is_nil() {
                    return Some(nil);
                }
                self.is_empty_interface(wanted).then(|| (kind.default_type().id(), None))
            }
            Type::Pointer(_) | Type::Signature(_) | Type::Slice(_) | Type::Map { .. } | Type::Chan { .. } => {
                x.is_nil().then_some(nil)
            }
            _ => None,
        }
    }

    /// Converts an untyped operand to the type its context wants; typed ones stay.
    pub(super) fn convert_untyped(&mut self, x: &mut Operand, wanted: TypeId) {
        if x.is_unknown() || !x.is_untyped() {
            return;
        }
        if self.is_vague(wanted) {
            if !x.is_nil() {
                self.lose(x);
            }
            return;
        }
        match self.implicit_type(x, wanted) {
            Some((ty, value)) => {
                if let Some(value) = value {
                    self.update_value(x.expr, &value);
                    x.value = value;
                }
                if ty != x.ty {
                    x.ty = ty;
                    self.update_type(x.expr, ty);
                }
            }
            None => self.lose(x),
        }
    }

    /// Makes an operand unknown, and what was written down of it while it was untyped.
    pub(super) fn lose(&mut self, x: &mut Operand) {
        if x.is_untyped() && !x.is_nil() {
            self.update_type(x.expr, TypeId::UNKNOWN);
        }
        self.unknown = true;
        x.forget();
    }

    /// Assigns an operand to something of type `wanted` (`None`: to anything, as in `_ = x`): untyped operands take their final
    /// type. What surely may not be assigned is unknown.
    pub(super) fn assignment(&mut self, x: &mut Operand, wanted: Option<TypeId>) {
        if x.mode == Mode::Value && matches!(self.store.ty(x.ty), Type::Tuple(_)) {
            x.forget();
            return;
        }
        match x.mode {
            Mode::Constant | Mode::Variable | Mode::MapIndex | Mode::Value | Mode::CommaOk | Mode::Nil => {}
            _ => {
                x.forget();
                return;
            }
        }
        if !x.is_untyped() {
            return self.must_assign(x, wanted);
        }
        let target = match wanted {
            Some(wanted) if wanted.is_unknown() || !self.is_interface(wanted) => wanted,
            _ => {
                if wanted.is_none() && x.is_nil() {
                    x.forget();
                    return;
                }
                self.default_type(x.ty)
            }
        };
        if target.is_untyped() {
            return;
        }
        self.convert_untyped(x, target);
        if wanted != Some(target) {
            self.must_assign(x, wanted);
        }
    }

    /// Forgets a typed operand that may not be assigned to this type: the code is broken.
    fn must_assign(&mut self, x: &mut Operand, wanted: Option<TypeId>) {
        if let Some(wanted) = wanted
            && !x.is_unknown()
            && !x.is_untyped()
            && x.ty != wanted
            && self.store.assignable(x.ty, None, wanted).is_no()
        {
            self.unknown = true;
            x.forget();
        }
    }

    /// `T(x)`
    pub(super) fn conversion(&mut self, x: &mut Operand, to: TypeId, call: ExprId) {
        if x.is_unknown() || to.is_unknown() {
            self.lose(x);
            // The type is known whatever the operand is, unless it is a constant: then the value matters.
            let basic = self.under(to).basic();
            if !to.is_unknown() && basic.is_none() {
                x.mode = Mode::Value;
                x.ty = to;
            }
            x.expr = Some(call);
            return;
        }
        let basic = self.under(to).basic();
        if basic == Some(Basic::Unknown) {
            // Whether a constant stays one depends on what is underneath.
            self.lose(x);
            x.expr = Some(call);
            return;
        }
        let const_type = basic.filter(|basic| basic.is_const_type() && !self.is_type_param(to));
        let was_constant = x.is_constant();
        if x.ty != to && (!was_constant || const_type.is_none()) {
            let value = was_constant.then_some(&x.value);
            if self.store.convertible(x.ty, value, to).is_no() {
                self.lose(x);
                x.expr = Some(call);
                return;
            }
        }
        match const_type {
            Some(basic) if was_constant => {
                let integer = self.is(x.ty, Basic::is_integer);
                let value = match self.represent(&x.value, basic) {
                    Some(value) => value,
                    None if integer && basic.is_string() => x.value.rune_to_string(),
                    None if x.value.is_unknown() => Constant::Unknown,
                    None => {
                        self.lose(x);
                        x.expr = Some(call);
                        return;
                    }
                };
                x.value = value;
            }
            _ => {
                x.mode = Mode::Value;
                x.value = Constant::Unknown;
            }
        }
        if x.is_untyped() {
            let last = if self.is_interface(to) || was_constant && const_type.is_none() || x.is_nil() {
                self.default_type(x.ty)
            } else if x.is_constant() && self.is(x.ty, Basic::is_integer) && self.all(to, Basic::is_string) {
                x.ty
            } else {
                to
            };
            if last != x.ty {
                self.update_type(x.expr, last);
            }
        }
        x.ty = to;
        x.expr = Some(call);
    }
}

/// The larger of two untyped kinds; `None` if they do not mix.
fn larger(x: Basic, y: Basic) -> Option<Basic> {
    if x == y {
        return Some(x);
    }
    (x.is_numeric() && y.is_numeric()).then(|| x.max(y))
}
