//! What was found out about one file: side tables beside its syntax tree, as `Info` of `go/types`.
//!
//! Every answer may be missing: that is «unknown», and whoever asks stays silent.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::constant::Constant;
use super::ty::{ObjectId, TypeId};
use crate::syntax::ast::{Ast, ExprId, FuncId, Node};
use crate::text::IndexVec;

/// How an expression may be used; the modes of `go/types`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum Mode {
    /// Not looked at, or no operand: a label, a selector's name, a key that names a field, a package's name.
    #[default]
    None,
    /// The operand could not be understood: something it depends on is unknown or broken.
    Unknown,
    /// A call without result.
    NoValue,
    /// The name of a builtin function.
    Builtin,
    Type,
    Constant,
    /// Addressable.
    Variable,
    /// An element of a map: may be assigned to, and gives a second result.
    MapIndex,
    Value,
    /// The predeclared nil.
    Nil,
    /// A receive or type assertion: gives a second result.
    CommaOk,
}

/// What was found out about one file of one unit.
#[derive(Debug, Default)]
pub struct Info {
    /// The (final) type of each expression that has one; a comma-ok form of which both results are taken has a tuple.
    pub types: IndexVec<ExprId, Option<TypeId>>,
    pub modes: IndexVec<ExprId, Mode>,
    /// The object that each identifier defines or uses.
    pub objects: IndexVec<ExprId, Option<ObjectId>>,
    /// For the type's name of an embedded field: the field it defines (`objects` has the type it uses).
    pub embedded: FxHashMap<ExprId, ObjectId>,
    /// Values of constant expressions.
    pub constants: FxHashMap<ExprId, Constant>,
    /// Selector expressions that are no qualified identifiers.
    pub selections: FxHashMap<ExprId, Selection>,
    /// Identifiers of generic types and functions with the arguments they were given, spelled out or inferred.
    pub instances: FxHashMap<ExprId, Instance>,
    /// Objects without a name of their own: the variable of each clause of a type switch (by `Case`), imports without a name (by
    /// specification), parameters without a name (by field).
    pub implicits: FxHashMap<Node, ObjectId>,
    pub funcs: IndexVec<FuncId, FuncFacts>,
}

/// What was found out about one function as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct FuncFacts {
    /// Its body was looked at.
    pub checked: bool,
    /// It is broken: syntax errors, or its check failed.
    pub broken: bool,
    /// Something in it is unknown: no claim of absence may be made.
    pub unknown: bool,
}

/// What `x.f` selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    pub kind: SelectionKind,
    /// The type of `x`.
    pub receiver: TypeId,
    /// The field or method (of a generic type: as declared).
    pub object: ObjectId,
    /// Positions of the fields on the way, the last one being that of the field or method itself; a method's is its position
    /// among the methods of its type, in source order (sorted by name in an interface).
    pub path: SmallVec<[u32; 4]>,
    /// Whether a pointer was followed on the way.
    pub indirect: bool,
}

/// The sorts of selections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SelectionKind {
    /// `x.f` is a field.
    Field,
    /// `x.f` is a method of the value x.
    Method,
    /// `T.f` is a method expression.
    MethodExpr,
}

/// A generic type or function with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    pub args: Box<[TypeId]>,
    /// The instantiated type, or the instantiated function's signature.
    pub ty: TypeId,
}

impl Info {
    /// Empty tables for a file.
    pub fn new(ast: &Ast) -> Info {
        Info {
            types: IndexVec::filled(None, ast.exprs.len()),
            modes: IndexVec::filled(Mode::None, ast.exprs.len()),
            objects: IndexVec::filled(None, ast.exprs.len()),
            funcs: IndexVec::filled(FuncFacts::default(), ast.funcs.len()),
            ..Info::default()
        }
    }

    /// Whether nothing in the function is broken or unknown, so that a claim of absence may be made.
    pub fn is_complete(&self, func: FuncId) -> bool {
        self.funcs.get(func).is_some_and(|facts| facts.checked && !facts.broken && !facts.unknown)
    }

    /// The object that an identifier uses or defines.
    pub fn object(&self, ident: ExprId) -> Option<ObjectId> {
        self.objects.get(ident).copied().flatten()
    }

    /// The type of an expression; `None` where unknown.
    pub fn type_of(&self, expr: ExprId) -> Option<TypeId> {
        self.types.get(expr).copied().flatten().filter(|ty| !ty.is_unknown())
    }

    /// How an expression may be used.
    pub fn mode(&self, expr: ExprId) -> Mode {
        self.modes.get(expr).copied().unwrap_or_default()
    }

    /// The value of a constant expression.
    pub fn constant(&self, expr: ExprId) -> Option<&Constant> {
        self.constants.get(&expr)
    }
}
