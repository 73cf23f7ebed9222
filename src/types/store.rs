//! The one append-only store of a run: types, declared types, type parameters, objects, packages.
//!
//! Everything is lent out for as long as the store lives, from any number of threads; nothing is ever moved or freed. Lazy
//! parts (an object's type, a declared type's underlying type) are slots that are filled once: whoever needs one computes it,
//! the first to finish wins, and all see the winner's. So there is no lock to wait for and no deadlock; a slot that needs itself
//! is found by the thread that runs it (`declare`) and is unknown.

use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::{Arc, OnceLock};

use hashbrown::HashTable;
use parking_lot::RwLock;
use rustc_hash::{FxHashMap, FxHasher};

use super::object::{NamedType, Object, Package, TypeParam};
use super::sizes::Sizes;
use super::subst::GenericSignatures;
use super::summary::StdScope;
use super::ty::{Basic, Flags, Interface, NamedId, ObjectId, PackageId, Signature, Type, TypeId, TypeParamId};
use super::typeset::TypeSet;
use crate::package::{UnitId, Workspace};
use crate::text::{Idx, Symbol};

/// A type with what is remembered about it.
#[derive(Debug)]
pub(super) struct TypeEntry {
    pub ty: Type,
    pub flags: Flags,
    /// The underlying type of a declared type, once known.
    pub underlying: OnceLock<TypeId>,
    /// The type set of an interface, once known.
    pub type_set: OnceLock<Arc<TypeSet>>,
    /// How deep its components nest.
    pub depth: u16,
}

/// Which imports are answered: all but for trials of what happens without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Imports {
    #[default]
    All,
    /// Only those of the standard library.
    Std,
    /// Only package unsafe.
    None,
}

/// Types and objects of one run.
#[derive(Debug)]
pub struct Store {
    pub(super) types: boxcar::Vec<TypeEntry>,
    shards: [RwLock<HashTable<TypeId>>; SHARDS],
    pub(super) named: boxcar::Vec<NamedType>,
    pub(super) params: boxcar::Vec<TypeParam>,
    pub(super) objects: boxcar::Vec<Object>,
    pub(super) packages: boxcar::Vec<Package>,
    pub(super) generic_signatures: RwLock<GenericSignatures>,
    /// The packages of the source units that were asked for, and those that could not be found, by import path.
    pub(super) by_unit: RwLock<FxHashMap<UnitId, PackageId>>,
    pub(super) by_path: RwLock<FxHashMap<Symbol, PackageId>>,
    /// The standard library's summary, and its packages that were asked for.
    pub(super) std: Option<StdScope>,
    pub(super) by_std: RwLock<FxHashMap<Symbol, PackageId>>,
    /// The names of standard packages that no import declares, where imports may be guessed.
    pub(super) guessed: RwLock<FxHashMap<PackageId, ObjectId>>,
    /// The predeclared names, and those of package unsafe.
    pub(super) universe: FxHashMap<Symbol, ObjectId>,
    pub(super) unsafe_scope: FxHashMap<Symbol, ObjectId>,
    /// Sizes on the platform of the run.
    pub layout: Sizes,
    /// Which imports are answered.
    pub imports: Imports,
    /// Where source units and their files come from.
    pub workspace: Arc<Workspace>,
}

const SHARDS: usize = 16;

fn hash(ty: &Type) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(ty)
}

impl Store {
    /// A store with nothing but the fixed types.
    pub(crate) fn bare(workspace: Arc<Workspace>) -> Store {
        let store = Store {
            types: boxcar::Vec::new(),
            shards: std::array::from_fn(|_| RwLock::default()),
            named: boxcar::Vec::new(),
            params: boxcar::Vec::new(),
            objects: boxcar::Vec::new(),
            packages: boxcar::Vec::new(),
            generic_signatures: RwLock::default(),
            by_unit: RwLock::default(),
            by_path: RwLock::default(),
            std: StdScope::of(&workspace),
            by_std: RwLock::default(),
            guessed: RwLock::default(),
            universe: FxHashMap::default(),
            unsafe_scope: FxHashMap::default(),
            layout: Sizes::of(&workspace.context().goarch),
            imports: Imports::All,
            workspace,
        };
        for basic in Basic::ALL {
            store.intern(Type::Basic(basic));
        }
        store.intern(Type::Interface(Box::default()));
        store.intern(Type::Tuple(Box::default()));
        store.intern(Type::Struct(Box::default()));
        store.intern(Type::Slice(TypeId::UINT8));
        store.intern(Type::Named { origin: NamedId::from_usize(0), args: Box::default() });
        store.intern(Type::Named { origin: NamedId::from_usize(1), args: Box::default() });
        debug_assert_eq!(store.ty(TypeId::BYTES), &Type::Slice(TypeId::UINT8));
        store
    }

    /// How much it holds, for those who look at costs.
    pub fn sizes(&self) -> String {
        let (types, objects) = (self.types.count(), self.objects.count());
        format!("{types} types, {objects} objects, {} packages", self.packages.count())
    }

    /// The id of a type; the same one for equal types.
    pub fn intern(&self, ty: Type) -> TypeId {
        let hash = hash(&ty);
        let shard = &self.shards[(hash >> 57) as usize % SHARDS];
        let same = |&id: &TypeId| self.types[id.index()].ty == ty;
        if let Some(&id) = shard.read().find(hash, same) {
            return id;
        }
        let mut table = shard.write();
        if let Some(&id) = table.find(hash, same) {
            return id;
        }
        let (flags, depth) = (self.flags_of(&ty), self.depth_of(&ty));
        let entry = TypeEntry { ty, flags, underlying: OnceLock::new(), type_set: OnceLock::new(), depth };
        let id = TypeId::from_usize(self.types.push(entry));
        table.insert_unique(hash, id, |&id| self::hash(&self.types[id.index()].ty));
        id
    }

    /// What a type is.
    pub fn ty(&self, id: TypeId) -> &Type {
        &self.types[id.index()].ty
    }

    /// What is known of it at once.
    pub fn flags(&self, id: TypeId) -> Flags {
        self.types[id.index()].flags
    }

    /// How deep its components nest: 1 for what has none.
    pub(super) fn depth(&self, id: TypeId) -> u16 {
        self.types[id.index()].depth
    }

    /// Where the type set of an interface is kept.
    pub(super) fn type_set_slot(&self, id: TypeId) -> &OnceLock<Arc<TypeSet>> {
        &self.types[id.index()].type_set
    }

    /// Whether something unknown occurs in it (not looking into declared types).
    pub fn has_unknown(&self, id: TypeId) -> bool {
        self.flags(id).has(Flags::UNKNOWN)
    }

    /// Whether a type parameter occurs in it.
    pub fn has_type_param(&self, id: TypeId) -> bool {
        self.flags(id).has(Flags::TYPE_PARAM)
    }

    /// A declared type.
    pub fn named(&self, id: NamedId) -> &NamedType {
        &self.named[id.index()]
    }

    /// A type parameter.
    pub fn type_param(&self, id: TypeParamId) -> &TypeParam {
        &self.params[id.index()]
    }

    /// An object.
    pub fn object(&self, id: ObjectId) -> &Object {
        &self.objects[id.index()]
    }

    /// A package.
    pub fn package(&self, id: PackageId) -> &Package {
        &self.packages[id.index()]
    }

    /// Adds an object.
    pub fn add_object(&self, object: Object) -> ObjectId {
        ObjectId::from_usize(self.objects.push(object))
    }

    /// Adds a declared type.
    pub fn add_named(&self, named: NamedType) -> NamedId {
        NamedId::from_usize(self.named.push(named))
    }

    /// Adds a type parameter.
    pub fn add_type_param(&self, param: TypeParam) -> TypeParamId {
        TypeParamId::from_usize(self.params.push(param))
    }

    /// Adds a package.
    pub fn add_package(&self, package: Package) -> PackageId {
        PackageId::from_usize(self.packages.push(package))
    }

    /// `*elem`
    pub fn pointer(&self, elem: TypeId) -> TypeId {
        self.intern(Type::Pointer(elem))
    }

    /// `[]elem`
    pub fn slice(&self, elem: TypeId) -> TypeId {
        self.intern(Type::Slice(elem))
    }

    /// `map[key]value`
    pub fn map(&self, key: TypeId, value: TypeId) -> TypeId {
        self.intern(Type::Map { key, value })
    }

    /// Several values.
    pub fn tuple(&self, types: impl Into<Box<[TypeId]>>) -> TypeId {
        self.intern(Type::Tuple(types.into()))
    }

    /// A function type.
    pub fn signature(&self, signature: Signature) -> TypeId {
        self.intern(Type::Signature(Box::new(signature)))
    }

    /// An interface type; `methods` are sorted here.
    pub fn interface(&self, mut interface: Interface) -> TypeId {
        interface.methods.sort_by_key(|method| method.name.as_str());
        self.intern(Type::Interface(Box::new(interface)))
    }

    /// A declared type with its type arguments.
    pub fn named_type(&self, origin: NamedId, args: impl Into<Box<[TypeId]>>) -> TypeId {
        self.intern(Type::Named { origin, args: args.into() })
    }

    /// A type parameter as a type.
    pub fn param_type(&self, id: TypeParamId) -> TypeId {
        self.intern(Type::TypeParam(id))
    }

    /// The function type, if it is one as written (not through a declared type).
    pub fn as_signature(&self, id: TypeId) -> Option<&Signature> {
        match self.ty(id) {
            Type::Signature(signature) => Some(signature),
            _ => None,
        }
    }

    fn depth_of(&self, ty: &Type) -> u16 {
        let deepest = |ids: &mut dyn Iterator<Item = TypeId>| ids.map(|id| self.depth(id)).max().unwrap_or(0);
        let inner = match ty {
            Type::Basic(_) | Type::TypeParam(_) => 0,
            Type::Pointer(elem) | Type::Slice(elem) | Type::Array { elem, .. } | Type::Chan { elem, .. } => {
                self.depth(*elem)
            }
            Type::Map { key, value } => self.depth(*key).max(self.depth(*value)),
            Type::Named { args: types, .. } | Type::Tuple(types) => deepest(&mut types.iter().copied()),
            Type::Struct(fields) => deepest(&mut fields.iter().map(|field| field.ty)),
            Type::Signature(signature) => deepest(&mut signature.params.iter().chain(&signature.results).copied()),
            Type::Interface(interface) => {
                let methods = interface.methods.iter().map(|method| method.ty);
                deepest(&mut methods.chain(interface.embeds.iter().copied()))
            }
            Type::Union(terms) => deepest(&mut terms.iter().map(|term| term.ty)),
        };
        inner.saturating_add(1)
    }

    fn flags_of(&self, ty: &Type) -> Flags {
        let all =
            |ids: &mut dyn Iterator<Item = TypeId>| ids.fold(Flags::default(), |flags, id| flags.with(self.flags(id)));
        let loose = |some: bool| if some { Flags::LOOSE } else { Flags::default() };
        match ty {
            Type::Basic(Basic::Unknown) => Flags::UNKNOWN,
            Type::Basic(_) => Flags::default(),
            Type::Named { args, .. } => all(&mut args.iter().copied()),
            Type::Pointer(elem) | Type::Slice(elem) | Type::Chan { elem, .. } => self.flags(*elem),
            Type::Array { len: Some(_), elem } => self.flags(*elem),
            Type::Array { len: None, elem } => self.flags(*elem).with(Flags::UNKNOWN),
            Type::Map { key, value } => self.flags(*key).with(self.flags(*value)),
            Type::Struct(fields) => all(&mut fields.iter().map(|field| field.ty)).with(loose(!fields.is_empty())),
            Type::Signature(signature) => all(&mut signature.params.iter().chain(&signature.results).copied()),
            Type::Interface(interface) => {
                all(&mut interface.methods.iter().map(|method| method.ty).chain(interface.embeds.iter().copied()))
                    .with(loose(!interface.methods.is_empty() || !interface.embeds.is_empty()))
            }
            Type::Tuple(types) => all(&mut types.iter().copied()),
            Type::TypeParam(_) => Flags::TYPE_PARAM,
            Type::Union(terms) => all(&mut terms.iter().map(|term| term.ty)).with(Flags::LOOSE),
        }
    }
}
