//! Declarations to objects, and objects to types when first asked for.

use rustc_hash::FxHashMap;

use super::store::Store;
use super::ty::{NamedId, ObjectId, Type, TypeId, TypeParamId};
use crate::text::Symbol;

/// The members of a package.
#[derive(Debug, Default)]
pub struct PackageScope {
    pub names: FxHashMap<Symbol, ObjectId>,
}

impl Store {
    /// The underlying type (Go specification, Underlying types): of a declared type what its declaration comes down to, of a
    /// type parameter its constraint's interface, of any other type itself. Unknown where the declaration is.
    pub fn underlying(&self, id: TypeId) -> TypeId {
        match self.ty(id) {
            Type::Named { origin, .. } => self.named(*origin).underlying.get().copied().unwrap_or(TypeId::UNKNOWN),
            Type::TypeParam(param) => self.constraint(*param),
            _ => id,
        }
    }

    /// The constraint of a type parameter: an interface type, or a declared type whose underlying type is one.
    pub fn constraint(&self, id: TypeParamId) -> TypeId {
        self.type_param(id).constraint.get().copied().unwrap_or(TypeId::UNKNOWN)
    }

    /// The type parameters of a declared type; empty for an ordinary one.
    pub fn type_params(&self, id: NamedId) -> &[TypeParamId] {
        self.named(id).type_params.get().map_or(&[], |params| params)
    }

    /// The type of an object: of a constant or variable its type, of a type's name the type, of a function its signature.
    pub fn type_of(&self, id: ObjectId) -> TypeId {
        self.object(id).ty.get().copied().unwrap_or(TypeId::UNKNOWN)
    }
}
