//! Unification: which types the type parameters must stand for so that two types agree.
//!
//! After «Type unification» of the Go specification and golang/go: `src/go/types/unify.go`. Exact unification wants identical
//! types; inexact unification lets a declared type agree with its underlying type, a channel with one of fewer directions, an
//! interface with what has its methods. Unknown types agree with everything, and taint the type parameters they meet.

use smallvec::SmallVec;

use super::members::Found;
use super::relate::Answer;
use super::store::Store;
use super::ty::{Type, TypeId, TypeParamId};
use super::typeset::TypeSet;
use crate::syntax::ast::ChanDir;

/// Types nested deeper than this do not unify (`unificationDepthLimit` of go/types).
const MAX_DEPTH: u32 = 50;

/// How closely two types must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// As for an assignment at the top: inexact there, exact in what the types are made of.
    assign: bool,
    exact: bool,
}

impl Match {
    pub const INEXACT: Match = Match { assign: false, exact: false };
    pub const ASSIGN: Match = Match { assign: true, exact: false };
    pub const EXACT: Match = Match { assign: false, exact: true };

    fn of_elements(self) -> Match {
        Match { exact: self.exact || self.assign, ..self }
    }
}

/// Type parameters joined with each other share a cell.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    ty: Option<TypeId>,
    /// Something unknown has met it.
    tainted: bool,
}

/// The state of one inference: the type parameters to find, and what is known of them.
pub(super) struct Unifier<'s> {
    store: &'s Store,
    params: SmallVec<[TypeParamId; 4]>,
    /// For each parameter the number of its cell.
    cells_of: SmallVec<[usize; 4]>,
    cells: SmallVec<[Cell; 4]>,
    /// From Go 1.21 on interfaces take part through their methods.
    interfaces: bool,
    depth: u32,
    pairs: Vec<(TypeId, TypeId)>,
}

impl<'s> Unifier<'s> {
    pub fn new(store: &'s Store, params: &[TypeParamId], given: &[Option<TypeId>], interfaces: bool) -> Unifier<'s> {
        let cell = |position| Cell { ty: given.get(position).copied().flatten(), tainted: false };
        Unifier {
            store,
            params: params.into(),
            cells_of: (0..params.len()).collect(),
            cells: (0..params.len()).map(cell).collect(),
            interfaces,
            depth: 0,
            pairs: Vec::new(),
        }
    }

    /// What is known of the parameter at this position.
    pub fn at(&self, position: usize) -> Option<TypeId> {
        self.cells[self.cells_of[position]].ty
    }

    /// Whether something unknown has a say in it.
    pub fn is_tainted(&self, position: usize) -> bool {
        self.cells[self.cells_of[position]].tainted
    }

    pub fn set(&mut self, position: usize, ty: TypeId) {
        let cell = &mut self.cells[self.cells_of[position]];
        if ty.is_unknown() {
            cell.tainted = true;
        } else {
            cell.ty = Some(ty);
        }
    }

    /// Number of parameters of which nothing is known.
    pub fn unknowns(&self) -> usize {
        (0..self.params.len()).filter(|&position| self.at(position).is_none()).count()
    }

    /// The position of a type that is one of the parameters to find.
    pub fn position(&self, ty: TypeId) -> Option<usize> {
        match self.store.ty(ty) {
            Type::TypeParam(param) => self.params.iter().position(|other| other == param),
            _ => None,
        }
    }

    /// Whether one of the parameters to find occurs in the type.
    pub fn mentions(&self, ty: TypeId) -> bool {
        self.store.mentions(ty, &self.params)
    }

    /// Marks the parameters that occur in a type as depending on something unknown.
    pub fn taint(&mut self, ty: TypeId) {
        for position in 0..self.params.len() {
            if self.store.mentions(ty, &self.params[position..=position]) {
                self.cells[self.cells_of[position]].tainted = true;
            }
        }
    }

    fn join(&mut self, x: usize, y: usize) -> bool {
        let (from, to) = match (self.cells_of[x], self.cells_of[y]) {
            (x, y) if x == y => return true,
            (x, y) => match (self.cells[x].ty, self.cells[y].ty) {
                (Some(_), Some(_)) => return false,
                (Some(_), None) => (y, x),
                (None, _) => (x, y),
            },
        };
        self.cells[to].tainted |= self.cells[from].tainted;
        for cell in &mut self.cells_of {
            if *cell == from {
                *cell = to;
            }
        }
        true
    }

    /// Whether both types can agree; what that needs is noted.
    pub fn unify(&mut self, x: TypeId, y: TypeId, mode: Match) -> bool {
        if x == y {
            return true;
        }
        if self.depth > MAX_DEPTH {
            return false;
        }
        self.depth += 1;
        let agree = self.unify_different(x, y, mode);
        self.depth -= 1;
        agree
    }

    fn with_unknown(&mut self, x: TypeId, y: TypeId) -> bool {
        if x.is_unknown() || y.is_unknown() {
            self.taint(x);
            self.taint(y);
            return true;
        }
        false
    }

    fn is_named(&self, ty: TypeId) -> bool {
        matches!(self.store.ty(ty), Type::Named { .. })
    }

    fn unify_different(&mut self, mut x: TypeId, mut y: TypeId, mode: Match) -> bool {
        if self.with_unknown(x, y) {
            return true;
        }
        let store = self.store;
        // A declared type stands in y, a parameter to find in x.
        if self.is_named(x) || self.position(y).is_some() {
            std::mem::swap(&mut x, &mut y);
        }
        // A declared type agrees with a type literal if its underlying type does.
        let literal = !self.is_named(x) && !store.is_type_param(x);
        if !mode.exact && literal && self.is_named(y) && !(self.interfaces && store.is_interface(x)) {
            y = store.underlying(y);
            if x == y || self.with_unknown(x, y) {
                return true;
            }
        }
        match (self.position(x), self.position(y)) {
            (Some(px), Some(py)) => {
                if self.join(px, py) {
                    return true;
                }
                let (Some(x), Some(y)) = (self.at(px), self.at(py)) else { return true };
                return self.unify(x, y, mode);
            }
            (Some(px), None) => return self.unify_param(px, y, mode),
            _ => {}
        }
        if self.interfaces
            && !mode.exact
            && let Some(agree) = self.unify_interfaces(x, y)
        {
            return agree;
        }
        // A type parameter that is not to be found (that of the function around) stands in x.
        if store.is_type_param(y) {
            std::mem::swap(&mut x, &mut y);
        }
        self.unify_structure(x, y, mode)
    }

    /// A parameter to find with a type.
    fn unify_param(&mut self, position: usize, y: TypeId, mode: Match) -> bool {
        let Some(x) = self.at(position) else {
            self.set(position, y);
            return true;
        };
        if !self.unify(x, y, mode) {
            return false;
        }
        let store = self.store;
        let named = (self.is_named(x), self.is_named(y));
        match (store.is_interface(x), store.is_interface(y)) {
            (true, true) if named == (true, true) => return !store.identical(x, y).is_no(),
            (true, true) => {
                let methods = |ty| store.type_set(ty).map(|set| set.methods.len());
                if methods(x) != methods(y) {
                    return false;
                }
            }
            (true, false) | (false, true) => return false,
            (false, false) => {}
        }
        if !mode.exact {
            let directed =
                |ty| matches!(store.ty(store.underlying(ty)), Type::Chan { dir, .. } if *dir != ChanDir::Both);
            // A declared type is kept, then a channel with a direction.
            if !named.0 && (named.1 || directed(y)) {
                self.set(position, y);
            }
        }
        true
    }

    fn same_terms(&self, x: &TypeSet, y: &TypeSet) -> bool {
        let (xs, ys) = (x.terms.as_deref(), y.terms.as_deref());
        x.comparable == y.comparable && self.store.terms_subset(xs, ys) && self.store.terms_subset(ys, xs)
    }

    /// Inexact unification where one or both are interfaces: their common methods must agree. `None` if neither is one.
    fn unify_interfaces(&mut self, x: TypeId, y: TypeId) -> Option<bool> {
        let store = self.store;
        let set = |ty| if store.is_interface(ty) { store.type_set(ty) } else { None };
        match (set(x), set(y)) {
            (None, None) => None,
            (Some(xs), Some(ys)) => {
                if xs.unknown || ys.unknown {
                    self.taint(x);
                    self.taint(y);
                } else if !self.same_terms(&xs, &ys) {
                    return Some(false);
                }
                if self.met_before(x, y) {
                    return Some(true);
                }
                let (fewer, more) = if xs.methods.len() > ys.methods.len() { (ys, xs) } else { (xs, ys) };
                self.pairs.push((x, y));
                let agree = fewer.methods.iter().all(|method| {
                    match more.methods.iter().find(|other| store.same_method_name(method, other)) {
                        Some(other) => self.unify(method.ty, other.ty, Match::EXACT),
                        None => more.unknown,
                    }
                });
                self.pairs.pop();
                Some(agree)
            }
            (Some(set), None) => Some(self.has_methods(y, &set)),
            (None, Some(set)) => Some(self.has_methods(x, &set)),
        }
    }

    fn has_methods(&mut self, ty: TypeId, set: &TypeSet) -> bool {
        set.methods.iter().all(|method| {
            let package = self.store.object(method.object).package;
            match self.store.find_method(ty, package, method.name) {
                Found::Method { ty, .. } => self.unify(method.ty, ty, Match::EXACT),
                Found::Unknown => {
                    self.taint(method.ty);
                    true
                }
                _ => false,
            }
        })
    }

    fn met_before(&self, x: TypeId, y: TypeId) -> bool {
        self.pairs.iter().any(|&pair| pair == (x, y) || pair == (y, x))
    }

    fn lists(&mut self, xs: &[TypeId], ys: &[TypeId], mode: Match) -> bool {
        xs.len() == ys.len() && xs.iter().zip(ys).all(|(&x, &y)| self.unify(x, y, mode))
    }

    fn unify_structure(&mut self, x: TypeId, y: TypeId, mode: Match) -> bool {
        let store = self.store;
        let inner = mode.of_elements();
        match (store.ty(x), store.ty(y)) {
            (&Type::Pointer(x), &Type::Pointer(y)) | (&Type::Slice(x), &Type::Slice(y)) => self.unify(x, y, inner),
            (&Type::Array { len: x_len, elem: x }, &Type::Array { len: y_len, elem: y }) => {
                (x_len.is_none() || y_len.is_none() || x_len == y_len) && self.unify(x, y, inner)
            }
            (&Type::Map { key: x_key, value: x }, &Type::Map { key: y_key, value: y }) => {
                self.unify(x_key, y_key, inner) && self.unify(x, y, inner)
            }
            (&Type::Chan { dir: x_dir, elem: x }, &Type::Chan { dir: y_dir, elem: y }) => {
                (!mode.exact || x_dir == y_dir) && self.unify(x, y, inner)
            }
            (Type::Tuple(x), Type::Tuple(y)) => self.lists(x, y, mode),
            (Type::Signature(x), Type::Signature(y)) => {
                x.variadic == y.variadic
                    && self.lists(&x.params, &y.params, inner)
                    && self.lists(&x.results, &y.results, inner)
            }
            (Type::Struct(x), Type::Struct(y)) => {
                let package = |object| store.object(object).package;
                x.len() == y.len()
                    && x.iter().zip(y.iter()).all(|(f, g)| {
                        f.embedded == g.embedded
                            && f.tag == g.tag
                            && f.name == g.name
                            && (f.name.is_exported() || store.same_package(package(f.object), package(g.object)))
                            && self.unify(f.ty, g.ty, inner)
                    })
            }
            (Type::Named { origin: x, args: x_args }, Type::Named { origin: y, args: y_args }) => {
                x == y && self.lists(x_args, y_args, mode)
            }
            (Type::Interface(_), Type::Interface(_)) => {
                let (Some(xs), Some(ys)) = (store.type_set(x), store.type_set(y)) else { return false };
                if xs.unknown || ys.unknown {
                    self.taint(x);
                    self.taint(y);
                    return true;
                }
                if !self.same_terms(&xs, &ys) || xs.methods.len() != ys.methods.len() {
                    return false;
                }
                if self.met_before(x, y) {
                    return true;
                }
                self.pairs.push((x, y));
                let agree = xs
                    .methods
                    .iter()
                    .zip(&ys.methods)
                    .all(|(f, g)| store.same_method_name(f, g) && self.unify(f.ty, g.ty, Match::EXACT));
                self.pairs.pop();
                agree
            }
            // The type parameter of a function around: through what its constraint's types have in common.
            (Type::TypeParam(_), _) => match store.common_underlying(x) {
                Some(common) => self.unify(common, y, Match::ASSIGN),
                None => {
                    store.type_set(x).is_some_and(|set| set.unknown) && {
                        self.taint(y);
                        true
                    }
                }
            },
            _ => false,
        }
    }
}

impl Store {
    /// Whether one of the type parameters occurs in the type.
    pub fn mentions(&self, ty: TypeId, params: &[TypeParamId]) -> bool {
        if !self.has_type_param(ty) {
            return false;
        }
        let any = |types: &[TypeId]| types.iter().any(|&ty| self.mentions(ty, params));
        match self.ty(ty) {
            Type::Basic(_) => false,
            Type::TypeParam(param) => params.contains(param),
            &(Type::Pointer(elem) | Type::Slice(elem) | Type::Array { elem, .. } | Type::Chan { elem, .. }) => {
                self.mentions(elem, params)
            }
            &Type::Map { key, value } => any(&[key, value]),
            Type::Named { args: types, .. } | Type::Tuple(types) => any(types),
            Type::Struct(fields) => fields.iter().any(|field| self.mentions(field.ty, params)),
            Type::Signature(signature) => any(&signature.params) || any(&signature.results),
            Type::Interface(interface) => {
                interface.methods.iter().any(|method| self.mentions(method.ty, params)) || any(&interface.embeds)
            }
            Type::Union(terms) => terms.iter().any(|term| self.mentions(term.ty, params)),
        }
    }

    /// The first method of the set that the type surely lacks makes this a no; signatures are unified.
    pub(super) fn unify_methods(&self, unifier: &mut Unifier<'_>, ty: TypeId, set: &TypeSet) -> Answer {
        self.lacks_method_by(ty, &set.methods, true, &mut |x, y| unifier.unify(x, y, Match::EXACT).into()).answer()
    }
}
