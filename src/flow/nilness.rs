//! Which local variables are nil where.
//!
//! A variable may be nil, not nil, or unknown on the ways that lead to a point; [`Nilness`] is the set of what it may be.
//! Followed are variables that only steps of the function itself assign (see [`FuncFlow::is_plain`]). A dereference that
//! succeeds says that the value was not nil.

use rustc_hash::FxHashMap;

use super::cfg::{BlockId, Edge, Point, Step, Test};
use super::solve::{Analysis, Solution, forward};
use super::source::Source;
use super::tie::comparison;
use super::values::FuncFlow;
use crate::syntax::ast::{AssignOp, DeclKind, ExprId, ExprKind, GenTok, List, SpecKind, StmtKind, UnaryOp};
use crate::types::{Builtin, ObjectId, ObjectKind, Type, TypeId, VarKind};

/// What a value may be: a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Nilness(u8);

impl Nilness {
    /// Certainly nil, by an assignment, a zero value or a test.
    pub const NIL: Nilness = Nilness(1);
    pub const NOT_NIL: Nilness = Nilness(2);
    pub const UNKNOWN: Nilness = Nilness(4);

    /// Nil on every way.
    pub fn is_nil(self) -> bool {
        self == Nilness::NIL
    }

    /// Nil on some way, as far as the graph can tell.
    pub fn may_be_nil(self) -> bool {
        self.0 & Nilness::NIL.0 != 0
    }

    /// Not nil on every way.
    pub fn is_not_nil(self) -> bool {
        self == Nilness::NOT_NIL
    }

    fn union(self, other: Nilness) -> Nilness {
        Nilness(self.0 | other.0)
    }
}

type State = FxHashMap<ObjectId, Nilness>;

/// The nilness of the variables of one function.
pub struct NilFlow<'f, 'a> {
    walk: Walk<'f, 'a>,
    solution: Solution<State>,
}

struct Walk<'f, 'a> {
    flow: &'f FuncFlow<'a>,
}

impl<'f, 'a> NilFlow<'f, 'a> {
    pub fn new(flow: &'f FuncFlow<'a>) -> NilFlow<'f, 'a> {
        let walk = Walk { flow };
        let mut entry = State::default();
        for &var in flow.all_mentions().keys() {
            let object = flow.src.store.object(var);
            let result = matches!(object.kind, ObjectKind::Var(VarKind::Result));
            if result && has_nil(&flow.src, flow.src.store.type_of(var)) && flow.is_plain(var) {
                entry.insert(var, Nilness::NIL);
            }
        }
        let solution = forward(&flow.cfg, &walk, entry);
        NilFlow { walk, solution }
    }

    /// What a variable may be just before a step; `UNKNOWN` for one that is not followed, `None` where nothing runs.
    pub fn before(&self, var: ObjectId, point: Point) -> Option<Nilness> {
        let state = self.solution.before(&self.walk.flow.cfg, &self.walk, point)?;
        Some(state.get(&var).copied().unwrap_or(Nilness::UNKNOWN))
    }
}

/// Whether values of the type can be nil.
pub fn has_nil(src: &Source<'_>, ty: TypeId) -> bool {
    matches!(
        src.store.ty(src.store.underlying(ty)),
        Type::Pointer(_)
            | Type::Slice(_)
            | Type::Map { .. }
            | Type::Chan { .. }
            | Type::Signature(_)
            | Type::Interface(_)
    )
}

impl Walk<'_, '_> {
    fn set(&self, state: &mut State, target: ExprId, value: Nilness) {
        let Some(var) = self.flow.src.variable(target) else { return };
        if value == Nilness::UNKNOWN {
            state.remove(&var);
        } else if self.flow.is_plain(var) {
            state.insert(var, value);
        }
    }

    fn value(&self, state: &State, expr: ExprId) -> Nilness {
        let src = &self.flow.src;
        let expr = src.ast.unparen(expr);
        if src.is_nil(expr) {
            return Nilness::NIL;
        }
        match src.ast.expr(expr) {
            ExprKind::Ident(_) => match src.variable(expr) {
                Some(var) => state.get(&var).copied().unwrap_or(Nilness::UNKNOWN),
                None => Nilness::UNKNOWN,
            },
            ExprKind::Unary { op: UnaryOp::And, .. } | ExprKind::FuncLit(_) => Nilness::NOT_NIL,
            ExprKind::CompositeLit { .. } => Nilness::NOT_NIL,
            ExprKind::Call { fun, args, .. } => match src.builtin(expr) {
                Some(Builtin::Make | Builtin::New) => Nilness::NOT_NIL,
                Some(_) => Nilness::UNKNOWN,
                // A conversion that keeps the nil: `(*T)(nil)`; a pointer in an interface is not nil.
                None if src.is_conversion(fun) => match src.ast.only(args) {
                    Some(arg) if !is_interface(src, expr) => self.value(state, arg),
                    Some(arg) if src.is_nil(arg) => Nilness::NIL,
                    _ => Nilness::UNKNOWN,
                },
                None => Nilness::UNKNOWN,
            },
            _ => Nilness::UNKNOWN,
        }
    }

    fn assign(&self, state: &mut State, targets: List<ExprId>, values: List<ExprId>) {
        let ast = self.flow.src.ast;
        let pairs = ast.list(targets).len() == ast.list(values).len();
        let values: Vec<Nilness> = match pairs {
            true => ast
                .list(targets)
                .zip(ast.list(values))
                .map(|(target, value)| self.stored(state, target, value))
                .collect(),
            false => vec![Nilness::UNKNOWN; ast.list(targets).len()],
        };
        for (target, value) in ast.list(targets).zip(values) {
            self.set(state, target, value);
        }
    }

    /// What a target holds after the assignment: a nil pointer in an interface is not a nil interface.
    fn stored(&self, state: &State, target: ExprId, value: ExprId) -> Nilness {
        let src = &self.flow.src;
        let nilness = self.value(state, value);
        let to_interface = src.variable(target).is_some_and(|var| {
            matches!(src.store.ty(src.store.underlying(src.store.type_of(var))), Type::Interface(_))
        });
        if to_interface && !src.is_nil(value) && !is_interface(src, value) { Nilness::NOT_NIL } else { nilness }
    }
}

fn is_interface(src: &Source<'_>, expr: ExprId) -> bool {
    src.info.type_of(expr).is_some_and(|ty| matches!(src.store.ty(src.store.underlying(ty)), Type::Interface(_)))
}

impl Analysis for Walk<'_, '_> {
    type State = State;

    fn step(&self, state: &mut State, _: Point, step: Step) {
        let ast = self.flow.src.ast;
        match step {
            Step::Stmt(stmt) => match ast.stmt(stmt) {
                StmtKind::Assign { op: AssignOp::Assign | AssignOp::Define, lhs, rhs } => self.assign(state, lhs, rhs),
                StmtKind::Decl(decl) => {
                    let DeclKind::Gen { tok: GenTok::Var, specs, .. } = ast.decls[decl] else { return };
                    for spec in ast.list(specs) {
                        let SpecKind::Value { names, values, .. } = ast.specs[spec] else { continue };
                        if !values.is_empty() {
                            self.assign(state, names, values);
                            continue;
                        }
                        for name in ast.list(names) {
                            let src = &self.flow.src;
                            let zero = src.variable(name).is_some_and(|var| has_nil(src, src.store.type_of(var)));
                            self.set(state, name, if zero { Nilness::NIL } else { Nilness::UNKNOWN });
                        }
                    }
                }
                _ => {}
            },
            Step::Next(stmt) => {
                if let StmtKind::Range { key, value, .. } = ast.stmt(stmt) {
                    for target in [key, value].into_iter().flatten() {
                        self.set(state, target, Nilness::UNKNOWN);
                    }
                }
            }
            Step::Expr(_) | Step::Bind(_) | Step::Select(_) | Step::End => {}
        }
    }

    fn edge(&self, state: &mut State, _: BlockId, edge: &Edge) -> bool {
        let Some((test, taken)) = edge.test else { return true };
        let src = &self.flow.src;
        if let Test::Cond(cond) = test
            && src.bool_literal(cond).is_some_and(|value| value != taken)
        {
            return false;
        }
        let Some((x, y, equal)) = comparison(src, test) else { return true };
        let other = match (src.is_nil(x), src.is_nil(y)) {
            (true, false) => y,
            (false, true) => x,
            _ => return true,
        };
        let Some(var) = src.variable(other) else { return true };
        let nil = taken == equal;
        match state.get(&var) {
            Some(known) if known.is_nil() && !nil || known.is_not_nil() && nil => return false,
            _ => {}
        }
        if self.flow.is_plain(var) {
            state.insert(var, if nil { Nilness::NIL } else { Nilness::NOT_NIL });
        }
        true
    }

    fn join(&self, into: &mut State, other: &State) -> bool {
        let before = into.len();
        // A variable that one side does not know is unknown there.
        let mut changed = false;
        into.retain(|var, value| {
            let joined = value.union(other.get(var).copied().unwrap_or(Nilness::UNKNOWN));
            changed |= joined != *value;
            *value = joined;
            true
        });
        for (&var, &value) in other {
            into.entry(var).or_insert_with(|| value.union(Nilness::UNKNOWN));
        }
        changed || into.len() != before
    }
}
