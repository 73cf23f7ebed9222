//! What an expression comes to: mode, type and value; and what may be asked of its type.

use super::Checker;
use crate::syntax::ast::ExprId;
use crate::types::constant::Constant;
use crate::types::info::Mode;
use crate::types::object::Builtin;
use crate::types::ty::{Basic, Type, TypeId};

/// The result of looking at an expression.
#[derive(Clone, Debug)]
pub(in crate::types) struct Operand {
    pub mode: Mode,
    pub ty: TypeId,
    /// Of a constant; `Unknown` for everything else.
    pub value: Constant,
    /// The expression, where there is one (`x++` has a 1 without).
    pub expr: Option<ExprId>,
    pub builtin: Option<Builtin>,
}

impl Operand {
    /// Nothing is known of the expression.
    pub fn unknown(expr: ExprId) -> Operand {
        Operand { mode: Mode::Unknown, ty: TypeId::UNKNOWN, value: Constant::Unknown, expr: Some(expr), builtin: None }
    }

    pub fn new(mode: Mode, ty: TypeId, expr: ExprId) -> Operand {
        Operand { mode, ty, value: Constant::Unknown, expr: Some(expr), builtin: None }
    }

    pub fn constant(ty: TypeId, value: Constant, expr: ExprId) -> Operand {
        Operand { mode: Mode::Constant, ty, value, expr: Some(expr), builtin: None }
    }

    /// Nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        self.mode == Mode::Unknown || self.ty.is_unknown()
    }

    /// Forgets everything.
    pub fn forget(&mut self) {
        self.mode = Mode::Unknown;
        self.ty = TypeId::UNKNOWN;
        self.value = Constant::Unknown;
    }

    pub fn is_constant(&self) -> bool {
        self.mode == Mode::Constant
    }

    /// The predeclared nil.
    pub fn is_nil(&self) -> bool {
        self.ty == TypeId::UNTYPED_NIL
    }

    pub fn is_untyped(&self) -> bool {
        self.ty.is_untyped()
    }
}

/// What is asked of a basic type.
pub(super) type Is = fn(Basic) -> bool;

impl Checker<'_> {
    /// Whether the underlying type, or all types of a type parameter's set, are basic types of this sort.
    pub(super) fn all(&self, ty: TypeId, is: Is) -> bool {
        if let Some(basic) = ty.basic() {
            return is(basic);
        }
        match self.store.ty(ty) {
            Type::Named { .. } => self.under(ty).basic().is_some_and(is),
            Type::TypeParam(_) => self.every_under(ty, |_, under| under.basic().is_some_and(is)),
            _ => false,
        }
    }

    /// Whether the type is (not as a type parameter) a basic type of this sort.
    pub(super) fn is(&self, ty: TypeId, is: Is) -> bool {
        !self.is_type_param(ty) && self.under(ty).basic().is_some_and(is)
    }

    /// Whether `holds` is true of all types that the type stands for (one, unless it is a type parameter), each with its
    /// underlying type; false where they are not known or not enumerated.
    pub(super) fn every_under(&self, ty: TypeId, mut holds: impl FnMut(TypeId, TypeId) -> bool) -> bool {
        if !self.is_type_param(ty) {
            return holds(ty, self.under(ty));
        }
        match self.store.specific_types(ty) {
            Some(types) => types.into_iter().all(|(ty, under)| holds(ty, under)),
            None => false,
        }
    }

    /// A type parameter whose constraint is not all known.
    pub(super) fn has_unknown_set(&self, ty: TypeId) -> bool {
        self.is_type_param(ty) && self.store.type_set(ty).is_none_or(|set| set.unknown)
    }

    /// The underlying type that all types of a type parameter's set share, or of any other type its own.
    pub(super) fn common_under(&self, ty: TypeId) -> Option<TypeId> {
        if self.is_type_param(ty) {
            return self.store.common_underlying(ty);
        }
        Some(self.under(ty)).filter(|under| !under.is_unknown())
    }

    /// Whether what is underneath a type is not known: then nothing can be said about operators and untyped operands.
    pub(super) fn is_vague(&self, ty: TypeId) -> bool {
        match self.store.ty(ty) {
            Type::Named { .. } => self.under(ty).is_unknown(),
            _ => ty.is_unknown(),
        }
    }

    /// An interface that is no type parameter.
    pub(super) fn is_interface(&self, ty: TypeId) -> bool {
        match self.store.ty(ty) {
            Type::Interface(_) => true,
            Type::Named { .. } => matches!(self.under_kind(ty), Type::Interface(_)),
            _ => false,
        }
    }

    /// An interface that every value satisfies.
    pub(super) fn is_empty_interface(&self, ty: TypeId) -> bool {
        let under = self.under(ty);
        under == TypeId::EMPTY_INTERFACE
            || self
                .store
                .type_set(under)
                .is_some_and(|set| set.methods.is_empty() && set.is_method_set() && !set.unknown)
    }

    /// Whether nil is a value of the type.
    pub(super) fn has_nil(&self, ty: TypeId) -> bool {
        self.every_under(ty, |_, under| match self.store.ty(under) {
            Type::Basic(basic) => matches!(basic, Basic::UnsafePointer | Basic::UntypedNil),
            Type::Pointer(_)
            | Type::Slice(_)
            | Type::Map { .. }
            | Type::Chan { .. }
            | Type::Signature(_)
            | Type::Interface(_) => true,
            _ => false,
        })
    }

    /// The type that an untyped operand takes without a context.
    pub(super) fn default_type(&self, ty: TypeId) -> TypeId {
        match ty.basic() {
            Some(basic) => basic.default_type().id(),
            None => ty,
        }
    }

    /// The representation of a constant in a basic type: `None` if it cannot be represented (it overflows, is truncated, is of
    /// another kind); unknown values stay unknown.
    pub(super) fn represent(&self, value: &Constant, basic: Basic) -> Option<Constant> {
        value.represent(self.store.layout.target(basic)?)
    }
}
