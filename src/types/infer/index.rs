//! `x[i]`, `x[lo:hi]`, and where `x` turns out to be generic: its arguments.

use super::{Checker, Operand};
use crate::syntax::ast::{ExprId, List};
use crate::types::constant::Constant;
use crate::types::info::Mode;
use crate::types::ty::{Basic, Type, TypeId};

impl Checker<'_> {
    pub(super) fn is_generic_function(&self, x: &Operand) -> bool {
        x.mode == Mode::Value
            && !x.is_unknown()
            && matches!(self.store.ty(x.ty), Type::Signature(signature) if !signature.type_params.is_empty())
    }

    /// `x[args]`. A generic function comes back as it is, without its arguments having been looked at.
    pub(super) fn index_expr(&mut self, e: ExprId, x: ExprId, args: List<ExprId>) -> Operand {
        let mut x = self.expr_or_type(x, true);
        let unknown = Operand::unknown(e);
        if x.mode == Mode::Type {
            let ty = self.typ(e);
            return Operand::new(Mode::Type, ty, e);
        }
        if x.is_unknown() {
            self.use_exprs(self.ast.list(args));
            return unknown;
        }
        if self.is_generic_function(&x) {
            return x;
        }
        let Some(index) = self.ast.only(args) else {
            self.use_exprs(self.ast.list(args));
            return unknown;
        };
        let Some((key, elem, mode)) = self.indexed(&x) else {
            self.use_expr(index);
            return unknown;
        };
        match key {
            Some(key) => {
                let mut operand = self.expr(index);
                self.assignment(&mut operand, Some(key));
            }
            None => {
                self.index(index);
            }
        }
        x = Operand::new(mode, elem, e);
        x
    }

    /// What indexing an operand gives: the key type of a map, the element type, the mode.
    fn indexed(&self, x: &Operand) -> Option<(Option<TypeId>, TypeId, Mode)> {
        if !self.is_type_param(x.ty) {
            return self.indexed_type(self.under(x.ty), x.mode);
        }
        let mut common: Option<(Option<TypeId>, TypeId, Mode)> = None;
        let holds = self.every_under(x.ty, |_, under| {
            let Some((key, elem, mode)) = self.indexed_type(under, x.mode) else { return false };
            match &mut common {
                None => {
                    common = Some((key, elem, mode));
                    true
                }
                Some((first_key, first_elem, first_mode)) => {
                    if mode == Mode::Value {
                        *first_mode = Mode::Value;
                    }
                    let same = |x: TypeId, y: TypeId| x == y || self.store.identical(x, y).is_yes();
                    let same_key = match (*first_key, key) {
                        (None, None) => true,
                        (Some(x), Some(y)) => same(x, y),
                        _ => false,
                    };
                    same_key && same(*first_elem, elem)
                }
            }
        });
        common.filter(|_| holds)
    }

    fn indexed_type(&self, under: TypeId, mode: Mode) -> Option<(Option<TypeId>, TypeId, Mode)> {
        let array = if mode == Mode::Variable { Mode::Variable } else { Mode::Value };
        match *self.store.ty(under) {
            Type::Basic(basic) if basic.is_string() => Some((None, TypeId::UINT8, Mode::Value)),
            Type::Array { elem, .. } => Some((None, elem, array)),
            Type::Pointer(to) => match *self.under_kind(to) {
                Type::Array { elem, .. } => Some((None, elem, Mode::Variable)),
                _ => None,
            },
            Type::Slice(elem) => Some((None, elem, Mode::Variable)),
            Type::Map { key, value } => Some((Some(key), value, Mode::MapIndex)),
            _ => None,
        }
    }

    /// An index or length: its value, where it is a constant that fits.
    pub(super) fn index(&mut self, index: ExprId) -> Option<u64> {
        let mut x = self.expr(index);
        self.index_operand(&mut x)
    }

    pub(super) fn index_operand(&mut self, x: &mut Operand) -> Option<u64> {
        if x.is_unknown() {
            return None;
        }
        self.convert_untyped(x, TypeId::INT);
        if !x.is_constant() || !self.all(x.ty, Basic::is_integer) {
            return None;
        }
        // Converted to int, which also makes an integer of `2.0`.
        match self.represent(&x.value, Basic::Int) {
            Some(Constant::Int(value)) => u64::try_from(value).ok(),
            _ => None,
        }
    }

    pub(super) fn slice_expr(&mut self, e: ExprId, x: ExprId, bounds: List<Option<ExprId>>) -> Operand {
        let x = self.expr(x);
        let bounds = self.ast.slice_bounds(bounds);
        let unknown = Operand::unknown(e);
        if x.is_unknown() {
            self.use_exprs(bounds.into_iter().flatten());
            return unknown;
        }
        for bound in bounds.into_iter().flatten() {
            self.index(bound);
        }
        let common = if self.is_type_param(x.ty) {
            self.store.common_underlying_or_string(x.ty)
        } else {
            Some(self.under(x.ty))
        };
        let Some(common) = common else { return unknown };
        let ty = match *self.store.ty(common) {
            Type::Basic(basic) if basic.is_string() => {
                if x.is_untyped() {
                    TypeId::STRING
                } else {
                    x.ty
                }
            }
            Type::Array { elem, .. } if x.mode == Mode::Variable => self.store.slice(elem),
            Type::Pointer(to) => match *self.under_kind(to) {
                Type::Array { elem, .. } => self.store.slice(elem),
                _ => return unknown,
            },
            Type::Slice(_) => x.ty,
            _ => return unknown,
        };
        Operand::new(Mode::Value, ty, e)
    }
}
