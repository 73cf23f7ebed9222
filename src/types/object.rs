//! What a name stands for: objects, declared types, type parameters, packages.

use std::sync::OnceLock;

use parking_lot::RwLock;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::constant::Constant;
use super::ty::{NamedId, ObjectId, PackageId, TypeId, TypeParamId};
use crate::package::UnitId;
use crate::source::FileId;
use crate::syntax::ast::{ExprId, FuncId, SpecId};
use crate::text::Symbol;

/// A declared thing.
#[derive(Debug)]
pub struct Object {
    pub kind: ObjectKind,
    pub name: Symbol,
    /// Where it was declared; `None` for the universe.
    pub package: Option<PackageId>,
    /// Where its name stands in source, if it comes from source.
    pub place: Option<Place>,
    /// How to find its type when first asked.
    pub(super) origin: Origin,
    /// Its type, once known: see `Store::type_of`.
    pub(super) ty: OnceLock<TypeId>,
}

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub file: FileId,
    /// The identifier that declares it in that file's tree (an embedded field: its type's name).
    pub ident: ExprId,
    /// Byte offset of the name.
    pub offset: u32,
}

/// The kinds of objects.
#[derive(Clone, Debug)]
pub enum ObjectKind {
    /// The name of an imported package in one file.
    Package(PackageId),
    Const(Box<ConstSlot>),
    /// A declared type, an alias, a type parameter, a predeclared type.
    Type(TypeName),
    Var(VarKind),
    Func(Box<FuncDetail>),
    Label,
    Builtin(Builtin),
    Nil,
}

/// The value of a constant, once known: see `Store::constant_of`.
#[derive(Clone, Debug, Default)]
pub struct ConstSlot {
    pub(super) value: OnceLock<Constant>,
}

/// What a type's name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeName {
    /// `type T …`
    Named(NamedId),
    /// `type T = …`
    Alias,
    /// `type T[P any] = …`; the number holds its type parameters, and its target as underlying type.
    GenericAlias(NamedId),
    /// A type parameter.
    Param(TypeParamId),
    /// A predeclared type without declaration: `int`, `any`.
    Basic,
}

/// The kinds of variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VarKind {
    /// Declared at package level.
    Package,
    /// Declared in a function.
    Local,
    Receiver,
    Param,
    Result,
    Field {
        embedded: bool,
    },
}

/// What is known of a function or method besides its type.
#[derive(Clone, Debug, Default)]
pub struct FuncDetail {
    /// The receiver of a method.
    pub receiver: Option<Receiver>,
    /// Of a generic function or method: made when first asked for, the constraints lazily. See `Store::type_params_of`.
    pub(super) type_params: OnceLock<Box<[TypeParamId]>>,
    /// Of a method of a generic type: the method's own names for the receiver's type parameters, in their order.
    pub(super) receiver_params: OnceLock<Box<[TypeParamId]>>,
}

/// The receiver of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receiver {
    /// The declared type whose method it is; `None` where that is not known, and for a method of an interface literal.
    pub base: Option<NamedId>,
    /// Declared with `*T`.
    pub pointer: bool,
    /// Declared in an interface type.
    pub interface: bool,
}

/// How the type of an object is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The type was given when the object was made.
    Fixed,
    /// A variable or type declared in a file of a source unit; `file` counts the unit's files.
    Spec { unit: UnitId, file: u32, spec: SpecId, position: u32 },
    /// A constant; `values` is the specification whose type and expressions it has (its own, or an earlier one of the group).
    Const { unit: UnitId, file: u32, spec: SpecId, values: SpecId, position: u32 },
    /// A function or method declared in a file of a source unit.
    Func { unit: UnitId, file: u32, func: FuncId },
    /// A member of a summarised package: its position in the name table.
    Record(u32),
    /// A method of a summarised type: the type's position, and the method's among its methods.
    Method { member: u32, index: u32 },
    /// A field of a summarised struct type: the type's position, and the field's.
    Field { member: u32, index: u32 },
}

/// The functions of the universe and of package unsafe that the compiler knows itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Builtin {
    Append,
    Cap,
    Clear,
    Close,
    Complex,
    Copy,
    Delete,
    Imag,
    Len,
    Make,
    Max,
    Min,
    New,
    Panic,
    Print,
    Println,
    Real,
    Recover,
    UnsafeAdd,
    UnsafeAlignof,
    UnsafeOffsetof,
    UnsafeSizeof,
    UnsafeSlice,
    UnsafeSliceData,
    UnsafeString,
    UnsafeStringData,
}

/// A declared (defined) type.
#[derive(Debug)]
pub struct NamedType {
    /// Its type name.
    pub object: ObjectId,
    /// Its type parameters; the constraints are found lazily.
    pub(super) type_params: OnceLock<Box<[TypeParamId]>>,
    /// The underlying type in terms of its own type parameters, once known.
    pub(super) underlying: OnceLock<TypeId>,
    /// The methods declared for it, in order of declaration; test files may add to them later.
    pub(super) methods: boxcar::Vec<ObjectId>,
    /// The methods that a summary has for the type, once asked for: see `Store::methods_of`.
    pub(super) summary_methods: OnceLock<Box<[ObjectId]>>,
    /// Of a type with many methods: where they are.
    pub(super) by_name: RwLock<MethodIndex>,
}

/// Methods by name, each with its position in the order of declaration.
#[derive(Debug, Default)]
pub(super) struct MethodIndex {
    /// How many methods it covers.
    pub count: usize,
    pub names: FxHashMap<Symbol, SmallVec<[(u32, ObjectId); 1]>>,
}

/// A type parameter.
#[derive(Debug)]
pub struct TypeParam {
    /// Its type name.
    pub object: ObjectId,
    pub name: Symbol,
    /// Position in its list, from 0.
    pub index: u32,
    /// The declaration that it belongs to (a type name, function or method), for showing.
    pub owner: Option<ObjectId>,
    /// The constraint: an interface type. Set right after all parameters of the list were made.
    pub(super) constraint: OnceLock<TypeId>,
}

/// A package as importers see it.
#[derive(Debug)]
pub struct Package {
    /// The import path.
    pub path: Symbol,
    /// Who answers for its members.
    pub provider: Provider,
    /// Its members, once asked for.
    pub(super) scope: OnceLock<Box<crate::types::declare::PackageScope>>,
}

/// Who answers for a package's members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// Declarations in source.
    Unit(UnitId),
    /// The embedded or cached summary.
    Summary(u32),
    /// Package unsafe.
    Unsafe,
    /// `import "C"`: every member is unknown.
    C,
    /// Could not be found; every member is unknown. The name is guessed.
    Unknown { name: Symbol },
}

impl Object {
    /// An object whose type is known.
    pub fn new(kind: ObjectKind, name: Symbol, package: Option<PackageId>, place: Option<Place>, ty: TypeId) -> Object {
        Object { kind, name, package, place, origin: Origin::Fixed, ty: OnceLock::from(ty) }
    }

    /// An object whose type is found when first asked for.
    pub(super) fn lazy(
        kind: ObjectKind,
        name: Symbol,
        package: Option<PackageId>,
        place: Option<Place>,
        origin: Origin,
    ) -> Object {
        Object { kind, name, package, place, origin, ty: OnceLock::new() }
    }

    /// A field, in an object's role.
    pub fn is_field(&self) -> bool {
        matches!(self.kind, ObjectKind::Var(VarKind::Field { .. }))
    }

    /// A variable of any kind, fields included.
    pub fn is_var(&self) -> bool {
        matches!(self.kind, ObjectKind::Var(_))
    }

    /// A function or method.
    pub fn is_func(&self) -> bool {
        matches!(self.kind, ObjectKind::Func(_))
    }

    /// The receiver, if it is a method.
    pub fn receiver(&self) -> Option<Receiver> {
        match &self.kind {
            ObjectKind::Func(detail) => detail.receiver,
            _ => None,
        }
    }

    /// The builtin, if it is one.
    pub fn builtin(&self) -> Option<Builtin> {
        match self.kind {
            ObjectKind::Builtin(builtin) => Some(builtin),
            _ => None,
        }
    }
}
