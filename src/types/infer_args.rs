//! Type argument inference: the type arguments that a call of a generic function leaves out.
//!
//! After «Type inference» of the Go specification and golang/go: `src/go/types/infer.go`, `call.go`: typed arguments are
//! unified with their parameters, then constraints are unified with what they constrain until nothing new comes out, then
//! untyped constants give their default types. Where something unknown had a say, a result that it may have changed is
//! unknown; an inference that fails gives nothing.

use smallvec::SmallVec;

use super::relate::Answer;
use super::store::Store;
use super::subst::Substitution;
use super::ty::{Basic, Signature, Type, TypeId, TypeParamId};
use super::unify::{Match, Unifier};

/// Rounds of substituting type arguments into each other; more is a cycle.
const MAX_ROUNDS: usize = 100;

/// The type arguments could not be inferred: the code is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CannotInfer;

/// What a call's arguments say about type arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallInference {
    /// The callee's type arguments, unknown ones included.
    pub callee: Box<[TypeId]>,
    /// The type arguments of arguments that are generic functions, by position.
    pub args: Vec<(usize, Box<[TypeId]>)>,
}

/// A call to infer type arguments for.
#[derive(Clone, Copy, Debug)]
pub struct CallTypes<'a> {
    /// The callee's type parameters; none if only arguments are generic.
    pub type_params: &'a [TypeParamId],
    /// The type arguments spelled out: the first ones.
    pub given: &'a [TypeId],
    /// The parameter types, a variadic one repeated, as many as arguments.
    pub params: &'a [TypeId],
    /// The types of the arguments: also untyped, and signatures of generic functions that are not instantiated.
    pub args: &'a [TypeId],
    /// For arguments that are generic functions: the type arguments spelled out, by position.
    pub given_args: &'a [(usize, &'a [TypeId])],
    /// The file's language is Go 1.21 or newer.
    pub go1_21: bool,
}

impl Store {
    /// Infers the missing type arguments of a call.
    pub fn infer_call(&self, call: CallTypes<'_>) -> Result<CallInference, CannotInfer> {
        if call.given.len() > call.type_params.len() || call.params.len() != call.args.len() {
            return Err(CannotInfer);
        }
        let own = call.type_params.len();
        let mut type_params: Vec<TypeParamId> = call.type_params.to_vec();
        let mut params: Vec<TypeId> = call.params.to_vec();
        // A function that calls itself passes its own type parameters, which are not those to find.
        let recursive = call.args.iter().chain(call.given).any(|&ty| self.mentions(ty, call.type_params));
        if recursive {
            type_params = self.rename_params(call.type_params);
            let fresh: Vec<TypeId> = type_params.iter().map(|&param| self.param_type(param)).collect();
            let by = Substitution { params: call.type_params, args: &fresh };
            params.iter_mut().for_each(|ty| *ty = self.substitute(*ty, by));
        }
        let mut given: Vec<Option<TypeId>> = call.given.iter().map(|&ty| Some(ty)).collect();
        given.resize(own, None);
        let mut args: Vec<TypeId> = call.args.to_vec();
        let mut generic: SmallVec<[(usize, usize); 2]> = SmallVec::new();
        for (position, arg) in args.iter_mut().enumerate() {
            let Type::Signature(signature) = self.ty(*arg) else { continue };
            if signature.type_params.is_empty() {
                continue;
            }
            let (fresh, renamed) = self.renamed_signature(signature);
            *arg = renamed;
            generic.push((position, fresh.len()));
            type_params.extend_from_slice(&fresh);
            if let Some((_, spelled)) = call.given_args.iter().find(|(of, _)| *of == position) {
                given.extend(spelled.iter().take(fresh.len()).map(|&ty| Some(ty)));
            }
            given.resize(type_params.len(), None);
        }
        let inferred = self.infer_types(&type_params, &given, &params, &args, call.go1_21)?;
        let mut at = own;
        let args = generic.iter().map(|&(position, len)| {
            at += len;
            (position, Box::from(&inferred[at - len..at]))
        });
        let args = args.collect();
        Ok(CallInference { callee: inferred[..own].into(), args })
    }

    /// Infers the missing type arguments of a generic function from the function type it is assigned to.
    pub fn infer_from_target(
        &self,
        function: TypeId,
        given: &[TypeId],
        target: TypeId,
        go1_21: bool,
    ) -> Result<Box<[TypeId]>, CannotInfer> {
        let Type::Signature(signature) = self.ty(function) else { return Err(CannotInfer) };
        let call = CallTypes {
            type_params: &signature.type_params,
            given,
            params: &[function],
            args: &[target],
            given_args: &[],
            go1_21,
        };
        self.infer_call(call).map(|inference| inference.callee)
    }

    /// A generic signature with fresh type parameters: `f(g, g)` instantiates g twice.
    fn renamed_signature(&self, signature: &Signature) -> (Vec<TypeParamId>, TypeId) {
        let fresh = self.rename_params(&signature.type_params);
        let args: Vec<TypeId> = fresh.iter().map(|&param| self.param_type(param)).collect();
        let by = Substitution { params: &signature.type_params, args: &args };
        let list = |types: &[TypeId]| types.iter().map(|&ty| self.substitute(ty, by)).collect();
        let renamed = self.signature(Signature {
            type_params: fresh.as_slice().into(),
            params: list(&signature.params),
            results: list(&signature.results),
            variadic: signature.variadic,
        });
        (fresh, renamed)
    }

    /// The core of it: all type parameters, those of generic arguments included.
    fn infer_types(
        &self,
        type_params: &[TypeParamId],
        given: &[Option<TypeId>],
        params: &[TypeId],
        args: &[TypeId],
        go1_21: bool,
    ) -> Result<Vec<TypeId>, CannotInfer> {
        if given.iter().all(Option::is_some) {
            return Ok(given.iter().flatten().copied().collect());
        }
        // What is given is put in first, so that it is not changed by what follows.
        let as_args = |known: &[Option<TypeId>]| -> Vec<TypeId> {
            let own = type_params.iter().map(|&param| self.param_type(param));
            known.iter().zip(own).map(|(known, own)| known.unwrap_or(own)).collect()
        };
        let first = as_args(given);
        let by = Substitution { params: type_params, args: &first };
        let params: Vec<TypeId> = params.iter().map(|&ty| self.substitute(ty, by)).collect();

        let mut unifier = Unifier::new(self, type_params, given, go1_21);
        let mut untyped: SmallVec<[(usize, Basic); 4]> = SmallVec::new();
        for (&param, &arg) in params.iter().zip(args) {
            if !unifier.mentions(param) && !unifier.mentions(arg) {
                continue;
            }
            match arg.basic() {
                Some(Basic::UntypedNil) => {}
                Some(basic) if basic.is_untyped() => {
                    untyped.extend(unifier.position(param).map(|position| (position, basic)));
                }
                _ if !unifier.unify(param, arg, Match::ASSIGN) => return Err(CannotInfer),
                _ => {}
            }
        }
        self.use_constraints(&mut unifier, type_params)?;

        // Untyped constants matter only for parameters that nothing else determines; the largest kind wins.
        let mut largest: SmallVec<[(usize, Basic); 4]> = SmallVec::new();
        for (position, basic) in untyped {
            if unifier.at(position).is_some() {
                continue;
            }
            match largest.iter_mut().find(|(of, _)| *of == position) {
                None => largest.push((position, basic)),
                Some((_, so_far)) if *so_far == basic => {}
                Some((_, so_far)) if so_far.is_numeric() && basic.is_numeric() => *so_far = basic.max(*so_far),
                Some(_) => return Err(CannotInfer),
            }
        }
        for (position, basic) in largest {
            if !unifier.is_tainted(position) {
                unifier.set(position, basic.default_type().id());
            }
        }

        let mut inferred: Vec<Option<TypeId>> = (0..type_params.len()).map(|position| unifier.at(position)).collect();
        self.remove_cycles(type_params, &mut inferred);
        for _ in 0..MAX_ROUNDS {
            let known = as_args(&inferred);
            let by = Substitution { params: type_params, args: &known };
            let mut changed = false;
            for slot in inferred.iter_mut() {
                let Some(ty) = *slot else { continue };
                let new = self.substitute(ty, by);
                changed |= new != ty;
                *slot = Some(new);
            }
            if !changed {
                break;
            }
        }
        let unsure = (0..type_params.len()).any(|position| unifier.is_tainted(position));
        let mut out = Vec::with_capacity(inferred.len());
        for (position, ty) in inferred.into_iter().enumerate() {
            let given = given.get(position).copied().flatten();
            out.push(match given.or(ty) {
                Some(ty) if !unifier.mentions(ty) => {
                    // What is not known may still have made it a declared type.
                    let settled = given.is_some()
                        || !unifier.is_tainted(position)
                        || matches!(self.ty(ty), Type::Basic(_) | Type::Named { .. } | Type::TypeParam(_));
                    if settled { ty } else { TypeId::UNKNOWN }
                }
                _ if unsure => TypeId::UNKNOWN,
                _ => return Err(CannotInfer),
            });
        }
        Ok(out)
    }

    /// Constraint type inference: until a round brings nothing new.
    fn use_constraints(&self, unifier: &mut Unifier<'_>, type_params: &[TypeParamId]) -> Result<(), CannotInfer> {
        loop {
            let before = unifier.unknowns();
            for (position, &param) in type_params.iter().enumerate() {
                let known = unifier.at(position);
                if let Some((core, single)) = self.core_term(param) {
                    match known {
                        Some(ty) if !unifier.unify(ty, core.ty, Match::INEXACT) => return Err(CannotInfer),
                        None if single && !core.tilde => unifier.set(position, core.ty),
                        _ => {}
                    }
                }
                // The parameter's methods may determine others (with what was known before this round's core type).
                if let Some(ty) = known
                    && !unifier.mentions(ty)
                    && let Some(set) = self.type_set(self.param_type(param))
                    && self.unify_methods(unifier, ty, &set) == Answer::No
                {
                    return Err(CannotInfer);
                }
            }
            if unifier.unknowns() == before {
                return Ok(());
            }
        }
    }

    /// Forgets type arguments that contain themselves.
    fn remove_cycles(&self, type_params: &[TypeParamId], inferred: &mut [Option<TypeId>]) {
        let mut finder = CycleFinder { store: self, type_params, inferred, seen: Vec::new() };
        for &param in type_params {
            finder.visit(self.param_type(param));
        }
    }
}

struct CycleFinder<'a> {
    store: &'a Store,
    type_params: &'a [TypeParamId],
    inferred: &'a mut [Option<TypeId>],
    /// The types being visited.
    seen: Vec<TypeId>,
}

impl CycleFinder<'_> {
    fn visit(&mut self, ty: TypeId) {
        let store = self.store;
        if !store.mentions(ty, self.type_params) {
            return;
        }
        let position = match store.ty(ty) {
            Type::TypeParam(param) => self.type_params.iter().position(|other| other == param),
            _ => None,
        };
        if self.seen.contains(&ty) {
            if let Some(position) = position {
                self.inferred[position] = None;
            }
            return;
        }
        self.seen.push(ty);
        match store.ty(ty) {
            Type::TypeParam(_) => {
                if let Some(inferred) = position.and_then(|position| self.inferred[position]) {
                    self.visit(inferred);
                }
            }
            Type::Basic(_) => {}
            &(Type::Pointer(elem) | Type::Slice(elem) | Type::Array { elem, .. } | Type::Chan { elem, .. }) => {
                self.visit(elem);
            }
            &Type::Map { key, value } => self.visit_all(&[key, value]),
            Type::Named { args: types, .. } | Type::Tuple(types) => self.visit_all(types),
            Type::Struct(fields) => fields.iter().for_each(|field| self.visit(field.ty)),
            Type::Signature(signature) => {
                self.visit_all(&signature.params);
                self.visit_all(&signature.results);
            }
            Type::Interface(interface) => {
                interface.methods.iter().for_each(|method| self.visit(method.ty));
                self.visit_all(&interface.embeds);
            }
            Type::Union(terms) => terms.iter().for_each(|term| self.visit(term.ty)),
        }
        self.seen.pop();
    }

    fn visit_all(&mut self, types: &[TypeId]) {
        types.iter().for_each(|&ty| self.visit(ty));
    }
}
