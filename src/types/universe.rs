//! The predeclared names (Go specification, Predeclared identifiers) and package unsafe.

use std::sync::{Arc, OnceLock};

use super::constant::Constant;
use super::object::{
    Builtin, ConstSlot, FuncDetail, NamedType, Object, ObjectKind, Package, Provider, Receiver, TypeName,
};
use super::store::Store;
use super::ty::{Basic, Interface, Method, NamedId, ObjectId, PackageId, Signature, TypeId};
use crate::package::Workspace;
use crate::text::{Idx, Symbol};

/// The builtins of the universe.
const BUILTINS: [(&str, Builtin); 18] = [
    ("append", Builtin::Append),
    ("cap", Builtin::Cap),
    ("clear", Builtin::Clear),
    ("close", Builtin::Close),
    ("complex", Builtin::Complex),
    ("copy", Builtin::Copy),
    ("delete", Builtin::Delete),
    ("imag", Builtin::Imag),
    ("len", Builtin::Len),
    ("make", Builtin::Make),
    ("max", Builtin::Max),
    ("min", Builtin::Min),
    ("new", Builtin::New),
    ("panic", Builtin::Panic),
    ("print", Builtin::Print),
    ("println", Builtin::Println),
    ("real", Builtin::Real),
    ("recover", Builtin::Recover),
];

/// The builtins of package unsafe.
const UNSAFE: [(&str, Builtin); 8] = [
    ("Add", Builtin::UnsafeAdd),
    ("Alignof", Builtin::UnsafeAlignof),
    ("Offsetof", Builtin::UnsafeOffsetof),
    ("Sizeof", Builtin::UnsafeSizeof),
    ("Slice", Builtin::UnsafeSlice),
    ("SliceData", Builtin::UnsafeSliceData),
    ("String", Builtin::UnsafeString),
    ("StringData", Builtin::UnsafeStringData),
];

impl PackageId {
    /// Package unsafe: the first package of every store.
    pub fn unsafe_package() -> PackageId {
        PackageId::from_usize(0)
    }
}

impl Store {
    /// A store over the units of a workspace.
    pub fn new(workspace: Arc<Workspace>) -> Store {
        let mut store = Store::bare(workspace);
        store.declare_error();
        store.declare_comparable();
        for basic in &Basic::ALL[1..] {
            if !basic.is_untyped() && *basic != Basic::UnsafePointer {
                store.predeclare_type(basic.name(), basic.id());
            }
        }
        store.predeclare_type("byte", TypeId::UINT8);
        store.predeclare_type("rune", TypeId::INT32);
        store.predeclare_type("any", TypeId::EMPTY_INTERFACE);
        for (name, value) in [("false", Constant::Bool(false)), ("true", Constant::Bool(true))] {
            store.predeclare_constant(name, TypeId::UNTYPED_BOOL, value);
        }
        store.predeclare_constant("iota", TypeId::UNTYPED_INT, Constant::Int(0));
        store.predeclare("nil", ObjectKind::Nil, TypeId::UNTYPED_NIL);
        for (name, builtin) in BUILTINS {
            store.predeclare(name, ObjectKind::Builtin(builtin), TypeId::UNKNOWN);
        }
        let path = Symbol::intern("unsafe");
        let package = store.add_package(Package { path, provider: Provider::Unsafe, scope: OnceLock::new() });
        debug_assert_eq!(package, PackageId::unsafe_package());
        let pointer = ObjectKind::Type(TypeName::Basic);
        let builtins = UNSAFE.map(|(name, builtin)| (name, ObjectKind::Builtin(builtin), TypeId::UNKNOWN));
        for (name, kind, ty) in builtins.into_iter().chain([("Pointer", pointer, TypeId::UNSAFE_POINTER)]) {
            let name = Symbol::intern(name);
            let object = store.add_object(Object::new(kind, name, Some(package), None, ty));
            store.unsafe_scope.insert(name, object);
        }
        store
    }

    /// A predeclared name.
    pub fn universe(&self, name: Symbol) -> Option<ObjectId> {
        self.universe.get(&name).copied()
    }

    fn predeclare(&mut self, name: &str, kind: ObjectKind, ty: TypeId) {
        let name = Symbol::intern(name);
        let object = self.add_object(Object::new(kind, name, None, None, ty));
        self.universe.insert(name, object);
    }

    fn predeclare_type(&mut self, name: &str, ty: TypeId) {
        self.predeclare(name, ObjectKind::Type(TypeName::Basic), ty);
    }

    fn predeclare_constant(&mut self, name: &str, ty: TypeId, value: Constant) {
        let slot = ConstSlot { value: OnceLock::from(value) };
        self.predeclare(name, ObjectKind::Const(Box::new(slot)), ty);
    }

    /// A declared type of the universe; the numbers were given out when the store was made.
    fn predeclare_named(&mut self, name: &str, expected: TypeId, underlying: TypeId) -> NamedId {
        let name = Symbol::intern(name);
        let object = ObjectId::from_usize(self.objects.count());
        let named = self.add_named(NamedType {
            object,
            type_params: OnceLock::from(Box::default()),
            underlying: OnceLock::from(underlying),
            methods: boxcar::Vec::new(),
            summary_methods: OnceLock::new(),
            by_name: Default::default(),
        });
        let ty = self.named_type(named, []);
        debug_assert_eq!(ty, expected);
        self.add_object(Object::new(ObjectKind::Type(TypeName::Named(named)), name, None, None, ty));
        self.universe.insert(name, object);
        named
    }

    /// `type error interface { Error() string }`
    fn declare_error(&mut self) {
        let signature = self.signature(Signature { results: [TypeId::STRING].into(), ..Signature::default() });
        let receiver = Receiver { base: Some(NamedId::from_usize(0)), pointer: false, interface: true };
        let detail = FuncDetail { receiver: Some(receiver), ..FuncDetail::default() };
        let name = Symbol::intern("Error");
        let method = self.add_object(Object::new(ObjectKind::Func(Box::new(detail)), name, None, None, signature));
        let methods = [Method { name, ty: signature, object: method }].into();
        let interface = self.interface(Interface { methods, ..Interface::default() });
        self.predeclare_named("error", TypeId::ERROR, interface);
    }

    /// `type comparable interface { comparable }`
    fn declare_comparable(&mut self) {
        let interface = self.interface(Interface { comparable: true, ..Interface::default() });
        self.predeclare_named("comparable", TypeId::COMPARABLE, interface);
    }
}
