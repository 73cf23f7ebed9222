//! Calls: conversions, builtins, functions; arguments and the inference of type arguments.

use smallvec::SmallVec;

use super::{Checker, Operand};
use crate::syntax::ast::{ExprId, ExprKind, List};
use crate::types::infer_args::CallTypes;
use crate::types::info::Mode;
use crate::types::ty::{Signature, Type, TypeId};

/// The arguments of a call.
pub(super) type Args = SmallVec<[Operand; 4]>;
/// Type arguments that were spelled out, of arguments that are generic functions, by position.
type GivenArgs = SmallVec<[(usize, SmallVec<[TypeId; 2]>); 1]>;

impl<'a> Checker<'a> {
    pub(super) fn call(&mut self, e: ExprId, fun: ExprId, args: List<ExprId>, ellipsis: bool) -> Operand {
        let unknown = Operand::unknown(e);
        let mut explicit = None;
        let mut x = match self.ast.expr(fun) {
            ExprKind::Index { x, args } => {
                let x = self.index_expr(fun, x, args);
                if self.is_generic_function(&x) {
                    explicit = Some(args);
                }
                self.record(fun, &x);
                x
            }
            _ => self.expr_or_type(fun, true),
        };
        match x.mode {
            Mode::Type => return self.conversion_call(e, x, args),
            Mode::Builtin => {
                let Some(builtin) = x.builtin else { return unknown };
                let result = self.builtin(e, fun, builtin, args, ellipsis);
                if !result.is_constant() && result.mode != Mode::Unknown {
                    self.has_call = true;
                }
                return result;
            }
            _ => {}
        }
        let store = self.store;
        let under = if x.is_unknown() { None } else { self.common_under(x.ty) };
        let Some(signature) = under.and_then(|under| store.as_signature(under)) else {
            if let Some(explicit) = explicit {
                for arg in self.ast.list(explicit) {
                    self.typ(arg);
                }
            }
            self.use_exprs(self.ast.list(args));
            return unknown;
        };
        let generic = under.filter(|_| !signature.type_params.is_empty());
        let mut given: SmallVec<[TypeId; 4]> = SmallVec::new();
        if let Some(explicit) = explicit {
            given.extend(self.ast.list(explicit).map(|arg| self.typ(arg)).collect::<SmallVec<[TypeId; 4]>>());
        }
        let (operands, given_args) = self.arguments(args);
        let instance = match generic {
            Some(function) if given.len() == signature.type_params.len() => {
                let instance = store.instantiate_signature(function, &given);
                self.record_instance(fun, &given, instance);
                given.clear();
                x.ty = instance;
                self.record(fun, &x);
                store.as_signature(instance)
            }
            Some(_) => None,
            None => Some(signature),
        };
        let result = match instance {
            Some(instance) => {
                self.pass(e, instance, operands, given_args, args, ellipsis);
                Some(instance)
            }
            None => self.pass_generic(e, &mut x, fun, signature, &given, operands, given_args, ellipsis),
        };
        self.has_call = true;
        let Some(result) = result else { return unknown };
        match &*result.results {
            [] => Operand::new(Mode::NoValue, TypeId::EMPTY_TUPLE, e),
            [only] => Operand::new(Mode::Value, *only, e),
            several => Operand::new(Mode::Value, store.tuple(several), e),
        }
    }

    fn conversion_call(&mut self, e: ExprId, mut to: Operand, args: List<ExprId>) -> Operand {
        self.not_generic(None, &mut to);
        let Some(arg) = self.ast.only(args) else {
            self.use_exprs(self.ast.list(args));
            return Operand::unknown(e);
        };
        if to.is_unknown() {
            self.use_expr(arg);
            return Operand::unknown(e);
        }
        let mut x = self.expr(arg);
        self.conversion(&mut x, to.ty, e);
        x
    }

    /// The arguments of a call; the several results of a single call are an argument each. Generic functions among them may
    /// lack type arguments: those that were spelled out are given beside.
    fn arguments(&mut self, list: List<ExprId>) -> (Args, GivenArgs) {
        let mut operands = Args::new();
        let mut given = GivenArgs::new();
        let exprs = self.ast.list(list);
        let single = exprs.len() == 1;
        for e in exprs {
            let mut x = match self.ast.expr(e) {
                ExprKind::Index { x, args } => {
                    let mut x = self.index_expr(e, x, args);
                    x.expr = Some(e);
                    if self.is_generic_function(&x) {
                        let types: SmallVec<[TypeId; 2]> = self.ast.list(args).map(|arg| self.typ(arg)).collect();
                        let wanted = self.store.as_signature(x.ty).map_or(0, |s| s.type_params.len());
                        if types.len() == wanted {
                            x.ty = self.store.instantiate_signature(x.ty, &types);
                            self.record_instance(e, &types, x.ty);
                            self.record(e, &x);
                        } else {
                            given.push((operands.len(), types));
                        }
                    } else {
                        self.not_generic(None, &mut x);
                        self.record(e, &x);
                    }
                    if matches!(x.mode, Mode::NoValue | Mode::Builtin | Mode::Type) {
                        x.forget();
                    }
                    x
                }
                _ if single => {
                    let x = self.raw_expr(None, e, None, true);
                    if x.mode == Mode::Value
                        && let Type::Tuple(types) = self.store.ty(x.ty)
                    {
                        operands.extend(types.iter().map(|&ty| Operand::new(Mode::Value, ty, e)));
                        return (operands, given);
                    }
                    x
                }
                _ => self.generic_expr(e),
            };
            if matches!(x.mode, Mode::NoValue | Mode::Builtin | Mode::Type) {
                x.forget();
            }
            operands.push(x);
        }
        (operands, given)
    }

    /// Passes arguments to a function that is not generic.
    fn pass(
        &mut self,
        e: ExprId,
        signature: &Signature,
        mut operands: Args,
        given_args: GivenArgs,
        args: List<ExprId>,
        ellipsis: bool,
    ) {
        let spread = ellipsis && self.ast.list(args).len() == 1 && operands.len() > 1;
        if !fits(signature, operands.len(), ellipsis) || spread {
            for operand in &mut operands {
                self.lose(operand);
            }
            return;
        }
        if operands.iter().any(|x| self.is_generic_function(x)) {
            let params = param_types(self, signature, operands.len(), ellipsis);
            self.infer_arguments(e, &[], &[], &params, &mut operands, &given_args);
        }
        for (position, operand) in operands.iter_mut().enumerate() {
            let wanted = self.param_type(signature, position, ellipsis);
            self.assignment(operand, Some(wanted));
        }
    }

    /// The type of the parameter that takes the argument at this position.
    fn param_type(&self, signature: &Signature, position: usize, ellipsis: bool) -> TypeId {
        let params = &signature.params;
        if signature.variadic && !ellipsis && position + 1 >= params.len() {
            let last = params.last().copied().unwrap_or(TypeId::UNKNOWN);
            return match self.store.ty(last) {
                Type::Slice(elem) => *elem,
                _ => TypeId::UNKNOWN,
            };
        }
        params.get(position).copied().unwrap_or(TypeId::UNKNOWN)
    }

    /// Passes arguments to a generic function that lacks type arguments: its instantiated signature, if they can be inferred.
    #[allow(clippy::too_many_arguments)] // one call, taken apart
    fn pass_generic(
        &mut self,
        e: ExprId,
        x: &mut Operand,
        fun: ExprId,
        signature: &Signature,
        given: &[TypeId],
        mut operands: Args,
        given_args: GivenArgs,
        ellipsis: bool,
    ) -> Option<&'a Signature> {
        let store = self.store;
        let params = param_types(self, signature, operands.len(), ellipsis);
        let inferred = if fits(signature, operands.len(), ellipsis) {
            self.infer_arguments(e, &signature.type_params, given, &params, &mut operands, &given_args)
        } else {
            None
        };
        let function = self.common_under(x.ty);
        let (Some(types), Some(function)) = (inferred, function) else {
            if operands.iter().any(Operand::is_unknown) {
                // Which instance is called depends on what is unknown.
                x.forget();
                self.record(fun, x);
            }
            for operand in &mut operands {
                self.lose(operand);
            }
            // What does not depend on the type arguments is known all the same.
            let open = signature.results.iter().any(|&ty| store.has_type_param(ty));
            return if open { None } else { store.as_signature(x.ty) };
        };
        let instance = store.instantiate_signature(function, &types);
        if types.iter().all(|&ty| !store.has_unknown(ty)) {
            self.record_instance(fun, &types, instance);
        }
        x.ty = instance;
        x.mode = Mode::Value;
        self.record(fun, x);
        let instance = store.as_signature(instance)?;
        for (position, operand) in operands.iter_mut().enumerate() {
            let wanted = self.param_type(instance, position, ellipsis);
            self.assignment(operand, Some(wanted));
        }
        Some(instance)
    }

    /// Infers the type arguments of a call, and of those of its arguments that are generic functions, which become ordinary.
    fn infer_arguments(
        &mut self,
        _call: ExprId,
        type_params: &[crate::types::ty::TypeParamId],
        given: &[TypeId],
        params: &[TypeId],
        operands: &mut Args,
        given_args: &GivenArgs,
    ) -> Option<Box<[TypeId]>> {
        let args: SmallVec<[TypeId; 8]> =
            operands.iter().map(|x| if x.is_unknown() { TypeId::UNKNOWN } else { x.ty }).collect();
        let given_args: SmallVec<[(usize, &[TypeId]); 1]> =
            given_args.iter().map(|(position, types)| (*position, types.as_slice())).collect();
        let types = CallTypes {
            type_params,
            given,
            params,
            args: &args,
            given_args: &given_args,
            go1_21: self.language_at_least(21),
        };
        let inferred = self.store.infer_call(types).ok()?;
        for (position, types) in inferred.args {
            let Some(operand) = operands.get_mut(position) else { continue };
            operand.ty = self.store.instantiate_signature(operand.ty, &types);
            if let Some(e) = operand.expr {
                self.record_instance(e, &types, operand.ty);
                let operand = operand.clone();
                self.record(e, &operand);
            }
        }
        Some(inferred.callee)
    }

    /// A generic function that is not called: its type arguments are spelled out, or follow from the type it is assigned to.
    pub(super) fn instantiate_function(
        &mut self,
        target: Option<TypeId>,
        x: &mut Operand,
        explicit: Option<(ExprId, List<ExprId>)>,
    ) {
        let store = self.store;
        let Some(wanted) = store.as_signature(x.ty).map(|signature| signature.type_params.len()) else { return };
        let mut given: SmallVec<[TypeId; 4]> = SmallVec::new();
        if let Some((e, args)) = explicit {
            x.expr = Some(e);
            for arg in self.ast.list(args) {
                given.push(self.typ(arg));
            }
        }
        let types: Option<Box<[TypeId]>> = if given.len() == wanted {
            Some(given.as_slice().into())
        } else if given.len() > wanted {
            None
        } else if let Some(target) = target {
            store.infer_from_target(x.ty, &given, self.under(target), self.language_at_least(21)).ok()
        } else {
            let Some(signature) = store.as_signature(x.ty) else { return };
            let types = CallTypes {
                type_params: &signature.type_params,
                given: &given,
                params: &[],
                args: &[],
                given_args: &[],
                go1_21: self.language_at_least(21),
            };
            store.infer_call(types).ok().map(|inferred| inferred.callee)
        };
        let Some(types) = types else {
            x.forget();
            return;
        };
        x.ty = store.instantiate_signature(x.ty, &types);
        x.mode = Mode::Value;
        if let Some(e) = x.expr {
            self.record_instance(e, &types, x.ty);
        }
    }
}

/// Whether a call has as many arguments as the function takes.
fn fits(signature: &Signature, args: usize, ellipsis: bool) -> bool {
    if signature.variadic && !ellipsis { args + 1 >= signature.params.len() } else { args == signature.params.len() }
}

/// The parameter types, a variadic one repeated, as many as arguments.
fn param_types(checker: &Checker<'_>, signature: &Signature, args: usize, ellipsis: bool) -> SmallVec<[TypeId; 8]> {
    (0..args).map(|position| checker.param_type(signature, position, ellipsis)).collect()
}
