//! A type as a rule sees it.

use super::Object;
use crate::syntax::ast::ChanDir;
use crate::types::{Basic, Field, Signature, Store, Type, TypeId};

/// A type, known at its top (parts of it may be unknown).
#[derive(Clone, Copy)]
pub struct Ty<'a> {
    pub store: &'a Store,
    pub id: TypeId,
}

impl<'a> Ty<'a> {
    /// The type, unless it is unknown.
    pub fn known(store: &'a Store, id: TypeId) -> Option<Ty<'a>> {
        (!id.is_unknown()).then_some(Ty { store, id })
    }

    fn of(self, id: TypeId) -> Option<Ty<'a>> {
        Ty::known(self.store, id)
    }

    /// As people write it, with package names.
    pub fn show(self) -> String {
        self.store.show_short(self.id)
    }

    /// What it is, as the types see it.
    pub fn raw(self) -> &'a Type {
        self.store.ty(self.id)
    }

    /// Whether something unknown occurs in it: no absence may be claimed of it.
    pub fn has_unknown(self) -> bool {
        self.store.has_unknown(self.id)
    }

    /// What its declaration comes down to; itself where it is not declared.
    pub fn underlying(self) -> Option<Ty<'a>> {
        self.of(self.store.underlying(self.id))
    }

    /// What the underlying type is.
    pub fn shape(self) -> Option<&'a Type> {
        self.underlying().map(Ty::raw)
    }

    /// The name of the declared type (without type arguments); `None` for any other.
    pub fn declared(self) -> Option<Object<'a>> {
        match self.raw() {
            Type::Named { origin, .. } => Some(Object { store: self.store, id: self.store.named(*origin).object }),
            _ => None,
        }
    }

    /// Whether it, or what it points to, is declared in a package whose path begins with `prefix`.
    pub fn declared_path_is(self, prefix: &str) -> bool {
        self.deref().declared().and_then(Object::package_path).is_some_and(|path| path.starts_with(prefix))
    }

    /// The method of this name that is declared for the type itself, on the value or on the pointer.
    pub fn own_method(self, name: &str) -> Option<Object<'a>> {
        let Type::Named { origin, .. } = self.raw() else { return None };
        let methods = self.store.methods_of(*origin).map(|id| Object { store: self.store, id });
        methods.into_iter().find(|method| method.name() == name)
    }

    /// The type arguments.
    pub fn args(self) -> &'a [TypeId] {
        match self.raw() {
            Type::Named { args, .. } => args,
            _ => &[],
        }
    }

    /// Whether it is this type: `time.Duration`, `error`, `*bytes.Buffer`, `[]byte`, `string`, `any`.
    /// A generic type is named without its arguments.
    pub fn is(self, name: &str) -> bool {
        if let Some(rest) = name.strip_prefix('*') {
            return match self.raw() {
                Type::Pointer(elem) => Ty { id: *elem, ..self }.is(rest),
                _ => false,
            };
        }
        if let Some(rest) = name.strip_prefix("[]") {
            return match self.raw() {
                Type::Slice(elem) => Ty { id: *elem, ..self }.is(rest),
                _ => false,
            };
        }
        match self.raw() {
            Type::Named { .. } => self.declared().is_some_and(|object| object.is(name)),
            Type::Basic(basic) => match name {
                "byte" => *basic == Basic::Uint8,
                "rune" => *basic == Basic::Int32,
                _ => basic.name() == name,
            },
            Type::Interface(_) => matches!(name, "any" | "interface{}") && self.id == TypeId::EMPTY_INTERFACE,
            Type::Struct(fields) => name == "struct{}" && fields.is_empty(),
            _ => false,
        }
    }

    /// Whether it is one of these types.
    pub fn is_any_of(self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    /// Whether it is the predeclared `error`.
    pub fn is_error(self) -> bool {
        self.id == TypeId::ERROR
    }

    /// The element of a pointer, through declared types.
    pub fn pointee(self) -> Option<Ty<'a>> {
        match self.shape()? {
            Type::Pointer(elem) => self.of(*elem),
            _ => None,
        }
    }

    /// Without one level of pointer.
    pub fn deref(self) -> Ty<'a> {
        self.pointee().unwrap_or(self)
    }

    /// The element of a slice, array, pointer to array, channel or map.
    pub fn elem(self) -> Option<Ty<'a>> {
        match self.shape()? {
            Type::Slice(elem) | Type::Array { elem, .. } | Type::Chan { elem, .. } | Type::Map { value: elem, .. } => {
                self.of(*elem)
            }
            Type::Pointer(array) => match self.of(*array)?.shape()? {
                Type::Array { elem, .. } => self.of(*elem),
                _ => None,
            },
            _ => None,
        }
    }

    /// The key of a map.
    pub fn key(self) -> Option<Ty<'a>> {
        match self.shape()? {
            Type::Map { key, .. } => self.of(*key),
            _ => None,
        }
    }

    /// Whether a pointer; `None` where the underlying type is unknown. The same holds for the questions below.
    pub fn is_pointer(self) -> Option<bool> {
        Some(matches!(self.shape()?, Type::Pointer(_)))
    }

    pub fn is_interface(self) -> Option<bool> {
        if let Type::TypeParam(_) = self.raw() {
            return Some(false);
        }
        Some(matches!(self.shape()?, Type::Interface(_)))
    }

    pub fn is_type_param(self) -> bool {
        matches!(self.raw(), Type::TypeParam(_))
    }

    pub fn is_struct(self) -> Option<bool> {
        Some(matches!(self.shape()?, Type::Struct(_)))
    }

    pub fn is_slice(self) -> Option<bool> {
        Some(matches!(self.shape()?, Type::Slice(_)))
    }

    pub fn is_map(self) -> Option<bool> {
        Some(matches!(self.shape()?, Type::Map { .. }))
    }

    pub fn is_chan(self) -> Option<bool> {
        Some(matches!(self.shape()?, Type::Chan { .. }))
    }

    pub fn is_func(self) -> Option<bool> {
        Some(matches!(self.shape()?, Type::Signature(_)))
    }

    /// The direction of a channel.
    pub fn chan_dir(self) -> Option<ChanDir> {
        match self.shape()? {
            Type::Chan { dir, .. } => Some(*dir),
            _ => None,
        }
    }

    /// The basic type it comes down to.
    pub fn basic(self) -> Option<Basic> {
        match self.shape()? {
            Type::Basic(basic) => Some(*basic),
            _ => None,
        }
    }

    /// Whether it comes down to a string, an integer, …; `None` where unknown.
    pub fn is_string(self) -> Option<bool> {
        Some(matches!(self.shape()?, Type::Basic(basic) if basic.is_string()))
    }

    pub fn is_integer(self) -> Option<bool> {
        Some(matches!(self.shape()?, Type::Basic(basic) if basic.is_integer()))
    }

    pub fn is_boolean(self) -> Option<bool> {
        Some(matches!(self.shape()?, Type::Basic(basic) if basic.is_boolean()))
    }

    pub fn is_float(self) -> Option<bool> {
        Some(matches!(self.shape()?, Type::Basic(basic) if basic.is_float()))
    }

    /// Whether nil is one of its values; `None` where unknown.
    pub fn is_nilable(self) -> Option<bool> {
        Some(matches!(
            self.shape()?,
            Type::Pointer(_)
                | Type::Slice(_)
                | Type::Map { .. }
                | Type::Chan { .. }
                | Type::Signature(_)
                | Type::Interface(_)
                | Type::Basic(Basic::UnsafePointer | Basic::UntypedNil)
        ))
    }

    /// The fields of a struct, through declared types but not through pointers.
    pub fn fields(self) -> Option<&'a [Field]> {
        match self.shape()? {
            Type::Struct(fields) => Some(fields),
            _ => None,
        }
    }

    /// The type of the field with this name (not a promoted one).
    pub fn field(self, name: &str) -> Option<Ty<'a>> {
        let field = self.fields()?.iter().find(|field| field.name == name)?;
        self.of(field.ty)
    }

    /// The function type.
    pub fn signature(self) -> Option<&'a Signature> {
        match self.shape()? {
            Type::Signature(signature) => Some(signature),
            _ => None,
        }
    }

    /// The parameters of a function type, unknown ones as `None`.
    pub fn params(self) -> Option<Vec<Option<Ty<'a>>>> {
        Some(self.signature()?.params.iter().map(|&id| self.of(id)).collect())
    }

    /// The results of a function type, unknown ones as `None`.
    pub fn results(self) -> Option<Vec<Option<Ty<'a>>>> {
        Some(self.signature()?.results.iter().map(|&id| self.of(id)).collect())
    }

    /// The parts of a tuple (what a call with several results gives); one value is a tuple of itself.
    pub fn parts(self) -> Vec<Option<Ty<'a>>> {
        match self.raw() {
            Type::Tuple(types) => types.iter().map(|&id| self.of(id)).collect(),
            _ => vec![Some(self)],
        }
    }
}

impl PartialEq for Ty<'_> {
    /// The same id: identical types, but literals of structs and interfaces may be identical without being equal.
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
