//! Objects to types, when first asked for: each is a slot that is filled once and read without a lock ever after.
//!
//! Whoever needs an empty slot computes it; two threads may do so at once, and then the first wins (both come to the same
//! result, for types are hash-consed and a declaration's own objects are kept by place). A slot that needs itself, directly or
//! not, is found by the thread that computes it and is unknown there, as all that depends on it.

use std::cell::RefCell;

use super::constant::Constant;
use super::infer::Checker;
use super::object::{ObjectKind, Origin, TypeName, TypeParam};
use super::store::Store;
use super::subst::Substitution;
use super::ty::{Interface, NamedId, ObjectId, Type, TypeId, TypeParamId};
use crate::package::UnitId;
use crate::syntax::ast::{ExprId, FieldListId, FuncId, SpecKind};
use crate::text::Idx;

/// What a thread is computing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Type(ObjectId),
    Underlying(NamedId),
    Constraint(TypeParamId),
}

thread_local! {
    static RUNNING: RefCell<Vec<Slot>> = const { RefCell::new(Vec::new()) };
}

/// Declarations that lead to each other deeper than this are given up.
const MAX_RUNNING: usize = 500;

/// Takes the slot off the stack, also when the computation panics.
struct Running;

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.with_borrow_mut(|running| running.pop());
    }
}

/// Computes a slot; `None` if this thread is already at it.
fn running<T>(slot: Slot, compute: impl FnOnce() -> T) -> Option<T> {
    let cycle = RUNNING.with_borrow_mut(|running| {
        let cycle = running.len() >= MAX_RUNNING || running.contains(&slot);
        if !cycle {
            running.push(slot);
        }
        cycle
    });
    if cycle {
        return None;
    }
    let _guard = Running;
    Some(compute())
}

impl Store {
    /// The type of an object: of a constant or variable its type, of a type's name the type (of a generic one the type without
    /// arguments), of a function its signature. Unknown where it cannot be found.
    pub fn type_of(&self, id: ObjectId) -> TypeId {
        let object = self.object(id);
        if let Some(&ty) = object.ty.get() {
            return ty;
        }
        if object.origin == Origin::Fixed {
            return TypeId::UNKNOWN;
        }
        let Some(ty) = running(Slot::Type(id), || self.find_type(id)) else { return TypeId::UNKNOWN };
        let _ = object.ty.set(ty);
        object.ty.get().copied().unwrap_or(ty)
    }

    /// The value of a constant; `Unknown` for anything else.
    pub fn constant_of(&self, id: ObjectId) -> Constant {
        self.type_of(id);
        match &self.object(id).kind {
            ObjectKind::Const(slot) => slot.value.get().cloned().unwrap_or(Constant::Unknown),
            _ => Constant::Unknown,
        }
    }

    /// The underlying type (Go specification, Underlying types): of a declared type what its declaration comes down to, of a
    /// type parameter its constraint's interface, of any other type itself. Unknown where the declaration is.
    pub fn underlying(&self, id: TypeId) -> TypeId {
        let entry = &self.types[id.index()];
        let (origin, args) = match &entry.ty {
            Type::Named { origin, args } => (*origin, args),
            Type::TypeParam(param) => return self.underlying_constraint(*param),
            _ => return id,
        };
        if let Some(&known) = entry.underlying.get() {
            return known;
        }
        let Some(generic) = self.underlying_of_origin(origin) else { return TypeId::UNKNOWN };
        let params = self.type_params(origin);
        let ty = if args.is_empty() { generic } else { self.instantiated_underlying(generic, params, args) };
        let _ = entry.underlying.set(ty);
        ty
    }

    /// The underlying type of a declared type in terms of its own parameters; `None` in a cycle and for a local type that is
    /// being declared.
    fn underlying_of_origin(&self, id: NamedId) -> Option<TypeId> {
        let named = self.named(id);
        if let Some(&known) = named.underlying.get() {
            return Some(known);
        }
        let origin = self.object(named.object).origin;
        if let Origin::Record(_) = origin {
            let ty = running(Slot::Underlying(id), || self.summary_underlying(id))?;
            return Some(*named.underlying.get_or_init(|| ty));
        }
        let Origin::Spec { unit, file, spec, .. } = origin else { return None };
        let ty = running(Slot::Underlying(id), || {
            let mut checker = Checker::new(self, unit, file);
            let SpecKind::Type { ty, type_params, .. } = checker.ast.specs[spec] else { return TypeId::UNKNOWN };
            if type_params.is_some() {
                checker.declare_type_params(self.type_params(id));
            }
            let target = checker.declared_type(ty, Some(id));
            match self.ty(target) {
                Type::TypeParam(_) => TypeId::UNKNOWN,
                _ => self.underlying(target),
            }
        })?;
        let _ = named.underlying.set(ty);
        named.underlying.get().copied()
    }

    fn underlying_constraint(&self, id: TypeParamId) -> TypeId {
        let under = self.underlying(self.constraint(id));
        match self.ty(under) {
            Type::Interface(_) => under,
            _ if under.is_unknown() => under,
            _ => self.interface(Interface {
                embeds: [self.constraint(id)].into(),
                implicit: true,
                ..Interface::default()
            }),
        }
    }

    /// The constraint of a type parameter as declared: an interface type, or any other type that stands for the interface of
    /// its values.
    pub fn constraint(&self, id: TypeParamId) -> TypeId {
        let param = self.type_param(id);
        if let Some(&known) = param.constraint.get() {
            return known;
        }
        let Some(ty) = running(Slot::Constraint(id), || self.find_constraint(id)) else { return TypeId::UNKNOWN };
        let _ = param.constraint.set(ty);
        param.constraint.get().copied().unwrap_or(ty)
    }

    /// The type parameters of a declared type; empty for an ordinary one.
    pub fn type_params(&self, id: NamedId) -> &[TypeParamId] {
        let named = self.named(id);
        named.type_params.get_or_init(|| {
            let origin = self.object(named.object).origin;
            if let Origin::Record(_) = origin {
                return self.summary_type_params(id);
            }
            let Origin::Spec { unit, file, spec, .. } = origin else { return Box::default() };
            let checker = Checker::new(self, unit, file);
            match checker.ast.specs[spec] {
                SpecKind::Type { type_params: Some(list), .. } => self.make_type_params(&checker, list, named.object),
                _ => Box::default(),
            }
        })
    }

    /// The type parameters that a function or method declares itself.
    pub fn type_params_of(&self, id: ObjectId) -> &[TypeParamId] {
        let object = self.object(id);
        let ObjectKind::Func(detail) = &object.kind else { return &[] };
        if let Origin::Record(_) | Origin::Method { .. } = object.origin {
            return detail.type_params.get_or_init(|| self.summary_func_params(id));
        }
        let Origin::Func { unit, file, func } = object.origin else {
            return detail.type_params.get().map_or(&[], |params| params);
        };
        detail.type_params.get_or_init(|| {
            let checker = Checker::new(self, unit, file);
            let sig = checker.ast.sigs[checker.ast.funcs[func].sig];
            sig.type_params.map_or_else(Box::default, |list| self.make_type_params(&checker, list, id))
        })
    }

    /// The type parameters that the receiver of a method of a generic type declares, in the order of the type's own.
    pub fn receiver_params_of(&self, id: ObjectId) -> &[TypeParamId] {
        let object = self.object(id);
        let ObjectKind::Func(detail) = &object.kind else { return &[] };
        if let Origin::Record(_) | Origin::Method { .. } = object.origin {
            return detail.receiver_params.get_or_init(|| self.summary_receiver_params(id));
        }
        let Origin::Func { unit, file, func } = object.origin else {
            return detail.receiver_params.get().map_or(&[], |params| params);
        };
        detail.receiver_params.get_or_init(|| {
            let checker = Checker::new(self, unit, file);
            let names = checker.receiver_param_names(func);
            let make = |(index, ident)| self.make_type_param(&checker, ident, index, id);
            names.into_iter().enumerate().map(make).collect()
        })
    }

    /// The generic part of a declaration: what its type parameters are replaced in.
    pub(super) fn alias_target(&self, id: NamedId) -> TypeId {
        let named = self.named(id);
        if let Some(&known) = named.underlying.get() {
            return known;
        }
        let origin = self.object(named.object).origin;
        if let Origin::Record(_) = origin {
            return *named.underlying.get_or_init(|| self.summary_underlying(id));
        }
        let Origin::Spec { unit, file, spec, .. } = origin else { return TypeId::UNKNOWN };
        let target = running(Slot::Underlying(id), || {
            let mut checker = Checker::new(self, unit, file);
            let SpecKind::Type { ty, .. } = checker.ast.specs[spec] else { return TypeId::UNKNOWN };
            checker.declare_type_params(self.type_params(id));
            checker.typ(ty)
        });
        let Some(target) = target else { return TypeId::UNKNOWN };
        let _ = named.underlying.set(target);
        target
    }

    pub(super) fn make_type_params(
        &self,
        checker: &Checker<'_>,
        list: FieldListId,
        owner: ObjectId,
    ) -> Box<[TypeParamId]> {
        let ast = checker.ast;
        let fields = ast.list(ast.field_lists[list].fields);
        let names = fields.flat_map(|field| ast.list(ast.fields[field].names));
        names.enumerate().map(|(index, ident)| self.make_type_param(checker, ident, index, owner)).collect()
    }

    fn make_type_param(&self, checker: &Checker<'_>, ident: ExprId, index: usize, owner: ObjectId) -> TypeParamId {
        let name = checker.name(ident);
        let place = checker.place(ident);
        let mut made = None;
        self.objects.push_with(|position| {
            let param = self.add_type_param(TypeParam {
                object: ObjectId::from_usize(position),
                name,
                index: index as u32,
                owner: Some(owner),
                constraint: std::sync::OnceLock::new(),
            });
            made = Some(param);
            let kind = ObjectKind::Type(TypeName::Param(param));
            super::object::Object::new(kind, name, Some(checker.package), Some(place), self.param_type(param))
        });
        made.expect("the closure ran")
    }

    fn find_constraint(&self, id: TypeParamId) -> TypeId {
        let param = self.type_param(id);
        let Some(owner) = param.owner else { return TypeId::UNKNOWN };
        let object = self.object(owner);
        match object.origin {
            Origin::Spec { unit, file, spec, .. } => {
                let mut checker = Checker::new(self, unit, file);
                let SpecKind::Type { type_params: Some(list), .. } = checker.ast.specs[spec] else {
                    return TypeId::UNKNOWN;
                };
                let (ObjectKind::Type(TypeName::Named(named)) | ObjectKind::Type(TypeName::GenericAlias(named))) =
                    object.kind
                else {
                    return TypeId::UNKNOWN;
                };
                checker.declare_type_params(self.type_params(named));
                checker.constraint_at(list, param.index)
            }
            Origin::Func { unit, file, func } => {
                let received = self.receiver_params_of(owner);
                if received.contains(&id) {
                    return self.received_constraint(owner, received, param.index as usize);
                }
                let mut checker = Checker::new(self, unit, file);
                let Some(list) = checker.ast.sigs[checker.ast.funcs[func].sig].type_params else {
                    return TypeId::UNKNOWN;
                };
                checker.declare_type_params(received);
                checker.declare_type_params(self.type_params_of(owner));
                checker.constraint_at(list, param.index)
            }
            Origin::Record(_) | Origin::Method { .. } => {
                let received = self.receiver_params_of(owner);
                if received.contains(&id) {
                    return self.received_constraint(owner, received, param.index as usize);
                }
                self.summary_constraint(owner, param.index)
            }
            _ => TypeId::UNKNOWN,
        }
    }

    /// The constraint of a receiver's type parameter: that of the type's own, in the method's names.
    fn received_constraint(&self, method: ObjectId, received: &[TypeParamId], index: usize) -> TypeId {
        let base = self.object(method).receiver().and_then(|receiver| receiver.base);
        let Some(base) = base else { return TypeId::UNKNOWN };
        let params = self.type_params(base);
        let Some(&declared) = params.get(index) else { return TypeId::UNKNOWN };
        let args: Vec<TypeId> = received.iter().map(|&param| self.param_type(param)).collect();
        self.substitute(self.constraint(declared), Substitution { params, args: &args })
    }

    fn find_type(&self, id: ObjectId) -> TypeId {
        let object = self.object(id);
        match object.origin {
            Origin::Record(_) | Origin::Method { .. } => self.summary_type(id),
            Origin::Fixed | Origin::Field { .. } => TypeId::UNKNOWN,
            Origin::Func { unit, file, func } => self.find_signature(id, unit, file, func),
            Origin::Const { unit, file, spec, values, position } => {
                let mut checker = Checker::new(self, unit, file);
                let SpecKind::Value { iota, .. } = checker.ast.specs[spec] else { return TypeId::UNKNOWN };
                let (ty, value) = checker.constant_at(values, position, iota);
                if let ObjectKind::Const(slot) = &object.kind {
                    let _ = slot.value.set(value);
                }
                ty
            }
            Origin::Spec { unit, file, spec, position } => {
                let mut checker = Checker::new(self, unit, file);
                match (checker.ast.specs[spec], &object.kind) {
                    (SpecKind::Value { .. }, _) => checker.variable_at(spec, position),
                    (SpecKind::Type { .. }, ObjectKind::Type(TypeName::GenericAlias(named))) => {
                        self.alias_target(*named)
                    }
                    (SpecKind::Type { ty, .. }, _) => checker.typ(ty),
                    _ => TypeId::UNKNOWN,
                }
            }
        }
    }

    fn find_signature(&self, id: ObjectId, unit: UnitId, file: u32, func: FuncId) -> TypeId {
        let mut checker = Checker::new(self, unit, file);
        checker.declare_type_params(self.receiver_params_of(id));
        let own = self.type_params_of(id);
        checker.declare_type_params(own);
        let mut signature = checker.signature(checker.ast.funcs[func].sig);
        signature.type_params = own.into();
        self.signature(signature)
    }
}
