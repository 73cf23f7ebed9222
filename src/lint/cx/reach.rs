//! Where the value of a variable comes from.

use rustc_hash::FxHashSet;

use super::Cx;
use crate::flow::Point;
use crate::flow::cfg::BlockId;
use crate::lint::view::{AssignOp, Call, Expr, ExprKind, SpecKind, StmtKind, UnaryOp, View};
use crate::types::VarKind;

/// One way in which a variable got the value that it has somewhere.
#[derive(Clone, Copy, Debug)]
pub enum Definition<'a> {
    /// Assigned or initialised with this expression.
    Value(Expr<'a>),
    /// One of several results of a call, counted from 0.
    Result { call: Call<'a>, position: usize },
    /// The second or later value of a comma-ok form, range clause, `op=`, `++`.
    Other(Expr<'a>),
    /// The zero value of a declaration without value.
    Zero(Expr<'a>),
    /// What it had when the function began: a parameter, or the zero value of a named result.
    Entry,
}

impl<'a> Definition<'a> {
    /// The call whose only or whose nth result it is.
    pub fn call(self) -> Option<Call<'a>> {
        match self {
            Definition::Value(value) => value.as_call(),
            Definition::Result { call, .. } => Some(call),
            _ => None,
        }
    }
}

impl<'a> Cx<'a> {
    /// All definitions of a local variable that may reach this use of it. `None` where that is not known: it is no local
    /// variable of the function, a function literal assigns it, or its address is taken.
    pub fn reaching(&self, variable: Expr<'a>) -> Option<Vec<Definition<'a>>> {
        let object = self.variable(variable)?;
        let flow = self.flow(variable.enclosing_func()?)?;
        if !flow.is_plain(object.id) {
            return None;
        }
        let tree = self.tree();
        let at = flow.cfg.point_of(tree.ast, variable.id)?;
        let assigned: Vec<(Point, Expr<'a>)> = flow
            .mentions(object.id)
            .iter()
            .filter(|mention| mention.assigned)
            .map(|mention| (mention.point, tree.view(mention.ident)))
            .collect();
        let last = |block: BlockId, before: u32| {
            let within = assigned.iter().filter(|(point, _)| point.block == block && point.step < before);
            within.max_by_key(|(point, _)| point.step).map(|(_, ident)| *ident)
        };
        let mut found = Vec::new();
        let mut seen: FxHashSet<BlockId> = FxHashSet::default();
        let mut work = vec![(at.block, at.step)];
        while let Some((block, before)) = work.pop() {
            if let Some(ident) = last(block, before) {
                let definition = self.definition(ident);
                if !found.iter().any(|(other, _)| *other == ident) {
                    found.push((ident, definition));
                }
                continue;
            }
            if block == flow.cfg.entry {
                if !found.iter().any(|(_, definition)| matches!(definition, Definition::Entry)) {
                    found.push((variable, Definition::Entry));
                }
                continue;
            }
            for &before in &flow.cfg.blocks[block].preds {
                if seen.insert(before) {
                    work.push((before, u32::MAX));
                }
            }
        }
        found.sort_by_key(|(ident, _)| ident.span().start);
        Some(found.into_iter().map(|(_, definition)| definition).collect())
    }

    /// The values that an expression may have, as far as they were written down: itself, or where it is a plain local
    /// variable, what was assigned to it.
    pub fn sources(&self, expr: Expr<'a>) -> Option<Vec<Definition<'a>>> {
        let expr = expr.unparen();
        if expr.ident().is_some() { self.reaching(expr) } else { Some(vec![Definition::Value(expr)]) }
    }

    /// The declaration of a local variable without value that nothing ever sets, also where function literals use it.
    pub fn never_set(&self, object: super::Object<'a>) -> Option<Expr<'a>> {
        let SpecKind::Value { values, .. } = self.spec_of(object).filter(|_| object.is_local())?.kind() else {
            return None;
        };
        let declared = self.declared_at(object)?;
        let unset = values.is_empty()
            && self
                .uses_within(object, self.owner(object)?)
                .into_iter()
                .all(|ident| ident == declared || !may_set(ident) && !self.by_method(ident));
        unset.then_some(declared)
    }

    /// The only value that a local variable is ever given, at its declaration; function literals may use it.
    pub fn only_value(&self, object: super::Object<'a>) -> Option<Expr<'a>> {
        if object.var_kind() != Some(VarKind::Local) {
            return None;
        }
        let declared = self.declared_at(object)?;
        let value = self.first_value(object)?;
        let mut others = self.uses_within(object, self.owner(object)?).into_iter().filter(|ident| *ident != declared);
        (!others.any(|ident| may_set(ident) || self.by_method(ident))).then_some(value)
    }

    /// Whether a method with a pointer receiver is selected of the variable: it may set it.
    fn by_method(&self, ident: Expr<'a>) -> bool {
        let Some(selector) = ident.parent().and_then(|node| node.as_expr()) else { return false };
        self.selection(selector).is_some_and(|selection| {
            selection.kind == crate::types::SelectionKind::Method
                && self.variable(ident).and_then(super::Object::ty).and_then(super::Ty::is_pointer) == Some(false)
                && super::Object { store: self.store(), id: selection.object }
                    .raw()
                    .receiver()
                    .is_some_and(|receiver| receiver.pointer)
        })
    }

    /// What an identifier that is assigned to gets.
    fn definition(&self, ident: Expr<'a>) -> Definition<'a> {
        let mut target = ident;
        while let Some(outer) = target.parent().and_then(|node| node.as_expr()) {
            target = outer; // parentheses
        }
        let Some(parent) = target.parent() else { return Definition::Other(ident) };
        if let Some(spec) = parent.as_spec() {
            return match spec.kind() {
                SpecKind::Value { values, .. } if values.is_empty() => Definition::Zero(ident),
                SpecKind::Value { names, values, .. } => paired(ident, target, names.iter(), values.iter()),
                _ => Definition::Other(ident),
            };
        }
        match parent.as_stmt().map(|stmt| stmt.kind()) {
            Some(StmtKind::Assign { op: AssignOp::Assign | AssignOp::Define, lhs, rhs }) => {
                paired(ident, target, lhs.iter(), rhs.iter())
            }
            _ => Definition::Other(ident),
        }
    }
}

/// Whether a mention assigns the variable or takes its address.
pub(super) fn may_set(ident: Expr<'_>) -> bool {
    let mut expr = ident;
    loop {
        let Some(parent) = expr.parent() else { return true };
        if let Some(stmt) = parent.as_stmt() {
            return match stmt.kind() {
                StmtKind::Assign { lhs, .. } => lhs.iter().any(|target| target == expr),
                StmtKind::Range { key, value, .. } => key == Some(expr) || value == Some(expr),
                StmtKind::IncDec { .. } => true,
                _ => false,
            };
        }
        match parent.as_expr().map(Expr::kind) {
            Some(ExprKind::Paren(_)) => expr = expr.parent().and_then(|node| node.as_expr()).unwrap_or(expr),
            Some(ExprKind::Unary { op: UnaryOp::And, .. }) => return true,
            _ => return false,
        }
    }
}

fn paired<'a>(
    ident: Expr<'a>,
    target: Expr<'a>,
    mut left: impl ExactSizeIterator<Item = Expr<'a>>,
    mut right: impl ExactSizeIterator<Item = Expr<'a>>,
) -> Definition<'a> {
    let (many, values) = (left.len(), right.len());
    let Some(position) = left.position(|expr| expr == target) else { return Definition::Other(ident) };
    if many == values {
        return right.nth(position).map_or(Definition::Other(ident), Definition::Value);
    }
    match right.next() {
        Some(value) if values == 1 => match value.as_call() {
            Some(call) => Definition::Result { call, position },
            None if position == 0 => Definition::Value(value),
            None => Definition::Other(ident),
        },
        _ => Definition::Other(ident),
    }
}
