//! Packages that a summary describes, as objects of the store: each made when first asked for.
//!
//! The numbers of a summary (positions in a package's name table, types) become objects and types here; a type without type
//! parameters is translated once. Records that cannot be read are unknown, like everything else that is missing.

use std::sync::OnceLock;

use num_bigint::{BigInt, BigUint, Sign};
use num_rational::Ratio;

use super::constant::{BigFloat, Constant};
use super::object::{
    ConstSlot, FuncDetail, Object, ObjectKind, Origin, Package, Provider, Receiver, TypeName, TypeParam, VarKind,
};
use super::store::Store;
use super::ty::{
    Basic, Field, Interface, Method, NamedId, ObjectId, PackageId, Signature, Term, Type, TypeId, TypeParamId,
};
use crate::package::Workspace;
use crate::stdlib::format::{FuncRec, MemberKind, MemberRec, MethodRec, Notes, ParamRec, Str, Ty, TypeRec, Value};
use crate::stdlib::{Member, PackageView, Platform, Slot, Sort, Summary};
use crate::syntax::ast::ChanDir;
use crate::text::{Idx, Symbol};

/// The summary of a run under one release and platform, and what was made of it so far.
#[derive(Debug)]
pub(super) struct StdScope {
    summary: &'static Summary,
    slot: Slot,
    /// Types without type parameters.
    types: Box<[OnceLock<TypeId>]>,
    /// The members of each package, by position in its name table.
    packages: Box<[OnceLock<Members>]>,
}

/// The members of one package, each once it was asked for.
type Members = Box<[OnceLock<ObjectId>]>;

impl StdScope {
    /// The embedded summary as a run with this workspace sees it; none where the standard library is read from source.
    pub fn of(workspace: &Workspace) -> Option<StdScope> {
        if workspace.options.std_source.is_some() {
            return None;
        }
        let summary = crate::stdlib::embedded()?;
        let context = workspace.context();
        let platform = Platform::new(&context.goos, &context.goarch);
        Some(StdScope::new(summary, summary.slot(context.toolchain, &platform)))
    }

    fn new(summary: &'static Summary, slot: Slot) -> StdScope {
        let slots = |count: usize| std::iter::repeat_with(OnceLock::new).take(count).collect();
        let packages = std::iter::repeat_with(OnceLock::new).take(summary.package_count()).collect();
        StdScope { summary, slot, types: slots(summary.type_count()), packages }
    }

    /// The number of a package under the release and platform.
    pub fn find(&self, path: &str) -> Option<u32> {
        self.summary.package_number(path, self.slot)
    }

    fn package(&self, number: u32) -> Option<PackageView<'static>> {
        self.summary.package_at(number, self.slot)
    }
}

/// What the type parameters in a record stand for.
#[derive(Clone, Copy, Default)]
struct Params<'a> {
    /// Of the type or function.
    outer: &'a [TypeParamId],
    /// Of a generic method itself.
    own: &'a [TypeParamId],
}

impl Store {
    fn std_view(&self, package: PackageId) -> Option<(&StdScope, PackageView<'static>, u32)> {
        let Provider::Summary(number) = self.package(package).provider else { return None };
        let std = self.std.as_ref()?;
        Some((std, std.package(number)?, number))
    }

    /// The package of the summary with this path.
    pub(super) fn std_package(&self, path: Symbol) -> Option<PackageId> {
        if let Some(&package) = self.by_std.read().get(&path) {
            return Some(package);
        }
        let number = self.std.as_ref()?.find(path.as_str())?;
        let mut table = self.by_std.write();
        Some(*table.entry(path).or_insert_with(|| {
            self.add_package(Package { path, provider: Provider::Summary(number), scope: OnceLock::new() })
        }))
    }

    /// The name of the only public package of the summary that is called `name` and has the member, as if it were imported.
    pub(super) fn guessed_import(&self, name: Symbol, member: Symbol) -> Option<ObjectId> {
        let std = self.std.as_ref()?;
        let is_public = |path: &str| path.split('/').all(|element| !matches!(element, "internal" | "vendor"));
        let mut found = std.summary.packages(std.slot).filter(|view| {
            view.name() == name.as_str() && is_public(view.path()) && view.member(member.as_str()).is_some()
        });
        let only = found.next().filter(|_| member.is_exported())?;
        if found.next().is_some() {
            return None;
        }
        let package = self.std_package(Symbol::intern(only.path()))?;
        if let Some(&object) = self.guessed.read().get(&package) {
            return Some(object);
        }
        let mut table = self.guessed.write();
        Some(*table.entry(package).or_insert_with(|| {
            self.add_object(Object::new(ObjectKind::Package(package), name, None, None, TypeId::UNKNOWN))
        }))
    }

    /// The name of a package of the summary.
    pub(super) fn summary_package_name(&self, package: PackageId) -> Symbol {
        match self.std_view(package) {
            Some((_, view, _)) => Symbol::intern(view.name()),
            None => self.package(package).path,
        }
    }

    /// The member of a summarised package with this name.
    pub(super) fn summary_member(&self, package: PackageId, name: Symbol) -> Option<ObjectId> {
        let (std, view, number) = self.std_view(package)?;
        let position = view.position(name.as_str())?;
        let slots = std
            .packages
            .get(number as usize)?
            .get_or_init(|| std::iter::repeat_with(OnceLock::new).take(view.slot_count()).collect());
        let slot = slots.get(position)?;
        if let Some(&object) = slot.get() {
            return Some(object);
        }
        let member = view.at(position)?;
        let sort = member.sort()?;
        Some(*slot.get_or_init(|| self.make_member(package, member, sort, position as u32)))
    }

    fn make_member(&self, package: PackageId, member: Member<'static>, sort: Sort, position: u32) -> ObjectId {
        let name = member.name();
        let origin = Origin::Record(position);
        let generic = || match member.record().map(|record| record.kind) {
            Some(MemberKind::Alias { params, .. } | MemberKind::Type { params, .. }) => !params.is_empty(),
            _ => false,
        };
        let kind = match sort {
            Sort::Const => ObjectKind::Const(Box::<ConstSlot>::default()),
            Sort::Var => ObjectKind::Var(VarKind::Package),
            Sort::Func => ObjectKind::Func(Box::default()),
            Sort::Alias if generic() => {
                return self.add_named_object(name, Some(package), None, origin, true, true);
            }
            Sort::Alias => ObjectKind::Type(TypeName::Alias),
            Sort::Type => return self.add_named_object(name, Some(package), None, origin, false, generic()),
        };
        self.add_object(Object::lazy(kind, name, Some(package), None, origin))
    }

    fn record_of(&self, object: &Object) -> Option<(Member<'static>, MemberRec)> {
        let (_, view, _) = self.std_view(object.package?)?;
        let (Origin::Record(position) | Origin::Method { member: position, .. }) = object.origin else { return None };
        let member = view.at(position as usize)?;
        Some((member, member.record()?))
    }

    /// The record of a summarised method.
    fn method_of(&self, object: &Object) -> Option<MethodRec> {
        let Origin::Method { index, .. } = object.origin else { return None };
        let (member, _) = self.record_of(object)?;
        member.methods().into_iter().nth(index as usize)
    }

    /// The function record behind a summarised function or method.
    fn func_of(&self, object: &Object) -> Option<FuncRec> {
        match object.origin {
            Origin::Method { .. } => Some(self.method_of(object)?.func),
            _ => match self.record_of(object)?.1.kind {
                MemberKind::Func(func) => Some(func),
                _ => None,
            },
        }
    }

    /// The type of a summarised object; sets a constant's value as well.
    pub(super) fn summary_type(&self, id: ObjectId) -> TypeId {
        self.read_summary_type(id).unwrap_or(TypeId::UNKNOWN)
    }

    fn read_summary_type(&self, id: ObjectId) -> Option<TypeId> {
        let object = self.object(id);
        if object.is_func() {
            let func = self.func_of(object)?;
            let own = self.type_params_of(id);
            let received = self.receiver_params_of(id);
            let method = object.receiver().is_some();
            let params = if method { Params { outer: received, own } } else { Params { outer: own, own: &[] } };
            let ty = self.read_type(func.signature, params);
            if own.is_empty() {
                return Some(ty);
            }
            let signature = self.as_signature(ty)?.clone();
            return Some(self.signature(Signature { type_params: own.into(), ..signature }));
        }
        Some(match self.record_of(object)?.1.kind {
            MemberKind::Const { ty, value } => {
                if let ObjectKind::Const(slot) = &object.kind {
                    let _ = slot.value.set(constant(&value));
                }
                self.read_type(ty, Params::default())
            }
            MemberKind::Var { ty } => self.read_type(ty, Params::default()),
            MemberKind::Alias { target, .. } => match object.kind {
                ObjectKind::Type(TypeName::GenericAlias(named)) => self.alias_target(named),
                _ => self.read_type(target, Params::default()),
            },
            MemberKind::Type { .. } | MemberKind::Func(_) => TypeId::UNKNOWN,
        })
    }

    /// The underlying type of a summarised declared type, in terms of its own parameters; of a generic alias its target.
    pub(super) fn summary_underlying(&self, id: NamedId) -> TypeId {
        let object = self.object(self.named(id).object);
        let params = Params { outer: self.type_params(id), own: &[] };
        let found = self.record_of(object).map(|(member, record)| match record.kind {
            MemberKind::Type { underlying, .. } => {
                self.read_declared(member.package.summary.ty(underlying), underlying, params, id)
            }
            MemberKind::Alias { target, .. } => self.read_type(target, params),
            _ => TypeId::UNKNOWN,
        });
        found.unwrap_or(TypeId::UNKNOWN)
    }

    /// The methods of a summarised declared type, in order of declaration.
    pub(super) fn summary_methods(&self, id: NamedId) -> Box<[ObjectId]> {
        let object = self.object(self.named(id).object);
        let Origin::Record(position) = object.origin else { return Box::default() };
        let Some((member, _)) = self.record_of(object) else { return Box::default() };
        let summary = member.package.summary;
        let add = |(index, method): (usize, MethodRec)| {
            let receiver = Receiver { base: Some(id), pointer: method.pointer, interface: false };
            let detail = FuncDetail { receiver: Some(receiver), ..FuncDetail::default() };
            let origin = Origin::Method { member: position, index: index as u32 };
            let kind = ObjectKind::Func(Box::new(detail));
            self.add_object(Object::lazy(kind, summary.symbol(method.name), object.package, None, origin))
        };
        member.methods().into_iter().enumerate().map(add).collect()
    }

    /// The type parameters of a summarised type or generic alias.
    pub(super) fn summary_type_params(&self, id: NamedId) -> Box<[TypeParamId]> {
        let owner = self.named(id).object;
        let Some((member, record)) = self.record_of(self.object(owner)) else { return Box::default() };
        match record.kind {
            MemberKind::Type { params, .. } | MemberKind::Alias { params, .. } => {
                self.make_summary_params(owner, member.package.summary, params.iter().map(|param| param.name))
            }
            _ => Box::default(),
        }
    }

    /// The type parameters that a summarised function or method declares itself.
    pub(super) fn summary_func_params(&self, id: ObjectId) -> Box<[TypeParamId]> {
        let object = self.object(id);
        let summary = self.std.as_ref().map(|std| std.summary);
        match (self.func_of(object), summary) {
            (Some(func), Some(summary)) if !func.params.is_empty() => {
                self.make_summary_params(id, summary, func.params.iter().map(|param| param.name))
            }
            _ => Box::default(),
        }
    }

    /// A summarised method's names for the type parameters of its type.
    pub(super) fn summary_receiver_params(&self, id: ObjectId) -> Box<[TypeParamId]> {
        let summary = self.std.as_ref().map(|std| std.summary);
        match (self.method_of(self.object(id)), summary) {
            (Some(method), Some(summary)) if !method.receiver_params.is_empty() => {
                self.make_summary_params(id, summary, method.receiver_params.iter().copied())
            }
            _ => Box::default(),
        }
    }

    fn make_summary_params(
        &self,
        owner: ObjectId,
        summary: &Summary,
        names: impl Iterator<Item = Str>,
    ) -> Box<[TypeParamId]> {
        let package = self.object(owner).package;
        let make = |(index, name): (usize, Str)| {
            let name = summary.symbol(name);
            let mut made = None;
            self.objects.push_with(|position| {
                let object = ObjectId::from_usize(position);
                let owner = Some(owner);
                let constraint = OnceLock::new();
                let param = self.add_type_param(TypeParam { object, name, index: index as u32, owner, constraint });
                made = Some(param);
                let kind = ObjectKind::Type(TypeName::Param(param));
                Object::new(kind, name, package, None, self.param_type(param))
            });
            made.expect("the closure ran")
        };
        names.enumerate().map(make).collect()
    }

    /// The constraint of a type parameter whose owner is summarised (a receiver's parameters have those of the type's own).
    pub(super) fn summary_constraint(&self, owner: ObjectId, index: u32) -> TypeId {
        let object = self.object(owner);
        let at = |params: &[ParamRec]| params.get(index as usize).map(|param| param.constraint);
        let found = match &object.kind {
            ObjectKind::Func(_) => self.func_of(object).and_then(|func| {
                let own = self.type_params_of(owner);
                let params = match object.receiver() {
                    Some(_) => Params { outer: self.receiver_params_of(owner), own },
                    None => Params { outer: own, own: &[] },
                };
                Some(self.read_type(at(&func.params)?, params))
            }),
            ObjectKind::Type(TypeName::Named(named) | TypeName::GenericAlias(named)) => {
                self.record_of(object).and_then(|(_, record)| match record.kind {
                    MemberKind::Type { params, .. } | MemberKind::Alias { params, .. } => {
                        let outer = self.type_params(*named);
                        Some(self.read_type(at(&params)?, Params { outer, own: &[] }))
                    }
                    _ => None,
                })
            }
            _ => None,
        };
        found.unwrap_or(TypeId::UNKNOWN)
    }

    /// Since when a thing of the standard library exists and whether it is deprecated; `None` for things of other packages.
    pub fn notes(&self, id: ObjectId) -> Option<Notes> {
        let object = self.object(id);
        match object.origin {
            Origin::Record(_) => Some(self.record_of(object)?.1.notes),
            Origin::Method { .. } => Some(self.method_of(object)?.notes),
            Origin::Field { member, index } => {
                let (_, view, _) = self.std_view(object.package?)?;
                match view.at(member as usize)?.record()?.kind {
                    MemberKind::Type { fields, .. } => fields.get(index as usize).copied(),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The names of a summarised function's parameters, then results; empty where none has a name.
    pub(super) fn summary_param_names(&self, id: ObjectId) -> Vec<Symbol> {
        let Some(summary) = self.std.as_ref().map(|std| std.summary) else { return Vec::new() };
        let names = self.func_of(self.object(id)).map(|func| func.names).unwrap_or_default();
        names.into_iter().map(|name| summary.symbol(name)).collect()
    }

    fn read_type(&self, ty: Ty, params: Params<'_>) -> TypeId {
        let Some(std) = self.std.as_ref() else { return TypeId::UNKNOWN };
        let Some(slot) = std.types.get(ty as usize) else { return TypeId::UNKNOWN };
        if let Some(&known) = slot.get() {
            return known;
        }
        let id = self.read_parts(std, std.summary.ty(ty), ty, params, None);
        if self.has_type_param(id) {
            return id;
        }
        *slot.get_or_init(|| id)
    }

    /// The right side of a type's declaration: its fields and methods belong to this type alone.
    fn read_declared(&self, record: TypeRec, ty: Ty, params: Params<'_>, owner: NamedId) -> TypeId {
        match (&record, self.std.as_ref()) {
            (TypeRec::Struct { .. } | TypeRec::Interface { .. }, Some(std)) => {
                self.read_parts(std, record, ty, params, Some(owner))
            }
            _ => {
                let target = self.read_type(ty, params);
                self.underlying(target)
            }
        }
    }

    fn read_parts(
        &self,
        std: &StdScope,
        record: TypeRec,
        number: Ty,
        params: Params<'_>,
        owner: Option<NamedId>,
    ) -> TypeId {
        // The parts of a type have smaller numbers; so damaged bytes cannot lead in a circle.
        let part = |ty: Ty| if ty < number { self.read_type(ty, params) } else { TypeId::UNKNOWN };
        let all = |types: &[Ty]| -> Box<[TypeId]> { types.iter().map(|&ty| part(ty)).collect() };
        let text = |text: Str| std.summary.symbol(text);
        match record {
            TypeRec::Basic(n) => Basic::ALL.get(usize::from(n)).map_or(TypeId::UNKNOWN, |basic| basic.id()),
            TypeRec::Named { package, name, args } => {
                let args = all(&args);
                match (std.summary.text(package), std.summary.text(name)) {
                    ("", "error") => TypeId::ERROR,
                    ("", _) => TypeId::COMPARABLE,
                    _ => self.foreign(text(package), text(name), args),
                }
            }
            TypeRec::Pointer(elem) => self.pointer(part(elem)),
            TypeRec::Slice(elem) => self.slice(part(elem)),
            TypeRec::Array { len, elem } => self.intern(Type::Array { len, elem: part(elem) }),
            TypeRec::Map { key, value } => self.map(part(key), part(value)),
            TypeRec::Chan { dir, elem } => {
                let dir = match dir {
                    0 => ChanDir::Both,
                    1 => ChanDir::Send,
                    _ => ChanDir::Recv,
                };
                self.intern(Type::Chan { dir, elem: part(elem) })
            }
            TypeRec::Struct { package, fields } => {
                let package = self.std_package(text(package));
                let member = owner.and_then(|owner| match self.object(self.named(owner).object).origin {
                    Origin::Record(position) => Some(position),
                    _ => None,
                });
                let make = |(index, field): (usize, &crate::stdlib::format::FieldRec)| {
                    let (name, ty) = (text(field.name), part(field.ty));
                    let kind = ObjectKind::Var(VarKind::Field { embedded: field.embedded });
                    let mut object = Object::new(kind, name, package, None, ty);
                    if let Some(member) = member {
                        object.origin = Origin::Field { member, index: index as u32 };
                    }
                    let object = self.add_object(object);
                    Field { name, ty, object, embedded: field.embedded, tag: field.tag.map(text) }
                };
                self.intern(Type::Struct(fields.iter().enumerate().map(make).collect()))
            }
            TypeRec::Signature { params, results, variadic } => {
                let (params, results) = (all(&params), all(&results));
                self.signature(Signature { type_params: Box::default(), params, results, variadic })
            }
            TypeRec::Interface { package, methods, embeds, comparable, implicit } => {
                if methods.is_empty() && embeds.is_empty() && !comparable {
                    return TypeId::EMPTY_INTERFACE;
                }
                let package = self.std_package(text(package));
                let make = |method: &crate::stdlib::format::MethodSpec| {
                    let (name, ty) = (text(method.name), part(method.signature));
                    let receiver = Receiver { base: owner, pointer: false, interface: true };
                    let detail = FuncDetail { receiver: Some(receiver), ..FuncDetail::default() };
                    let object =
                        self.add_object(Object::new(ObjectKind::Func(Box::new(detail)), name, package, None, ty));
                    Method { name, ty, object }
                };
                let methods = methods.iter().map(make).collect();
                self.interface(Interface { methods, embeds: all(&embeds), comparable, implicit })
            }
            TypeRec::Tuple(types) => self.tuple(all(&types)),
            TypeRec::Param { own, index } => {
                let list = if own { params.own } else { params.outer };
                list.get(index as usize).map_or(TypeId::UNKNOWN, |&param| self.param_type(param))
            }
            TypeRec::Union(terms) => {
                let terms = terms.iter().map(|&(tilde, ty)| Term { tilde, ty: part(ty) }).collect();
                self.intern(Type::Union(terms))
            }
        }
    }

    /// A declared type of the summary by name.
    fn foreign(&self, package: Symbol, name: Symbol, args: Box<[TypeId]>) -> TypeId {
        let member = self.std_package(package).and_then(|package| self.summary_member(package, name));
        match member.map(|member| &self.object(member).kind) {
            Some(&ObjectKind::Type(TypeName::Named(named))) => self.named_type(named, args),
            _ => TypeId::UNKNOWN,
        }
    }
}

/// A constant from its record.
fn constant(value: &Value) -> Constant {
    let int = |negative: bool, magnitude: &[u8]| {
        let sign = if negative { Sign::Minus } else { Sign::Plus };
        BigInt::from_biguint(sign, BigUint::from_bytes_be(magnitude))
    };
    match value {
        Value::Unknown => Constant::Unknown,
        Value::Bool(value) => Constant::Bool(*value),
        Value::Str(bytes) => Constant::string(bytes),
        Value::Int(value) => Constant::Int(*value),
        Value::Big { negative, magnitude } => Constant::from_big(int(*negative, magnitude)),
        Value::Rat { negative, numerator, denominator } => {
            let denominator = int(false, denominator);
            if denominator == BigInt::ZERO {
                return Constant::Unknown;
            }
            Constant::Rat(Ratio::new(int(*negative, numerator), denominator).into())
        }
        Value::Float { negative, mantissa, exponent } => {
            BigFloat::exact(*negative, BigUint::from_bytes_be(mantissa), *exponent)
                .map_or(Constant::Unknown, |value| Constant::Float(value.into()))
        }
        Value::Complex(re, im) => Constant::Complex((constant(re), constant(im)).into()),
    }
}

/// The record of a constant.
pub(super) fn value(constant: &Constant) -> Value {
    let magnitude = |value: &BigInt| value.magnitude().to_bytes_be();
    let negative = |value: &BigInt| value.sign() == Sign::Minus;
    match constant {
        Constant::Unknown => Value::Unknown,
        Constant::Bool(value) => Value::Bool(*value),
        Constant::Str(text) => Value::Str(text.bytes().to_vec()),
        Constant::Int(value) => Value::Int(*value),
        Constant::Big(value) => Value::Big { negative: negative(value), magnitude: magnitude(value) },
        Constant::Rat(value) => Value::Rat {
            negative: negative(value.numer()),
            numerator: magnitude(value.numer()),
            denominator: magnitude(value.denom()),
        },
        Constant::Float(float) => {
            let (negative, mantissa, exponent) = float.parts();
            Value::Float { negative, mantissa: mantissa.to_bytes_be(), exponent }
        }
        Constant::Complex(parts) => Value::Complex(Box::new(value(&parts.0)), Box::new(value(&parts.1))),
    }
}
