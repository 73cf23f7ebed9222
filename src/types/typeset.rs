//! Type sets of interfaces: which methods they ask for and which types they admit.
//!
//! After «Interface types» of the Go specification; the algebra of terms follows golang/go: `src/go/types/typeterm.go`,
//! `termlist.go` and `typeset.go`. A set that depends on something unknown says so and is never kept.

use std::sync::Arc;

use super::relate::Answer;
use super::store::Store;
use super::ty::{Method, PackageId, Term, Type, TypeId, TypeParamId};
use crate::syntax::ast::ChanDir;
use crate::text::Symbol;

/// Interfaces that embed each other deeper than this are a cycle or a joke.
const MAX_DEPTH: u32 = 64;

/// What an interface asks of a type.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TypeSet {
    /// All methods, embedded ones included, sorted by name and then by package where unexported.
    pub methods: Box<[Method]>,
    /// The types it admits; `None` for all.
    pub terms: Option<Box<[Term]>>,
    /// Only comparable types (where there are terms, the others are left out of them instead).
    pub comparable: bool,
    /// Something embedded is unknown: there may be more methods, and fewer types.
    pub unknown: bool,
}

impl TypeSet {
    /// Whether the set is empty for sure.
    pub fn is_empty(&self) -> bool {
        self.terms.as_ref().is_some_and(|terms| terms.is_empty())
    }

    /// Whether it only asks for methods: an interface that may be the type of a variable.
    pub fn is_method_set(&self) -> bool {
        !self.comparable && self.terms.is_none()
    }

    /// The types it names: none where it admits all types, or no type at all.
    pub fn specific(&self) -> &[Term] {
        self.terms.as_deref().unwrap_or_default()
    }
}

impl Store {
    /// The type set of an interface type (also a declared one) or of a type parameter; `None` for other types.
    pub fn type_set(&self, ty: TypeId) -> Option<Arc<TypeSet>> {
        self.type_set_within(ty, 0)
    }

    fn type_set_within(&self, ty: TypeId, depth: u32) -> Option<Arc<TypeSet>> {
        // The underlying type of a type parameter is its constraint, which may be a declared interface.
        let mut under = self.underlying(ty);
        if !matches!(self.ty(under), Type::Interface(_)) {
            under = self.underlying(under);
        }
        let Type::Interface(_) = self.ty(under) else {
            let unknown = under.is_unknown() && matches!(self.ty(ty), Type::TypeParam(_));
            return unknown.then(|| Arc::new(TypeSet { unknown: true, ..TypeSet::default() }));
        };
        if let Some(known) = self.type_set_slot(under).get() {
            return Some(Arc::clone(known));
        }
        let set = Arc::new(self.compute_type_set(under, depth));
        if !set.unknown {
            let _ = self.type_set_slot(under).set(Arc::clone(&set));
        }
        Some(set)
    }

    fn compute_type_set(&self, ty: TypeId, depth: u32) -> TypeSet {
        let Type::Interface(interface) = self.ty(ty) else { return TypeSet::default() };
        let mut set = TypeSet { comparable: interface.comparable, ..TypeSet::default() };
        if depth > MAX_DEPTH {
            set.unknown = true;
            return set;
        }
        let mut methods = interface.methods.to_vec();
        for &embed in &interface.embeds {
            let under = self.underlying(embed);
            let (terms, comparable) = match self.ty(under) {
                Type::Interface(_) => {
                    let Some(inner) = self.type_set_within(under, depth + 1) else { continue };
                    for method in &inner.methods {
                        if !methods.iter().any(|other| self.same_method_name(other, method)) {
                            methods.push(*method);
                        }
                    }
                    set.unknown |= inner.unknown;
                    (inner.terms.clone(), inner.comparable)
                }
                Type::Union(terms) => self.union_terms(terms, depth, &mut set.unknown),
                _ if under.is_unknown() => {
                    set.unknown = true;
                    continue;
                }
                _ => (Some(Box::from([Term { tilde: false, ty: embed }])), false),
            };
            set.unknown |= terms.iter().flatten().any(|term| self.has_unknown(term.ty));
            self.intersect(&mut set, terms, comparable);
        }
        methods.sort_by(|x, y| self.method_key(x).cmp(&self.method_key(y)));
        set.methods = methods.into();
        set
    }

    /// The types of a union; `None` where one of its terms admits all.
    fn union_terms(&self, terms: &[Term], depth: u32, unknown: &mut bool) -> (Option<Box<[Term]>>, bool) {
        let mut all: Vec<Term> = Vec::new();
        for &term in terms {
            let under = self.underlying(term.ty);
            match self.ty(under) {
                Type::Interface(_) => match self.type_set_within(under, depth + 1) {
                    Some(inner) => {
                        *unknown |= inner.unknown;
                        match &inner.terms {
                            None => return (None, false),
                            Some(terms) => all.extend_from_slice(terms),
                        }
                    }
                    None => *unknown = true,
                },
                _ if under.is_unknown() => *unknown = true,
                // `~T` where T is declared admits nothing.
                _ if term.tilde && self.identical(term.ty, under).is_no() => {}
                _ => all.push(term),
            }
        }
        (Some(self.normal(all).into()), false)
    }

    /// The terms without those that others contain.
    fn normal(&self, terms: Vec<Term>) -> Vec<Term> {
        let mut out: Vec<Term> = Vec::with_capacity(terms.len());
        for term in terms {
            if out.iter().any(|&other| self.term_subset(term, other)) {
                continue;
            }
            // What it contains goes; it takes the place of the first of them.
            match out.iter().position(|&other| self.term_subset(other, term)) {
                Some(first) => {
                    out[first] = term;
                    let mut at = 0;
                    out.retain(|&other| {
                        at += 1;
                        at - 1 <= first || !self.term_subset(other, term)
                    });
                }
                None => out.push(term),
            }
        }
        out
    }

    fn intersect(&self, set: &mut TypeSet, terms: Option<Box<[Term]>>, comparable: bool) {
        set.comparable |= comparable;
        set.terms = match (set.terms.take(), terms) {
            (None, terms) | (terms, None) => terms,
            (Some(xs), Some(ys)) => {
                let mut both = Vec::new();
                for &x in &xs {
                    both.extend(ys.iter().filter_map(|&y| self.term_intersection(x, y)));
                }
                Some(self.normal(both).into())
            }
        };
        if set.comparable
            && let Some(terms) = &mut set.terms
        {
            let kept = terms.iter().filter(|term| !self.comparable(term.ty, false).is_no());
            *terms = kept.copied().collect();
            set.comparable = false;
        }
    }

    fn terms_disjoint(&self, x: Term, y: Term) -> bool {
        let ux = if y.tilde { self.underlying(x.ty) } else { x.ty };
        let uy = if x.tilde { self.underlying(y.ty) } else { y.ty };
        !self.identical(ux, uy).is_yes()
    }

    fn term_intersection(&self, x: Term, y: Term) -> Option<Term> {
        if self.terms_disjoint(x, y) {
            return None;
        }
        Some(if !x.tilde || y.tilde { x } else { y })
    }

    /// Whether every type of `x` is one of `y`.
    fn term_subset(&self, x: Term, y: Term) -> bool {
        !self.terms_disjoint(x, y) && (!x.tilde || y.tilde)
    }

    /// Whether every type of the first set is one of the second, looking at terms only.
    pub(super) fn terms_subset(&self, x: Option<&[Term]>, y: Option<&[Term]>) -> bool {
        match (x, y) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(xs), Some(ys)) => xs.iter().all(|&x| ys.iter().any(|&y| self.term_subset(x, y))),
        }
    }

    /// Whether the type is one of the term's.
    pub(super) fn term_includes(&self, term: Term, ty: TypeId) -> Answer {
        let ty = if term.tilde { self.underlying(ty) } else { ty };
        self.identical(term.ty, ty)
    }

    /// The specific types of a type with their underlying types: of a type parameter those of its constraint (of a `~T` term
    /// T itself, twice), of any other type the type alone. `None` where a type parameter has none, or they are unknown.
    pub fn specific_types(&self, ty: TypeId) -> Option<Vec<(TypeId, TypeId)>> {
        let Type::TypeParam(_) = self.ty(ty) else { return Some(vec![(ty, self.underlying(ty))]) };
        let set = self.type_set(ty)?;
        if set.unknown || set.specific().is_empty() {
            return None;
        }
        Some(set.specific().iter().map(|term| (term.ty, self.underlying(term.ty))).collect())
    }

    /// The underlying type that all types of the type's type set share, of channels the more restricted direction; of a type
    /// that is no type parameter simply its underlying type. `None` where there is none or it is unknown.
    /// (`commonUnder` of golang/go: `src/go/types/under.go`; formerly the core type.)
    pub fn common_underlying(&self, ty: TypeId) -> Option<TypeId> {
        let mut common: Option<TypeId> = None;
        for (_, under) in self.specific_types(ty)? {
            let Some(so_far) = common else {
                common = Some(under);
                continue;
            };
            match (self.ty(so_far), self.ty(under)) {
                (&Type::Chan { dir: x, elem: x_elem }, &Type::Chan { dir: y, elem: y_elem }) => {
                    if !self.identical(x_elem, y_elem).is_yes() {
                        return None;
                    }
                    match (x, y) {
                        _ if x == y => {}
                        (ChanDir::Both, _) => common = Some(under),
                        (_, ChanDir::Both) => {}
                        _ => return None,
                    }
                }
                _ if self.identical(so_far, under).is_yes() => {}
                _ => return None,
            }
        }
        common.filter(|ty| !ty.is_unknown())
    }

    /// As [`Store::common_underlying`], but `string` beside `[]byte` counts as `string`: for append, copy, slices of strings.
    pub fn common_underlying_or_string(&self, ty: TypeId) -> Option<TypeId> {
        if let Some(common) = self.common_underlying(ty) {
            return Some(common);
        }
        let types = self.specific_types(ty)?;
        let is_text = |under: TypeId| under == TypeId::STRING || self.identical(under, TypeId::BYTES).is_yes();
        types.iter().all(|&(_, under)| is_text(under)).then_some(TypeId::STRING)
    }

    /// The single term or common underlying type that a type parameter's constraint gives it, and whether it is single: what
    /// inference may set the parameter to.
    pub(super) fn core_term(&self, param: TypeParamId) -> Option<(Term, bool)> {
        let ty = self.param_type(param);
        let set = self.type_set(ty)?;
        if set.unknown {
            return None;
        }
        if let [only] = set.specific() {
            return Some((*only, true));
        }
        let tilde = set.specific().iter().any(|term| term.tilde);
        self.common_underlying(ty).map(|ty| (Term { tilde, ty }, false))
    }

    /// Whether both methods have the same name, which for unexported ones includes the package.
    pub(super) fn same_method_name(&self, x: &Method, y: &Method) -> bool {
        x.name == y.name
            && (x.name.is_exported() || self.same_package(self.object(x.object).package, self.object(y.object).package))
    }

    /// Whether both are the same package: the test unit of a package and the package itself are.
    pub(super) fn same_package(&self, x: Option<PackageId>, y: Option<PackageId>) -> bool {
        match (x, y) {
            (Some(x), Some(y)) => x == y || self.package(x).path == self.package(y).path,
            _ => x == y,
        }
    }

    fn method_key(&self, method: &Method) -> (&'static str, &'static str) {
        let package = match self.object(method.object).package {
            Some(package) if !method.name.is_exported() => self.package(package).path.as_str(),
            _ => "",
        };
        (method.name.as_str(), package)
    }

    /// The method of a type set with this name.
    pub(super) fn set_method<'a>(
        &self,
        set: &'a TypeSet,
        name: Symbol,
        package: Option<PackageId>,
    ) -> Option<&'a Method> {
        set.methods.iter().find(|method| {
            method.name == name
                && (name.is_exported() || self.same_package(self.object(method.object).package, package))
        })
    }
}
