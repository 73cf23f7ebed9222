//! What of a file may be nil at all, found in one pass over it: few places are worth following.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::source::{Place, Source};
use crate::syntax::ast::{AssignOp, BinaryOp, ExprId, ExprKind, Node, SpecKind, StmtId, StmtKind, UnaryOp};
use crate::text::Symbol;
use crate::types::{Builtin, ObjectId};

/// The variables of a file that may be nil at all, found in one pass over it.
#[derive(Debug, Default)]
pub struct NearNil {
    /// Those compared with nil, assigned it, or declared without a value; besides results, no other can have a path on which
    /// it is nil.
    pub touched: FxHashSet<ObjectId>,
    /// Those that are one of several results of a call, not the last: the calls, with the position.
    pub results: FxHashMap<ObjectId, SmallVec<[(ExprId, u32); 1]>>,
    /// Those that take the value of `v, ok := m[k]`, `v, ok := x.(T)` or `v, ok := <-ch`.
    pub doubtful: FxHashSet<ObjectId>,
    /// Fields that are compared with nil or assigned it.
    pub fields: FxHashSet<Symbol>,
    /// Variables that get a struct made on the spot, which may leave fields out.
    pub built: FxHashSet<ObjectId>,
}

impl NearNil {
    /// Whether a variable or field is worth following.
    pub fn may_hold(&self, place: &Place) -> bool {
        self.touched.contains(&place.root)
            || place.fields.last().is_some_and(|last| self.fields.contains(last) || self.built.contains(&place.root))
    }
}

/// The variables of a file that may be nil.
pub fn near_nil(src: &Source<'_>) -> NearNil {
    let ast = src.ast;
    let mut near = NearNil::default();
    for stmt in ast.stmts.ids() {
        let StmtKind::Assign { op: AssignOp::Assign | AssignOp::Define, lhs, rhs } = ast.stmt(stmt) else { continue };
        if ast.list(lhs).len() == ast.list(rhs).len() {
            for (target, value) in ast.list(lhs).zip(ast.list(rhs)) {
                if is_built(src, value) {
                    near.built.extend(src.variable(target));
                }
            }
        }
        let (Some(call), targets) = (ast.only(rhs), ast.list(lhs).len()) else { continue };
        let call = ast.unparen(call);
        let doubtful = matches!(
            ast.expr(call),
            ExprKind::Index { .. } | ExprKind::TypeAssert { .. } | ExprKind::Unary { op: UnaryOp::Recv, .. }
        );
        if targets == 2 && doubtful {
            near.doubtful.extend(ast.list(lhs).next().and_then(|value| src.variable(value)));
        }
        if targets < 2 || !matches!(ast.expr(call), ExprKind::Call { .. }) {
            continue;
        }
        for (position, target) in ast.list(lhs).enumerate().take(targets - 1) {
            if let Some(var) = src.variable(target) {
                near.results.entry(var).or_default().push((call, position as u32));
            }
        }
    }
    let mut add = |expr: ExprId| match ast.expr(ast.unparen(expr)) {
        ExprKind::Selector { name, .. } => near.fields.extend(ast.ident(name)),
        ExprKind::TypeAssert { x, .. } => near.touched.extend(src.variable(x)),
        _ => near.touched.extend(src.variable(expr)),
    };
    let nil = Symbol::intern("nil");
    for id in ast.exprs.ids() {
        if ast.exprs[id] != ExprKind::Ident(nil) {
            continue;
        }
        let mut expr = id;
        loop {
            match ast.parent(expr) {
                Some(Node::Expr(outer)) => match ast.expr(outer) {
                    ExprKind::Paren(_) | ExprKind::Call { .. } => {
                        expr = outer;
                        continue;
                    }
                    ExprKind::Binary { op: BinaryOp::Eq | BinaryOp::Ne, x, y } => add(if x == expr { y } else { x }),
                    _ => {}
                },
                Some(Node::Stmt(stmt)) => match ast.stmt(stmt) {
                    StmtKind::Assign { lhs, .. } => ast.list(lhs).for_each(&mut add),
                    StmtKind::Case { .. } => {
                        let mut around = Node::Stmt(stmt);
                        while let Some(outer @ Node::Stmt(stmt)) = ast.parent(around) {
                            match ast.stmt(stmt) {
                                StmtKind::Switch { tag: Some(tag), .. } => add(tag),
                                StmtKind::TypeSwitch { assign, .. } => {
                                    switched(src, assign).into_iter().for_each(&mut add)
                                }
                                StmtKind::Block(_) => {
                                    around = outer;
                                    continue;
                                }
                                _ => {}
                            }
                            break;
                        }
                    }
                    _ => {}
                },
                Some(Node::Spec(spec)) => {
                    if let SpecKind::Value { names, .. } = ast.specs[spec] {
                        ast.list(names).for_each(&mut add);
                    }
                }
                _ => {}
            }
            break;
        }
    }
    for spec in ast.specs.iter() {
        let SpecKind::Value { names, values, .. } = *spec else { continue };
        if values.is_empty() {
            ast.list(names).for_each(&mut add);
        }
        for (name, value) in ast.list(names).zip(ast.list(values)) {
            if is_built(src, value) {
                near.built.extend(src.variable(name));
            }
        }
    }
    near
}

/// `T{…}`, `&T{…}`, `new(T)`.
fn is_built(src: &Source<'_>, value: ExprId) -> bool {
    match src.ast.expr(src.ast.unparen(value)) {
        ExprKind::CompositeLit { .. } => true,
        ExprKind::Unary { op: UnaryOp::And, x } => is_built(src, x),
        ExprKind::Call { .. } => src.builtin(src.ast.unparen(value)) == Some(Builtin::New),
        _ => false,
    }
}

/// The operand of the guard of a type switch: `x` of `switch v := x.(type)`.
pub(super) fn switched(src: &Source<'_>, assign: StmtId) -> Option<ExprId> {
    let guard = match src.ast.stmt(assign) {
        StmtKind::Expr(x) => x,
        StmtKind::Assign { rhs, .. } => src.ast.only(rhs)?,
        _ => return None,
    };
    match src.ast.expr(src.ast.unparen(guard)) {
        ExprKind::TypeAssert { x, .. } => Some(x),
        _ => None,
    }
}
