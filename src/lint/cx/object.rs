//! What a name stands for, as a rule sees it.

use super::Ty;
use crate::text::Symbol;
use crate::types::{Builtin, ObjectId, ObjectKind, Place, Provider, Store, Type, TypeName, VarKind};

/// A declared thing. Two are equal when they are the same declaration.
#[derive(Clone, Copy)]
pub struct Object<'a> {
    pub store: &'a Store,
    pub id: ObjectId,
}

impl PartialEq for Object<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
impl Eq for Object<'_> {}

impl std::hash::Hash for Object<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl std::fmt::Debug for Object<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.full_name())
    }
}

impl<'a> Object<'a> {
    /// The declaration as the types see it.
    pub fn raw(self) -> &'a crate::types::Object {
        self.store.object(self.id)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.raw().name.as_str()
    }

    /// Its name as a symbol.
    pub fn symbol(self) -> Symbol {
        self.raw().name
    }

    /// The import path of the package that declares it; `None` for the universe.
    pub fn package_path(self) -> Option<&'static str> {
        self.raw().package.map(|id| self.store.package(id).path.as_str())
    }

    /// `net/http.Get`, `(*sync.Mutex).Lock`, `(time.Time).Sub`, `(io.Reader).Read`, `append`, `error`; a field, a local
    /// variable and a method of a type without name have their bare name.
    pub fn full_name(self) -> String {
        let object = self.raw();
        let Some(package) = self.package_path() else { return self.name().to_owned() };
        match &object.kind {
            ObjectKind::Func(detail) => match detail.receiver {
                None => format!("{package}.{}", object.name),
                Some(receiver) => match receiver.base {
                    Some(base) => {
                        let base = Object { store: self.store, id: self.store.named(base).object };
                        let star = if receiver.pointer { "*" } else { "" };
                        format!("({star}{}).{}", base.full_name(), object.name)
                    }
                    None => object.name.as_str().to_owned(),
                },
            },
            ObjectKind::Package(_) => self.name().to_owned(),
            ObjectKind::Builtin(_) => format!("{package}.{}", object.name),
            ObjectKind::Var(VarKind::Package) | ObjectKind::Const(_) => format!("{package}.{}", object.name),
            ObjectKind::Type(TypeName::Named(_) | TypeName::Alias | TypeName::GenericAlias(_)) => {
                format!("{package}.{}", object.name)
            }
            _ => object.name.as_str().to_owned(),
        }
    }

    /// Whether it has this full name. For a method `(T).M` also matches one with a pointer receiver.
    pub fn is(self, full_name: &str) -> bool {
        // The name alone decides nearly always, without building the text.
        let last = full_name.rsplit('.').next().unwrap_or(full_name);
        self.name() == last && {
            let own = self.full_name();
            own == full_name || own.strip_prefix("(*").is_some_and(|own| full_name.strip_prefix('(') == Some(own))
        }
    }

    /// Whether it has one of these full names.
    pub fn is_any(self, full_names: &[&str]) -> bool {
        full_names.iter().any(|name| self.is(name))
    }

    /// Its type; for the name of a type that type.
    pub fn ty(self) -> Option<Ty<'a>> {
        Ty::known(self.store, self.store.type_of(self.id))
    }

    /// A function or method.
    pub fn is_func(self) -> bool {
        self.raw().is_func()
    }

    /// A method, declared for a type or in an interface.
    pub fn is_method(self) -> bool {
        self.raw().receiver().is_some()
    }

    /// A method declared in an interface.
    pub fn is_interface_method(self) -> bool {
        self.raw().receiver().is_some_and(|receiver| receiver.interface)
    }

    /// The builtin, if it is one.
    pub fn builtin(self) -> Option<Builtin> {
        self.raw().builtin()
    }

    /// A variable of any kind, fields included.
    pub fn is_var(self) -> bool {
        self.raw().is_var()
    }

    /// What sort of variable.
    pub fn var_kind(self) -> Option<VarKind> {
        match self.raw().kind {
            ObjectKind::Var(kind) => Some(kind),
            _ => None,
        }
    }

    /// A variable declared in a function: local, parameter, result, receiver.
    pub fn is_local(self) -> bool {
        matches!(self.var_kind(), Some(VarKind::Local | VarKind::Param | VarKind::Result | VarKind::Receiver))
    }

    /// A named result of a function.
    pub fn is_result(self) -> bool {
        self.var_kind() == Some(VarKind::Result)
    }

    /// A variable declared at package level, of any package.
    pub fn is_package_var(self) -> bool {
        self.var_kind() == Some(VarKind::Package)
    }

    /// A struct's field.
    pub fn is_field(self) -> bool {
        self.raw().is_field()
    }

    /// A constant.
    pub fn is_const(self) -> bool {
        matches!(self.raw().kind, ObjectKind::Const(_))
    }

    /// The name of a type.
    pub fn is_type(self) -> bool {
        matches!(self.raw().kind, ObjectKind::Type(_))
    }

    /// The name of an imported package; [`Object::imported`] says which.
    pub fn is_package(self) -> bool {
        matches!(self.raw().kind, ObjectKind::Package(_))
    }

    /// The import path that the name of a package stands for.
    pub fn imported(self) -> Option<&'static str> {
        match self.raw().kind {
            ObjectKind::Package(id) => Some(self.store.package(id).path.as_str()),
            _ => None,
        }
    }

    /// The predeclared `nil`.
    pub fn is_nil(self) -> bool {
        matches!(self.raw().kind, ObjectKind::Nil)
    }

    /// Whether its name begins with an upper-case letter.
    pub fn is_exported(self) -> bool {
        self.raw().name.is_exported()
    }

    /// Where its name stands, if it comes from source of this run.
    pub fn place(self) -> Option<Place> {
        self.raw().place
    }

    /// The declared type whose method it is.
    pub fn receiver_type(self) -> Option<Object<'a>> {
        let base = self.raw().receiver()?.base?;
        Some(Object { store: self.store, id: self.store.named(base).object })
    }

    /// Whether a package of the standard library declares it.
    pub fn is_std(self) -> bool {
        self.package_path().is_some_and(crate::package::is_std)
    }

    /// Whether nothing is known of the package that declares it, so that no absence may be claimed of it.
    pub fn is_of_unknown_package(self) -> bool {
        self.raw()
            .package
            .is_some_and(|id| matches!(self.store.package(id).provider, Provider::Unknown { .. } | Provider::C))
    }

    /// The types of a function's parameters and results, and whether it is variadic.
    pub fn signature(self) -> Option<&'a crate::types::Signature> {
        match self.store.ty(self.store.type_of(self.id)) {
            Type::Signature(signature) => Some(signature),
            _ => None,
        }
    }
}
