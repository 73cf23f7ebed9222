//! Searches along the paths of a function, and places by name.

use std::hash::Hash;

use super::Cx;
use crate::flow::tie::{Tie, allows};
use crate::flow::walk;
use crate::flow::{Next, PathEvent, PathStep, Place as VarPlace, Point, Step, Test, Tied, Walked};
use crate::lint::draft::Told;
use crate::lint::finding::{Label, Place, Role};
use crate::lint::kind::Kind;
use crate::lint::program::Target;
use crate::lint::view::{BinaryOp, Call, Expr, Func, Node, SpecKind, Stmt, StmtKind, View};
use crate::syntax::ast;

/// Functions that are false of a nil error.
const FALSE_OF_NIL: &[&str] =
    &["errors.Is", "errors.As", "os.IsExist", "os.IsNotExist", "os.IsPermission", "os.IsTimeout"];

impl<'a> Cx<'a> {
    /// A shortest feasible path from the function's entry on which `step` says `Found`, or which returns where `exit` is true.
    pub fn search<S: Clone + Eq + Hash>(
        &self,
        func: Func<'a>,
        start: S,
        step: impl FnMut(&mut S, Point, Step) -> Next,
        exit: impl FnMut(&S) -> bool,
    ) -> Option<Walked<S>> {
        walk::search(&self.flow(func)?, start, step, |_, _, _| true, exit)
    }

    /// As [`Cx::search`]; `edge` may change the state by the outcome of a test, and says whether the path can go on.
    pub fn search_with_tests<S: Clone + Eq + Hash>(
        &self,
        func: Func<'a>,
        start: S,
        step: impl FnMut(&mut S, Point, Step) -> Next,
        edge: impl FnMut(&mut S, Test, bool) -> bool,
        exit: impl FnMut(&S) -> bool,
    ) -> Option<Walked<S>> {
        walk::search(&self.flow(func)?, start, step, edge, exit)
    }

    /// The step of the function that evaluates a node.
    pub fn point_in(&self, func: Func<'a>, node: impl View<'a>) -> Option<Point> {
        self.cfg(func)?.point_of(self.tree().ast, node.node().id)
    }

    /// The node that a step evaluates: a statement or an expression.
    pub fn step_node(&self, step: Step) -> Option<Node<'a>> {
        let id = match step {
            Step::Stmt(id) => ast::Node::Stmt(id),
            Step::Expr(id) => ast::Node::Expr(id),
            Step::Next(_) | Step::Bind(_) | Step::Select(_) | Step::End => return None,
        };
        Some(Node { tree: self.tree(), id })
    }

    /// The `range` statement that takes its next element in this step.
    pub fn step_range(&self, step: Step) -> Option<Stmt<'a>> {
        match step {
            Step::Next(id) => Some(Stmt { tree: self.tree(), id }),
            _ => None,
        }
    }

    /// The variable and fields that an expression of names spells: `s.mu`, `(*s).mu` alike.
    pub fn var_place(&self, expr: Expr<'a>) -> Option<VarPlace> {
        self.target.flow_source(self.program.store).place(expr.without_address().id)
    }

    /// Whether a variable is assigned at a step of the function (not by a function literal).
    pub fn is_assigned_at(&self, func: Func<'a>, variable: crate::types::ObjectId, point: Point) -> bool {
        self.flow(func).is_some_and(|flow| {
            flow.mentions(variable).iter().any(|m| m.assigned && m.literal.is_none() && m.point == point)
        })
    }

    /// Whether a variable changes only where a step of the function assigns it.
    pub fn is_plain_in(&self, func: Func<'a>, variable: crate::types::ObjectId) -> bool {
        self.flow(func).is_some_and(|flow| flow.is_plain(variable))
    }

    /// The expression that a test compares with nil, and whether it is nil where the test goes this way.
    pub fn nil_test(&self, test: Test, taken: bool) -> Option<(Expr<'a>, bool)> {
        let tree = self.tree();
        let (x, y, equal) = match test {
            Test::Cond(cond) => {
                let (op, x, y) = tree.view(cond).as_binary()?;
                let equal = match op {
                    BinaryOp::Eq => true,
                    BinaryOp::Ne => false,
                    _ => return None,
                };
                (x, y, equal)
            }
            Test::Equals { tag, value } => (tree.view(tag), tree.view(value), true),
            _ => return None,
        };
        match (self.is_nil(x), self.is_nil(y)) {
            (false, true) => Some((x, taken == equal)),
            (true, false) => Some((y, taken == equal)),
            _ => None,
        }
    }

    /// The outcome of a test that cannot be while a variable (an error, an `ok`) holds what is good.
    pub fn denied(&self, test: Test, variable: super::Object<'a>, good: Tied) -> Option<bool> {
        if let Test::Cond(cond) = test
            && let Some(call) = self.tree().view(cond).as_call()
            && self.calls_any(call, FALSE_OF_NIL) != Some(true)
        {
            return None;
        }
        let src = self.target.flow_source(self.program.store);
        let tie = Tie { place: VarPlace::var(variable.id), value: good };
        [true, false].into_iter().find(|taken| !allows(&src, std::slice::from_ref(&tie), test, *taken))
    }

    /// Whether a node stands in a branch that found an error: `if err != nil { … }`.
    pub fn is_on_error_path(&self, node: impl View<'a>) -> bool {
        node.ancestors().take_while(|above| above.node_kind() != Kind::Func).any(|above| {
            let Some(StmtKind::If { cond, then, .. }) = above.as_stmt().map(Stmt::kind) else { return false };
            let Some((BinaryOp::Ne, x, y)) = cond.as_binary() else { return false };
            then.contains(node) && self.is_nil(y) && self.type_of(x).is_some_and(super::Ty::is_error)
        })
    }

    /// The values that declare or first assign a variable of this file: `x := f()` gives `f()`, `var x, err = g()` gives
    /// `g()`.
    pub fn first_value(&self, variable: super::Object<'a>) -> Option<Expr<'a>> {
        let declared = self.declared_at(variable)?;
        let (names, values) = match declared.parent()?.as_spec() {
            Some(spec) => match spec.kind() {
                SpecKind::Value { names, values, .. } => (names, values),
                _ => return None,
            },
            None => {
                let (_, targets, values) = declared.enclosing_stmt()?.as_assign()?;
                (targets, values)
            }
        };
        match values.only() {
            Some(value) => Some(value),
            None => values.get(names.iter().position(|name| name == declared)?),
        }
    }

    /// The decisions of a path, and where it leaves unless it was found before.
    pub fn told<S>(&self, func: Func<'a>, way: &Walked<S>) -> Told {
        let tree = self.tree();
        let mut trace: Vec<Label> = way.tests.iter().map(|&test| self.test_label(test)).collect();
        let mut labels: Vec<Label> = trace.last().cloned().into_iter().collect();
        if way.at.is_none()
            && let Some(cfg) = self.cfg(func)
        {
            let leaves = Label {
                place: Place { file: tree.file, span: cfg.span(tree.ast, way.last) },
                role: Role::Returns,
                message: if way.last == Step::End { "the function ends here" } else { "returns here" }.to_owned(),
            };
            labels.push(leaves.clone());
            trace.push(leaves);
        }
        Told { labels, trace }
    }

    /// A function of another file of the same package, with the questions that can be asked of that file.
    pub fn elsewhere(&self, file: crate::source::FileId, func: ast::FuncId) -> Option<(Cx<'a>, Func<'a>)> {
        let own = self.target.unit;
        let units = std::iter::once(own).chain(own.extends.map(|plain| self.program.unit(plain)));
        let (unit, source) = units.into_iter().find_map(|unit| {
            let source = self.program.workspace.content(unit.id).files.iter().find(|other| other.file == file)?;
            Some((unit, source))
        })?;
        let info = self.program.flow?.source(file)?.info;
        let other = Cx::new(self.program, Target { unit, source, info }, self.active, self.rule.get());
        let func = Func { tree: other.tree(), id: func };
        Some((other, func))
    }

    /// The body of a function or method of this package (of an unexported interface's method with one implementation that
    /// one), with the questions that can be asked of its file.
    pub fn body_of(&self, function: super::Object<'a>) -> Option<(Cx<'a>, Func<'a>)> {
        let (source, func) = self.program.flow?.body(function.id)?;
        self.elsewhere(source.file, func)
    }

    pub(super) fn test_label(&self, (test, taken, span): (Test, bool, crate::text::Span)) -> Label {
        let step = PathStep { span, event: PathEvent::Branch(test, taken) };
        Label {
            place: Place { file: self.tree().file, span },
            role: Role::Branch,
            message: step.describe(self.tree().ast),
        }
    }
}

impl<'a> Func<'a> {
    /// The `go` statement that starts the literal: `go func() {…}()`.
    pub fn started(self) -> Option<Stmt<'a>> {
        self.called_literal()?.as_started()
    }

    /// The `defer` statement that defers the literal: `defer func() {…}()`.
    pub fn deferred(self) -> Option<Stmt<'a>> {
        self.called_literal()?.as_deferred()
    }

    /// The call whose function the literal is.
    pub fn called_literal(self) -> Option<Call<'a>> {
        let call = self.literal()?.parent()?.as_call()?;
        (call.fun().as_func_lit() == Some(self)).then_some(call)
    }

    /// The calls of the body, without those in function literals.
    pub fn own_calls(self) -> Vec<Call<'a>> {
        let tree = self.tree;
        let mut calls = Vec::new();
        self.walk_own(|node| {
            if let ast::Node::Expr(id) = node.id
                && matches!(tree.ast.exprs[id], ast::ExprKind::Call { .. })
            {
                calls.push(Call { tree, id });
            }
            true
        });
        calls
    }
}
