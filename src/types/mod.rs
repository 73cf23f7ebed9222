//! Names and types: what every identifier stands for and what type every expression has, as go/types would say.
//!
//! The [`Store`] holds types and objects of the run. The declarations of a package become objects when someone first asks for
//! its scope (`declare`); an object's type is found when first asked for, following imports; bodies are checked file by file
//! into an [`Info`] (`infer`). What cannot be known is [`TypeId::UNKNOWN`], and nothing is claimed of it.

pub mod constant;
pub mod declare;
pub mod export;
pub mod facts;
pub mod infer;
pub mod infer_args;
pub mod info;
pub mod members;
pub mod object;
pub mod query;
pub mod relate;
#[cfg(test)]
mod relate_tests;
pub mod resolve;
pub mod show;
pub mod sizes;
pub mod store;
pub mod subst;
mod summary;
pub mod ty;
pub mod typeset;
mod unify;
pub mod universe;

pub use info::{FuncFacts, Info, Instance, Mode, Selection, SelectionKind};
pub use object::{
    Builtin, FuncDetail, NamedType, Object, ObjectKind, Package, Place, Provider, Receiver, TypeName, TypeParam,
    VarKind,
};
pub use store::Store;
pub use ty::{
    Basic, Field, Flags, Interface, Method, NamedId, ObjectId, PackageId, Signature, Term, Type, TypeId, TypeParamId,
};
