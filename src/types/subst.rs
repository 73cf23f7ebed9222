//! Substitution of type arguments for type parameters.
//!
//! Declared types are not entered: `T[P]` becomes `T[int]`, and what that is underneath is found when somebody asks
//! ([`Store::instantiated_underlying`]). As golang/go: `src/go/types/subst.go` and `named.go`.

use rustc_hash::FxHashMap;

use super::object::TypeParam;
use super::store::Store;
use super::ty::{Field, Interface, Method, Signature, Term, Type, TypeId, TypeParamId};

/// Types nest no deeper than this by substitution: `type T[P any] struct { next *T[*P] }` never ends.
const MAX_DEPTH: u16 = 100;

/// Type parameters with what they are replaced by.
#[derive(Clone, Copy, Debug)]
pub struct Substitution<'a> {
    pub params: &'a [TypeParamId],
    /// As many as parameters; missing ones leave the parameter.
    pub args: &'a [TypeId],
}

/// Substituted signatures of generic methods whose constraints mention the receiver's type parameters: their own parameters
/// are made anew, once.
pub(super) type GenericSignatures = FxHashMap<(TypeId, Box<[TypeParamId]>, Box<[TypeId]>), TypeId>;

impl Store {
    /// The type with all parameters replaced.
    pub fn substitute(&self, ty: TypeId, by: Substitution<'_>) -> TypeId {
        if by.params.is_empty() || by.args.is_empty() {
            return ty;
        }
        Substituter { store: self, by }.ty(ty)
    }

    /// The underlying type of an instance of a generic declared type, whose own underlying type is `generic`.
    pub(super) fn instantiated_underlying(&self, generic: TypeId, params: &[TypeParamId], args: &[TypeId]) -> TypeId {
        if params.len() != args.len() {
            return TypeId::UNKNOWN;
        }
        self.substitute(generic, Substitution { params, args })
    }

    /// The signature of a generic function with its type parameters replaced. Unknown where the number is wrong.
    pub fn instantiate_signature(&self, ty: TypeId, args: &[TypeId]) -> TypeId {
        let Type::Signature(signature) = self.ty(ty) else { return TypeId::UNKNOWN };
        if signature.type_params.len() != args.len() {
            return TypeId::UNKNOWN;
        }
        let by = Substitution { params: &signature.type_params, args };
        let substituter = Substituter { store: self, by };
        let params = substituter.list(&signature.params);
        let results = substituter.list(&signature.results);
        self.signature(Signature { type_params: Box::default(), params, results, variadic: signature.variadic })
    }

    /// Copies of type parameters that occur nowhere else, with their constraints.
    pub(super) fn rename_params(&self, params: &[TypeParamId]) -> Vec<TypeParamId> {
        let fresh: Vec<TypeParamId> = params.iter().map(|&param| self.copy_param(param)).collect();
        let args: Vec<TypeId> = fresh.iter().map(|&param| self.param_type(param)).collect();
        let by = Substitution { params, args: &args };
        for (&old, &new) in params.iter().zip(&fresh) {
            let constraint = self.substitute(self.constraint(old), by);
            let _ = self.type_param(new).constraint.set(constraint);
        }
        fresh
    }

    /// A type parameter with everything but a constraint, which the caller sets at once.
    fn copy_param(&self, param: TypeParamId) -> TypeParamId {
        let old = self.type_param(param);
        self.add_type_param(TypeParam {
            object: old.object,
            name: old.name,
            index: old.index,
            owner: old.owner,
            constraint: std::sync::OnceLock::new(),
        })
    }
}

struct Substituter<'a> {
    store: &'a Store,
    by: Substitution<'a>,
}

impl Substituter<'_> {
    fn ty(&self, id: TypeId) -> TypeId {
        let store = self.store;
        if !store.has_type_param(id) {
            return id;
        }
        match store.ty(id) {
            Type::Basic(_) => id,
            Type::TypeParam(param) => {
                let position = self.by.params.iter().position(|other| other == param);
                position.and_then(|position| self.by.args.get(position)).copied().unwrap_or(id)
            }
            Type::Named { origin, args } => {
                let new = store.named_type(*origin, self.list(args));
                if store.depth(new) > MAX_DEPTH { TypeId::UNKNOWN } else { new }
            }
            Type::Pointer(elem) => store.pointer(self.ty(*elem)),
            Type::Slice(elem) => store.slice(self.ty(*elem)),
            &Type::Array { len, elem } => store.intern(Type::Array { len, elem: self.ty(elem) }),
            &Type::Map { key, value } => store.map(self.ty(key), self.ty(value)),
            &Type::Chan { dir, elem } => store.intern(Type::Chan { dir, elem: self.ty(elem) }),
            Type::Struct(fields) => {
                let fields = fields.iter().map(|field| Field { ty: self.ty(field.ty), ..*field }).collect();
                store.intern(Type::Struct(fields))
            }
            Type::Signature(signature) => self.signature(id, signature),
            Type::Interface(interface) => store.intern(Type::Interface(Box::new(Interface {
                methods: interface.methods.iter().map(|m| Method { ty: self.ty(m.ty), ..*m }).collect(),
                embeds: self.list(&interface.embeds),
                comparable: interface.comparable,
                implicit: interface.implicit,
            }))),
            Type::Tuple(types) => store.tuple(self.list(types)),
            Type::Union(terms) => {
                store.intern(Type::Union(terms.iter().map(|term| Term { ty: self.ty(term.ty), ..*term }).collect()))
            }
        }
    }

    fn list(&self, types: &[TypeId]) -> Box<[TypeId]> {
        types.iter().map(|&ty| self.ty(ty)).collect()
    }

    fn signature(&self, id: TypeId, signature: &Signature) -> TypeId {
        let store = self.store;
        let own = &signature.type_params;
        let replaced = |param: &TypeParamId| self.by.params.contains(param);
        let constraint_changes = |&param: &TypeParamId| {
            let constraint = store.constraint(param);
            self.ty(constraint) != constraint
        };
        if own.is_empty() || !own.iter().any(constraint_changes) {
            return store.signature(Signature {
                // Where its own parameters are replaced, it is instantiated.
                type_params: if own.iter().any(replaced) { Box::default() } else { own.clone() },
                params: self.list(&signature.params),
                results: self.list(&signature.results),
                variadic: signature.variadic,
            });
        }
        let key = (id, Box::from(self.by.params), Box::from(self.by.args));
        if let Some(&known) = store.generic_signatures.read().get(&key) {
            return known;
        }
        let fresh: Vec<TypeParamId> = own.iter().map(|&param| store.copy_param(param)).collect();
        let mut params: Vec<TypeParamId> = self.by.params.to_vec();
        params.extend_from_slice(own);
        let mut args: Vec<TypeId> = self.by.args.to_vec();
        args.extend(fresh.iter().map(|&param| store.param_type(param)));
        let inner = Substituter { store, by: Substitution { params: &params, args: &args } };
        for (&old, &new) in own.iter().zip(&fresh) {
            let _ = store.type_param(new).constraint.set(inner.ty(store.constraint(old)));
        }
        let new = store.signature(Signature {
            params: inner.list(&signature.params),
            results: inner.list(&signature.results),
            type_params: fresh.into(),
            variadic: signature.variadic,
        });
        *store.generic_signatures.write().entry(key).or_insert(new)
    }
}
