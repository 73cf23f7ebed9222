//! Relations between types: identical, comparable, implements, assignable, convertible.
//!
//! After the Go specification («Type identity», «Assignability», «Conversions», «Comparison operators», «Implementing an
//! interface», «Satisfying a type constraint») and golang/go: `src/go/types/predicates.go`, `operand.go`, `conversions.go`,
//! `instantiate.go`, `lookup.go`. Where something unknown has a say the answer is [`Answer::Unknown`].

use super::constant::Constant;
use super::members::Found;
use super::store::Store;
use super::subst::Substitution;
use super::ty::{Basic, Flags, Interface, Method, Signature, Type, TypeId};
use super::typeset::TypeSet;
use crate::syntax::ast::ChanDir;
use crate::text::Symbol;

/// Yes, no, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    Yes,
    No,
    Unknown,
}

impl Answer {
    /// Whether it is surely so.
    pub fn is_yes(self) -> bool {
        self == Answer::Yes
    }

    /// Whether it is surely not so.
    pub fn is_no(self) -> bool {
        self == Answer::No
    }

    /// `None` where not known.
    pub fn known(self) -> Option<bool> {
        match self {
            Answer::Yes => Some(true),
            Answer::No => Some(false),
            Answer::Unknown => None,
        }
    }

    /// Both; the second is only asked where the first is not a no.
    pub fn and(self, other: impl FnOnce() -> Answer) -> Answer {
        match self {
            Answer::No => Answer::No,
            Answer::Yes => other(),
            Answer::Unknown => {
                if other().is_no() {
                    Answer::No
                } else {
                    Answer::Unknown
                }
            }
        }
    }

    /// Either; the second is only asked where the first is not a yes.
    pub fn or(self, other: impl FnOnce() -> Answer) -> Answer {
        match self {
            Answer::Yes => Answer::Yes,
            Answer::No => other(),
            Answer::Unknown => {
                if other().is_yes() {
                    Answer::Yes
                } else {
                    Answer::Unknown
                }
            }
        }
    }

    /// Whether all of them.
    pub fn all(answers: impl IntoIterator<Item = Answer>) -> Answer {
        let mut all = Answer::Yes;
        for answer in answers {
            match answer {
                Answer::No => return Answer::No,
                Answer::Unknown => all = Answer::Unknown,
                Answer::Yes => {}
            }
        }
        all
    }
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Answer {
        if yes { Answer::Yes } else { Answer::No }
    }
}

/// Whether a type implements an interface or satisfies a constraint, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Implements {
    Yes,
    Unknown,
    /// The target is no interface.
    NoInterface,
    /// The target's type set is empty.
    Empty,
    /// It lacks this method.
    Missing(Symbol),
    /// The method belongs to the pointer to the type.
    PointerReceiver(Symbol),
    /// The method has another signature.
    WrongType(Symbol),
    /// A field of that name, or several at one depth, are in the way.
    NoMethod(Symbol),
    /// It cannot be compared.
    NotComparable,
    /// It is none of the types that the constraint names.
    NotInTypeSet,
}

impl Implements {
    /// Without the reason.
    pub fn answer(self) -> Answer {
        match self {
            Implements::Yes => Answer::Yes,
            Implements::Unknown => Answer::Unknown,
            _ => Answer::No,
        }
    }
}

/// How types are compared for identity.
struct Comparer<'a> {
    store: &'a Store,
    ignore_tags: bool,
    /// Interfaces being compared: a pair met again holds.
    pairs: Vec<(TypeId, TypeId)>,
}

impl Store {
    /// Whether the types are identical.
    pub fn identical(&self, x: TypeId, y: TypeId) -> Answer {
        Comparer { store: self, ignore_tags: false, pairs: Vec::new() }.identical(x, y)
    }

    fn identical_ignoring_tags(&self, x: TypeId, y: TypeId) -> Answer {
        Comparer { store: self, ignore_tags: true, pairs: Vec::new() }.identical(x, y)
    }

    /// Whether values of the type can be compared with `==`; with `dynamic` interfaces can, though that may panic.
    pub fn comparable(&self, ty: TypeId, dynamic: bool) -> Answer {
        self.comparable_within(ty, dynamic, &mut Vec::new())
    }

    fn comparable_within(&self, ty: TypeId, dynamic: bool, seen: &mut Vec<TypeId>) -> Answer {
        if seen.contains(&ty) {
            return Answer::Yes;
        }
        seen.push(ty);
        let param = matches!(self.ty(ty), Type::TypeParam(_));
        let under = self.underlying(ty);
        if param || self.is_interface(under) {
            if dynamic && !param {
                return Answer::Yes;
            }
            let Some(set) = self.type_set(ty) else { return Answer::Unknown };
            let answer = match &set.terms {
                None => set.comparable.into(),
                Some(terms) if terms.is_empty() => Answer::Yes,
                Some(terms) => Answer::all(terms.iter().map(|term| self.comparable_within(term.ty, false, seen))),
            };
            return if set.unknown && !answer.is_yes() { Answer::Unknown } else { answer };
        }
        match self.ty(under) {
            Type::Basic(Basic::Unknown) => Answer::Unknown,
            Type::Basic(Basic::UntypedNil) => Answer::No,
            Type::Basic(_) | Type::Pointer(_) | Type::Chan { .. } => Answer::Yes,
            Type::Struct(fields) => {
                Answer::all(fields.iter().map(|field| self.comparable_within(field.ty, dynamic, seen)))
            }
            Type::Array { elem, .. } => self.comparable_within(*elem, dynamic, seen),
            _ => Answer::No,
        }
    }

    /// Whether the type, as it stands, is an interface type; type parameters are none.
    pub fn is_interface(&self, ty: TypeId) -> bool {
        !self.is_type_param(ty) && matches!(self.ty(self.underlying(ty)), Type::Interface(_))
    }

    /// Whether the type is a type parameter.
    pub fn is_type_param(&self, ty: TypeId) -> bool {
        matches!(self.ty(ty), Type::TypeParam(_))
    }

    /// Whether the type has a name: predeclared, declared or a type parameter.
    pub fn has_name(&self, ty: TypeId) -> bool {
        matches!(self.ty(ty), Type::Basic(_) | Type::Named { .. } | Type::TypeParam(_))
    }

    /// Whether `nil` is a value of the type.
    pub fn has_nil(&self, ty: TypeId) -> Answer {
        if self.is_type_param(ty) {
            let Some(set) = self.type_set(ty) else { return Answer::Unknown };
            if set.unknown {
                return Answer::Unknown;
            }
            let all = Answer::all(set.specific().iter().map(|term| self.has_nil(term.ty)));
            return if set.specific().is_empty() { Answer::No } else { all };
        }
        match self.ty(self.underlying(ty)) {
            Type::Basic(Basic::Unknown) => Answer::Unknown,
            Type::Basic(basic) => matches!(basic, Basic::UnsafePointer | Basic::UntypedNil).into(),
            Type::Slice(_)
            | Type::Pointer(_)
            | Type::Signature(_)
            | Type::Map { .. }
            | Type::Chan { .. }
            | Type::Interface(_) => Answer::Yes,
            _ => Answer::No,
        }
    }

    /// Whether the type implements the interface `target`, or with `constraint` satisfies it.
    pub fn implements(&self, ty: TypeId, target: TypeId, constraint: bool) -> Implements {
        let under = self.underlying(ty);
        let target_under = self.underlying(target);
        if under.is_unknown() || target_under.is_unknown() || ty.is_untyped() {
            return Implements::Unknown;
        }
        if !self.is_interface(target_under) {
            return Implements::NoInterface;
        }
        let Some(wanted) = self.type_set(target_under) else { return Implements::Unknown };
        // Everything implements the empty interface.
        if !wanted.unknown && wanted.methods.is_empty() && wanted.is_method_set() {
            return Implements::Yes;
        }
        let own = if self.is_interface(ty) || self.is_type_param(ty) { self.type_set(ty) } else { None };
        if own.as_ref().is_some_and(|own| own.is_empty()) {
            return Implements::Yes;
        }
        if wanted.is_empty() && !wanted.unknown {
            return Implements::Empty;
        }
        let mut unsure = wanted.unknown || own.as_ref().is_some_and(|own| own.unknown);
        match self.lacks_method(ty, &wanted.methods, true) {
            Implements::Yes => {}
            Implements::Unknown => unsure = true,
            no => return no,
        }
        let in_terms = match (&wanted.terms, &own) {
            (None, _) => Answer::Yes,
            (Some(_), Some(own)) => {
                let subset = self.terms_subset(own.terms.as_deref(), wanted.terms.as_deref());
                if unsure && !subset { Answer::Unknown } else { subset.into() }
            }
            (Some(terms), None) => terms.iter().fold(Answer::No, |any, &term| any.or(|| self.term_includes(term, ty))),
        };
        match in_terms {
            Answer::No => return Implements::NotInTypeSet,
            Answer::Unknown => unsure = true,
            Answer::Yes => {}
        }
        if self.set_is_comparable(&wanted) {
            let strict = self.comparable(ty, false);
            let answer = strict.or(|| if constraint { self.comparable(ty, true) } else { Answer::No });
            match answer {
                Answer::No => return Implements::NotComparable,
                Answer::Unknown => unsure = true,
                Answer::Yes => {}
            }
        }
        if unsure { Implements::Unknown } else { Implements::Yes }
    }

    fn set_is_comparable(&self, set: &TypeSet) -> bool {
        match &set.terms {
            None => set.comparable,
            Some(terms) => terms.iter().all(|term| self.comparable(term.ty, false).is_yes()),
        }
    }

    /// The first of the methods that the type lacks. With `dynamic` types (`all` unset) an interface may lack methods: the
    /// value in it may have them.
    fn lacks_method(&self, ty: TypeId, methods: &[Method], all: bool) -> Implements {
        self.lacks_method_by(ty, methods, all, &mut |x, y| self.identical(x, y))
    }

    pub(super) fn lacks_method_by(
        &self,
        ty: TypeId,
        methods: &[Method],
        all: bool,
        same: &mut dyn FnMut(TypeId, TypeId) -> Answer,
    ) -> Implements {
        let mut unsure = false;
        let own = if self.is_interface(ty) || self.is_type_param(ty) { self.type_set(ty) } else { None };
        for method in methods {
            let package = self.object(method.object).package;
            let signature = match &own {
                Some(own) => match self.set_method(own, method.name, package) {
                    Some(found) => found.ty,
                    None if own.unknown => {
                        unsure = true;
                        continue;
                    }
                    None if all => return Implements::Missing(method.name),
                    None => continue,
                },
                None => match self.find_method(ty, package, method.name) {
                    Found::Method { ty, .. } => ty,
                    Found::Field { .. } | Found::Ambiguous => return Implements::NoMethod(method.name),
                    Found::NeedsPointer => return Implements::PointerReceiver(method.name),
                    Found::Nothing => return Implements::Missing(method.name),
                    Found::Unknown => {
                        unsure = true;
                        continue;
                    }
                },
            };
            match same(signature, method.ty) {
                Answer::Yes => {}
                Answer::No => return Implements::WrongType(method.name),
                Answer::Unknown => unsure = true,
            }
        }
        if unsure { Implements::Unknown } else { Implements::Yes }
    }

    /// Whether `x.(target)` can hold for an `x` of this interface type.
    pub fn assertable(&self, interface: TypeId, target: TypeId) -> Implements {
        if self.is_interface(target) {
            return Implements::Yes;
        }
        let Some(set) = self.type_set(interface) else { return Implements::Unknown };
        match self.lacks_method(target, &set.methods, false) {
            Implements::Yes if set.unknown => Implements::Unknown,
            answer => answer,
        }
    }

    /// Whether a value of the type may be assigned to a variable of type `target`. For untyped constants give the value.
    pub fn assignable(&self, ty: TypeId, value: Option<&Constant>, target: TypeId) -> Answer {
        if ty.is_unknown() || target.is_unknown() {
            return Answer::Unknown;
        }
        let identical = self.identical(ty, target);
        if identical.is_yes() {
            return Answer::Yes;
        }
        let (under, target_under) = (self.underlying(ty), self.underlying(target));
        if under.is_unknown() || target_under.is_unknown() {
            return Answer::Unknown;
        }
        let (param, target_param) = (self.is_type_param(ty), self.is_type_param(target));
        if let Some(basic) = ty.basic().filter(|basic| basic.is_untyped()) {
            if !target_param {
                return self.untyped_assignable(basic, value, target);
            }
            return self.for_all_terms(target, |term| self.untyped_assignable(basic, value, term));
        }
        let unnamed = !self.has_name(ty) || !self.has_name(target);
        let mut answer = identical;
        if unnamed && !param && !target_param {
            answer = answer.or(|| self.identical(under, target_under));
        }
        if !answer.is_no() {
            return answer;
        }
        if !target_param && self.is_interface(target_under) {
            let implements = self.implements(ty, target, false).answer();
            if !implements.is_no() || !param {
                return implements;
            }
        }
        if let (&Type::Chan { dir: ChanDir::Both, elem }, &Type::Chan { elem: target_elem, .. }) =
            (self.ty(under), self.ty(target_under))
        {
            let elems = self.identical(elem, target_elem);
            if !elems.is_no() {
                return elems.and(|| unnamed.into());
            }
        }
        if !self.has_name(ty) && target_param {
            return self.for_all_terms(target, |term| self.assignable(ty, None, term));
        }
        if param && !self.has_name(target) {
            return self.for_all_terms(ty, |term| self.assignable(term, None, target));
        }
        Answer::No
    }

    /// Whether it holds for all types that the type parameter's constraint names; no where it names none.
    fn for_all_terms(&self, param: TypeId, holds: impl Fn(TypeId) -> Answer) -> Answer {
        let Some(set) = self.type_set(param) else { return Answer::Unknown };
        if set.unknown {
            return Answer::Unknown;
        }
        if set.specific().is_empty() {
            return Answer::No;
        }
        Answer::all(set.specific().iter().map(|term| holds(term.ty)))
    }

    /// Whether an untyped operand may become a value of the type (no type parameter).
    fn untyped_assignable(&self, untyped: Basic, value: Option<&Constant>, target: TypeId) -> Answer {
        let under = self.underlying(target);
        match self.ty(under) {
            Type::Basic(Basic::Unknown) => Answer::Unknown,
            Type::Basic(Basic::UnsafePointer) => (untyped == Basic::UntypedNil).into(),
            Type::Basic(basic) => match (value, untyped) {
                (_, Basic::UntypedNil) => Answer::No,
                (Some(value), _) => self.holds(*basic, value),
                // No constant: the result of a comparison, or of a shift (its left operand must be an integer here).
                (None, Basic::UntypedBool) => basic.is_boolean().into(),
                (None, Basic::UntypedString) => basic.is_string().into(),
                (None, _) => basic.is_numeric().into(),
            },
            Type::Interface(_) if untyped == Basic::UntypedNil => Answer::Yes,
            Type::Interface(_) => match self.type_set(under) {
                Some(set) if set.unknown => Answer::Unknown,
                Some(set) => (set.methods.is_empty() && set.is_method_set()).into(),
                None => Answer::Unknown,
            },
            Type::Pointer(_) | Type::Signature(_) | Type::Slice(_) | Type::Map { .. } | Type::Chan { .. } => {
                (untyped == Basic::UntypedNil).into()
            }
            _ => Answer::No,
        }
    }

    /// Whether a value of the type can be converted to `target` (`T(x)`). For constants give the value.
    pub fn convertible(&self, ty: TypeId, value: Option<&Constant>, target: TypeId) -> Answer {
        if let (Some(value), Type::Basic(basic)) = (value, self.ty(self.underlying(target)))
            && basic.is_const_type()
            && !self.is_type_param(target)
        {
            let from_integer = self.basic_of(ty).is_some_and(Basic::is_integer) && basic.is_string();
            return if from_integer { Answer::Yes } else { self.holds(*basic, value) };
        }
        self.assignable(ty, value, target).or(|| self.converts(ty, target))
    }

    /// The conversions that are no assignments.
    fn converts(&self, ty: TypeId, target: TypeId) -> Answer {
        let (under, target_under) = (self.underlying(ty), self.underlying(target));
        if under.is_unknown() || target_under.is_unknown() {
            return Answer::Unknown;
        }
        if self.is_type_param(ty) {
            return self.for_all_terms(ty, |term| self.convertible(term, None, target));
        }
        if self.is_type_param(target) {
            return self.for_all_terms(target, |term| self.convertible(ty, None, term));
        }
        let mut answer = self.identical_ignoring_tags(under, target_under);
        if let (&Type::Pointer(x), &Type::Pointer(y)) = (self.ty(ty), self.ty(target))
            && !self.is_type_param(x)
            && !self.is_type_param(y)
        {
            answer = answer.or(|| self.identical_ignoring_tags(self.underlying(x), self.underlying(y)));
        }
        if !answer.is_no() {
            return answer;
        }
        let is_text = |ty: TypeId| match *self.ty(ty) {
            Type::Slice(elem) => matches!(self.basic_of(elem), Some(Basic::Uint8 | Basic::Int32)),
            _ => false,
        };
        let real = |basic: Basic| basic.is_integer() || basic.is_float();
        match (self.ty(under), self.ty(target_under)) {
            (Type::Basic(x), Type::Basic(y)) => {
                let both_text = (x.is_integer() || x.is_string()) && y.is_string();
                let pointers = [Basic::UnsafePointer, Basic::Uintptr];
                let unsafely = pointers.contains(x) && pointers.contains(y);
                (real(*x) && real(*y) || x.is_complex() && y.is_complex() || both_text || unsafely).into()
            }
            (Type::Pointer(_), Type::Basic(y)) => (*y == Basic::UnsafePointer).into(),
            (Type::Basic(x), Type::Pointer(_)) => (*x == Basic::UnsafePointer).into(),
            (Type::Basic(x), Type::Slice(_)) => (x.is_string() && is_text(target_under)).into(),
            (Type::Slice(_), Type::Basic(y)) => (y.is_string() && is_text(under)).into(),
            (&Type::Slice(elem), &Type::Array { elem: of, .. }) => self.identical(elem, of),
            (&Type::Slice(elem), &Type::Pointer(to)) => match *self.ty(self.underlying(to)) {
                Type::Array { elem: of, .. } => self.identical(elem, of),
                Type::Basic(Basic::Unknown) => Answer::Unknown,
                _ => Answer::No,
            },
            _ => Answer::No,
        }
    }

    /// The basic type underneath, if there is one (none for type parameters).
    pub fn basic_of(&self, ty: TypeId) -> Option<Basic> {
        match self.ty(self.underlying(ty)) {
            Type::Basic(Basic::Unknown) => None,
            Type::Basic(basic) => Some(*basic),
            _ => None,
        }
    }

    /// Whether the type, or each type of a type parameter's constraint, has an underlying basic type with the property.
    pub fn all_basic(&self, ty: TypeId, holds: impl Fn(Basic) -> bool) -> Answer {
        let one = |ty: TypeId| match self.ty(self.underlying(ty)) {
            Type::Basic(Basic::Unknown) => Answer::Unknown,
            Type::Basic(basic) => holds(*basic).into(),
            _ => Answer::No,
        };
        if self.is_type_param(ty) { self.for_all_terms(ty, one) } else { one(ty) }
    }
}

impl Store {
    /// Whether a basic type can represent the value.
    pub fn holds(&self, basic: Basic, value: &Constant) -> Answer {
        match self.layout.target(basic) {
            None if basic == Basic::Unknown => Answer::Unknown,
            None => Answer::No,
            Some(_) if value.is_unknown() => Answer::Unknown,
            Some(target) => value.represent(target).is_some().into(),
        }
    }
}

impl Comparer<'_> {
    fn identical(&mut self, x: TypeId, y: TypeId) -> Answer {
        if x == y {
            return if self.store.has_unknown(x) { Answer::Unknown } else { Answer::Yes };
        }
        if x.is_unknown() || y.is_unknown() {
            return Answer::Unknown;
        }
        // Hash-consing has compared everything else.
        let structural = |id: TypeId| {
            let flags = self.store.flags(id);
            flags.has(Flags::LOOSE) || flags.has(Flags::UNKNOWN)
        };
        let generic = |id: TypeId| self.store.as_signature(id).is_some_and(|sig| !sig.type_params.is_empty());
        let opaque = structural(x) || structural(y) || (generic(x) && generic(y));
        if !opaque {
            return Answer::No;
        }
        self.by_structure(x, y)
    }

    fn by_structure(&mut self, x: TypeId, y: TypeId) -> Answer {
        let store = self.store;
        match (store.ty(x), store.ty(y)) {
            (&Type::Pointer(x), &Type::Pointer(y)) | (&Type::Slice(x), &Type::Slice(y)) => self.identical(x, y),
            (&Type::Array { len: x_len, elem: x }, &Type::Array { len: y_len, elem: y }) => {
                let lens = match (x_len, y_len) {
                    (Some(x), Some(y)) => (x == y).into(),
                    _ => Answer::Unknown,
                };
                lens.and(|| self.identical(x, y))
            }
            (&Type::Map { key: x_key, value: x }, &Type::Map { key: y_key, value: y }) => {
                self.identical(x_key, y_key).and(|| self.identical(x, y))
            }
            (&Type::Chan { dir: x_dir, elem: x }, &Type::Chan { dir: y_dir, elem: y }) => {
                Answer::from(x_dir == y_dir).and(|| self.identical(x, y))
            }
            (Type::Tuple(x), Type::Tuple(y)) => self.lists(x, y),
            (Type::Named { origin: x, args: x_args }, Type::Named { origin: y, args: y_args }) => {
                if x == y {
                    self.lists(x_args, y_args)
                } else {
                    Answer::No
                }
            }
            (Type::Struct(x), Type::Struct(y)) => {
                if x.len() != y.len() {
                    return Answer::No;
                }
                let mut answer = Answer::Yes;
                for (f, g) in x.iter().zip(y.iter()) {
                    let same_name = f.name == g.name
                        && (f.name.is_exported()
                            || store.same_package(store.object(f.object).package, store.object(g.object).package));
                    if f.embedded != g.embedded || !same_name || !self.ignore_tags && f.tag != g.tag {
                        return Answer::No;
                    }
                    answer = answer.and(|| self.identical(f.ty, g.ty));
                    if answer.is_no() {
                        return Answer::No;
                    }
                }
                answer
            }
            (Type::Signature(x), Type::Signature(y)) => self.signatures(x, y),
            (Type::Union(_), Type::Union(_)) => {
                let (x, y) = (self.wrapped(x), self.wrapped(y));
                self.identical(x, y)
            }
            (Type::Interface(_), Type::Interface(_)) => self.interfaces(x, y),
            _ => Answer::No,
        }
    }

    /// The interface of a union.
    fn wrapped(&self, union: TypeId) -> TypeId {
        let interface = Interface { embeds: Box::new([union]), implicit: true, ..Interface::default() };
        self.store.intern(Type::Interface(Box::new(interface)))
    }

    fn lists(&mut self, xs: &[TypeId], ys: &[TypeId]) -> Answer {
        if xs.len() != ys.len() {
            return Answer::No;
        }
        let mut answer = Answer::Yes;
        for (&x, &y) in xs.iter().zip(ys) {
            answer = answer.and(|| self.identical(x, y));
            if answer.is_no() {
                return Answer::No;
            }
        }
        answer
    }

    fn signatures(&mut self, x: &Signature, y: &Signature) -> Answer {
        if x.variadic != y.variadic || x.type_params.len() != y.type_params.len() {
            return Answer::No;
        }
        if x.type_params.is_empty() {
            return self.lists(&x.params, &y.params).and(|| self.lists(&x.results, &y.results));
        }
        // The names of type parameters do not matter: y's are replaced by x's.
        let store = self.store;
        let args: Vec<TypeId> = x.type_params.iter().map(|&param| store.param_type(param)).collect();
        let by = Substitution { params: &y.type_params, args: &args };
        let replaced = |types: &[TypeId]| -> Vec<TypeId> { types.iter().map(|&ty| store.substitute(ty, by)).collect() };
        let mut answer = Answer::Yes;
        for (&x, &y) in x.type_params.iter().zip(&y.type_params) {
            let (x, y) = (store.constraint(x), store.substitute(store.constraint(y), by));
            answer = answer.and(|| self.identical(x, y));
        }
        let (params, results) = (replaced(&y.params), replaced(&y.results));
        answer.and(|| self.lists(&x.params, &params)).and(|| self.lists(&x.results, &results))
    }

    fn interfaces(&mut self, x: TypeId, y: TypeId) -> Answer {
        if self.pairs.iter().any(|&pair| pair == (x, y) || pair == (y, x)) {
            return Answer::Yes;
        }
        let (Some(xs), Some(ys)) = (self.store.type_set(x), self.store.type_set(y)) else { return Answer::Unknown };
        if xs.unknown || ys.unknown {
            return Answer::Unknown;
        }
        let (x_terms, y_terms) = (xs.terms.as_deref(), ys.terms.as_deref());
        if xs.comparable != ys.comparable
            || xs.methods.len() != ys.methods.len()
            || !self.store.terms_subset(x_terms, y_terms)
            || !self.store.terms_subset(y_terms, x_terms)
        {
            return Answer::No;
        }
        self.pairs.push((x, y));
        let mut answer = Answer::Yes;
        for (f, g) in xs.methods.iter().zip(&ys.methods) {
            if !self.store.same_method_name(f, g) {
                answer = Answer::No;
                break;
            }
            answer = answer.and(|| self.identical(f.ty, g.ty));
        }
        self.pairs.pop();
        answer
    }
}
