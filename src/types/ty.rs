//! What a type is. Types are hash-consed in the [`Store`](super::Store): a [`TypeId`] is a type.
//!
//! The kinds are those of the Go specification (and of `go/types`). `byte` is `uint8`, `rune` is `int32`, `any` is
//! `interface{}`, an alias is its target: each of them is one type here.
//!
//! Equal ids are identical types. Different ids are different types, except where [`Flags::LOOSE`] is set: struct and interface
//! literals remember their fields' and methods' objects, so that a selection leads to the right declaration, and two literals
//! of equal shape are then identical without being equal; `relate::identical` compares those by structure.

use std::num::NonZeroU32;

use crate::syntax::ast::ChanDir;
use crate::text::Symbol;

crate::ids! {
    /// A type. Numbers depend on threads: never sort or print by them.
    pub struct TypeId;
    /// A declared (defined) type, without type arguments; also local ones, one for each declaration.
    pub struct NamedId;
    /// A type parameter of one declaration.
    pub struct TypeParamId;
    /// A declared thing: package, constant, type, variable, field, parameter, function, method, label, builtin, nil.
    pub struct ObjectId;
    /// A package as importers see it: a source unit, a summary, or one that could not be found.
    pub struct PackageId;
}

/// The predeclared types without structure, and the kinds of untyped operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Basic {
    /// Not known: a missing import, broken code, a cycle. Contagious and silent.
    Unknown,
    Bool,
    Int,
    Int8,
    Int16,
    /// Also `rune`.
    Int32,
    Int64,
    Uint,
    /// Also `byte`.
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Uintptr,
    Float32,
    Float64,
    Complex64,
    Complex128,
    String,
    UnsafePointer,
    UntypedBool,
    UntypedInt,
    UntypedRune,
    UntypedFloat,
    UntypedComplex,
    UntypedString,
    UntypedNil,
}

impl Basic {
    /// All of them, in the order of their [`TypeId`]s.
    pub const ALL: [Basic; 26] = [
        Basic::Unknown,
        Basic::Bool,
        Basic::Int,
        Basic::Int8,
        Basic::Int16,
        Basic::Int32,
        Basic::Int64,
        Basic::Uint,
        Basic::Uint8,
        Basic::Uint16,
        Basic::Uint32,
        Basic::Uint64,
        Basic::Uintptr,
        Basic::Float32,
        Basic::Float64,
        Basic::Complex64,
        Basic::Complex128,
        Basic::String,
        Basic::UnsafePointer,
        Basic::UntypedBool,
        Basic::UntypedInt,
        Basic::UntypedRune,
        Basic::UntypedFloat,
        Basic::UntypedComplex,
        Basic::UntypedString,
        Basic::UntypedNil,
    ];

    /// The type.
    pub const fn id(self) -> TypeId {
        TypeId::fixed(self as u32)
    }

    /// As `go/types` prints it (`byte` and `rune` as `uint8` and `int32`, unknown as `?`).
    pub const fn name(self) -> &'static str {
        match self {
            Basic::Unknown => "?",
            Basic::Bool => "bool",
            Basic::Int => "int",
            Basic::Int8 => "int8",
            Basic::Int16 => "int16",
            Basic::Int32 => "int32",
            Basic::Int64 => "int64",
            Basic::Uint => "uint",
            Basic::Uint8 => "uint8",
            Basic::Uint16 => "uint16",
            Basic::Uint32 => "uint32",
            Basic::Uint64 => "uint64",
            Basic::Uintptr => "uintptr",
            Basic::Float32 => "float32",
            Basic::Float64 => "float64",
            Basic::Complex64 => "complex64",
            Basic::Complex128 => "complex128",
            Basic::String => "string",
            Basic::UnsafePointer => "unsafe.Pointer",
            Basic::UntypedBool => "untyped bool",
            Basic::UntypedInt => "untyped int",
            Basic::UntypedRune => "untyped rune",
            Basic::UntypedFloat => "untyped float",
            Basic::UntypedComplex => "untyped complex",
            Basic::UntypedString => "untyped string",
            Basic::UntypedNil => "untyped nil",
        }
    }

    pub const fn is_boolean(self) -> bool {
        matches!(self, Basic::Bool | Basic::UntypedBool)
    }

    pub const fn is_integer(self) -> bool {
        let n = self as u8;
        (n >= Basic::Int as u8 && n <= Basic::Uintptr as u8) || matches!(self, Basic::UntypedInt | Basic::UntypedRune)
    }

    pub const fn is_unsigned(self) -> bool {
        let n = self as u8;
        n >= Basic::Uint as u8 && n <= Basic::Uintptr as u8
    }

    pub const fn is_float(self) -> bool {
        matches!(self, Basic::Float32 | Basic::Float64 | Basic::UntypedFloat)
    }

    pub const fn is_complex(self) -> bool {
        matches!(self, Basic::Complex64 | Basic::Complex128 | Basic::UntypedComplex)
    }

    pub const fn is_string(self) -> bool {
        matches!(self, Basic::String | Basic::UntypedString)
    }

    pub const fn is_numeric(self) -> bool {
        self.is_integer() || self.is_float() || self.is_complex()
    }

    /// Integers, floats and strings: what `<` orders.
    pub const fn is_ordered(self) -> bool {
        self.is_integer() || self.is_float() || self.is_string()
    }

    /// What a constant can have.
    pub const fn is_const_type(self) -> bool {
        self.is_boolean() || self.is_numeric() || self.is_string()
    }

    pub const fn is_untyped(self) -> bool {
        self as u8 >= Basic::UntypedBool as u8
    }

    /// The type that an untyped operand takes without a context; itself where typed, and for untyped nil.
    pub const fn default_type(self) -> Basic {
        match self {
            Basic::UntypedBool => Basic::Bool,
            Basic::UntypedInt => Basic::Int,
            Basic::UntypedRune => Basic::Int32,
            Basic::UntypedFloat => Basic::Float64,
            Basic::UntypedComplex => Basic::Complex128,
            Basic::UntypedString => Basic::String,
            typed => typed,
        }
    }
}

impl TypeId {
    pub const UNKNOWN: TypeId = Basic::Unknown.id();
    pub const BOOL: TypeId = Basic::Bool.id();
    pub const INT: TypeId = Basic::Int.id();
    pub const UINT: TypeId = Basic::Uint.id();
    pub const UINT8: TypeId = Basic::Uint8.id();
    pub const INT32: TypeId = Basic::Int32.id();
    pub const UINTPTR: TypeId = Basic::Uintptr.id();
    pub const FLOAT64: TypeId = Basic::Float64.id();
    pub const STRING: TypeId = Basic::String.id();
    pub const UNSAFE_POINTER: TypeId = Basic::UnsafePointer.id();
    pub const UNTYPED_BOOL: TypeId = Basic::UntypedBool.id();
    pub const UNTYPED_INT: TypeId = Basic::UntypedInt.id();
    pub const UNTYPED_RUNE: TypeId = Basic::UntypedRune.id();
    pub const UNTYPED_FLOAT: TypeId = Basic::UntypedFloat.id();
    pub const UNTYPED_COMPLEX: TypeId = Basic::UntypedComplex.id();
    pub const UNTYPED_STRING: TypeId = Basic::UntypedString.id();
    pub const UNTYPED_NIL: TypeId = Basic::UntypedNil.id();
    /// `interface{}`, `any`.
    pub const EMPTY_INTERFACE: TypeId = TypeId::fixed(26);
    /// The tuple of nothing: what a call without results gives.
    pub const EMPTY_TUPLE: TypeId = TypeId::fixed(27);
    /// `struct{}`
    pub const EMPTY_STRUCT: TypeId = TypeId::fixed(28);
    /// `[]uint8`
    pub const BYTES: TypeId = TypeId::fixed(29);
    /// `error`; the first declared type of every store.
    pub const ERROR: TypeId = TypeId::fixed(30);
    /// `comparable`; the second declared type of every store.
    pub const COMPARABLE: TypeId = TypeId::fixed(31);

    /// The id at this position; for the types every [`Store`](super::Store) begins with.
    const fn fixed(position: u32) -> TypeId {
        TypeId(NonZeroU32::MIN.saturating_add(position))
    }

    /// Whether this is the unknown type itself (types that contain it have [`Flags::UNKNOWN`]).
    pub fn is_unknown(self) -> bool {
        self == TypeId::UNKNOWN
    }

    /// Which basic type it is, if it is one; needs no store.
    pub fn basic(self) -> Option<Basic> {
        Basic::ALL.get(crate::text::Idx::index(self)).copied()
    }

    /// Whether this is one of the untyped kinds, untyped nil included.
    pub fn is_untyped(self) -> bool {
        self.basic().is_some_and(Basic::is_untyped)
    }
}

/// A type. Component types are ids, so that comparing and hashing one is shallow.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    Basic(Basic),
    /// A declared type, with type arguments where its declaration is generic (none given: the generic type itself).
    Named {
        origin: NamedId,
        args: Box<[TypeId]>,
    },
    Pointer(TypeId),
    Slice(TypeId),
    /// Length unknown where it depends on something unknown.
    Array {
        len: Option<u64>,
        elem: TypeId,
    },
    Map {
        key: TypeId,
        value: TypeId,
    },
    Chan {
        dir: ChanDir,
        elem: TypeId,
    },
    Struct(Box<[Field]>),
    Signature(Box<Signature>),
    Interface(Box<Interface>),
    /// Several results; also the pair (T, bool) of a comma-ok form of which both are taken.
    Tuple(Box<[TypeId]>),
    TypeParam(TypeParamId),
    /// `~int | string`: an embedded element of a constraint.
    Union(Box<[Term]>),
}

/// A field of a struct type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    pub name: Symbol,
    /// The (substituted) type.
    pub ty: TypeId,
    /// Where it was declared; its own type is the unsubstituted one. Its package is that of unexported names.
    pub object: ObjectId,
    pub embedded: bool,
    /// The tag's value, unquoted; empty and missing are the same.
    pub tag: Option<Symbol>,
}

/// A method that an interface literal declares itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Method {
    pub name: Symbol,
    /// The (substituted) signature.
    pub ty: TypeId,
    /// Where it was declared. Its package is that of unexported names.
    pub object: ObjectId,
}

/// A function type, without receiver. Parameter names are not part of it: see the declaration.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Signature {
    /// Only of a generic function that is not instantiated.
    pub type_params: Box<[TypeParamId]>,
    /// The last one is a slice (or `string` for `append([]byte, ...)`) where variadic.
    pub params: Box<[TypeId]>,
    pub results: Box<[TypeId]>,
    pub variadic: bool,
}

/// An interface type as written; `typeset` gives the set of types and all methods.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Interface {
    /// Methods declared here, sorted by name text (and package path where unexported).
    pub methods: Box<[Method]>,
    /// Embedded elements in order: interfaces, unions (also of one `~T`), any other type.
    pub embeds: Box<[TypeId]>,
    /// Only the predeclared `comparable`.
    pub comparable: bool,
    /// Made for a constraint such as `[T ~int]`, not written as an interface.
    pub implicit: bool,
}

/// A term of a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    pub tilde: bool,
    pub ty: TypeId,
}

/// What is known of a type without looking through its declared types (type arguments are looked at).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Flags(pub u8);

impl Flags {
    /// [`Basic::Unknown`] (or an unknown array length) occurs in it.
    pub const UNKNOWN: Flags = Flags(1);
    /// A type parameter occurs in it.
    pub const TYPE_PARAM: Flags = Flags(2);
    /// A struct or interface literal with members occurs in it: compare by structure.
    pub const LOOSE: Flags = Flags(4);

    pub const fn has(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}
