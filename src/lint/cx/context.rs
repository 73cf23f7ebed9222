//! Which context a place has at hand.

use super::Cx;
use crate::flow::Test;
use crate::lint::kind::Kind;
use crate::lint::view::{BinaryOp, Call, Expr, Func, Node, SpecKind, Stmt, StmtKind, UnaryOp, View};
use crate::text::Idx;

/// A context that a place could pass on.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The parameter or variable: a context, or a request that carries one.
    pub name: Expr<'a>,
    pub is_request: bool,
    /// A `go` statement or a stored literal lies between: what runs there may outlive the call.
    pub may_outlive: bool,
    /// A literal that is handed to a function lies between; most are called there and then.
    pub in_callback: bool,
    /// The function whose parameter or variable it is.
    pub func: Func<'a>,
}

impl Context<'_> {
    /// How the context is written: `ctx`, `r.Context()`.
    pub fn text(&self) -> String {
        let name = self.name.text();
        if self.is_request { format!("{name}.Context()") } else { name.to_owned() }
    }
}

/// When a literal runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Runs {
    /// Where it stands, or when its function returns.
    Here,
    /// When a function that is given it calls it.
    Callback,
    /// At some other time.
    Later,
}

impl<'a> Cx<'a> {
    /// The context parameter (or `*http.Request`) of the functions around a place, the nearest first, unless its name means
    /// something else there.
    pub fn context_in_scope(&self, at: impl View<'a>) -> Option<Context<'a>> {
        self.contexts(at, false).into_iter().next()
    }

    /// The contexts that a place can name: variables too, and structs that embed a context; the nearest first.
    pub fn contexts_in_scope(&self, at: impl View<'a>) -> Vec<Context<'a>> {
        self.contexts(at, true)
    }

    fn contexts(&self, at: impl View<'a>, variables: bool) -> Vec<Context<'a>> {
        let (mut may_outlive, mut in_callback) = (false, false);
        let mut found: Vec<Context<'a>> = Vec::new();
        for func in std::iter::successors(at.enclosing_func(), |func| func.enclosing_func()) {
            let mut add = |name: Expr<'a>, is_request: bool| {
                let context = Context { name, is_request, may_outlive, in_callback, func };
                if !found.iter().any(|other| other.name.text() == name.text()) {
                    found.push(context);
                }
            };
            if variables {
                for name in self.local_contexts(func, at) {
                    add(name, false);
                }
            }
            if let Some((name, is_request)) = self.context_param(func) {
                add(name, is_request);
            } else if let Some(name) = self.embedding_param(func).filter(|_| variables) {
                add(name, false);
            }
            match runs(func) {
                Runs::Here => {}
                Runs::Callback => in_callback = true,
                Runs::Later => may_outlive = true,
            }
        }
        found
    }

    /// The variables of type context that a function has declared before a place, in the blocks around it; the last first.
    fn local_contexts(&self, func: Func<'a>, at: impl View<'a>) -> Vec<Expr<'a>> {
        let (start, place) = (at.span().start, at.node());
        let mut names = Vec::new();
        func.walk_own(|node| {
            if let Some(ident) = node.as_expr().filter(|expr| expr.ident().is_some() && expr.span().end <= start)
                && !ident.is_blank()
                && let Some(object) = self.object(ident).filter(|object| object.is_local())
                && self.declared_at(object) == Some(ident)
                && object.ty().is_some_and(|ty| ty.is("context.Context"))
                && !matches!(ident.parent().map(|parent| parent.node_kind()), Some(Kind::Field))
            {
                let scope = ident.ancestors().find(|outer| {
                    outer.as_stmt().is_some_and(|stmt| {
                        let kind = stmt.kind();
                        matches!(
                            kind,
                            StmtKind::Block(_)
                                | StmtKind::Case { .. }
                                | StmtKind::Comm { .. }
                                | StmtKind::If { .. }
                                | StmtKind::For { .. }
                                | StmtKind::Range { .. }
                                | StmtKind::Switch { .. }
                                | StmtKind::TypeSwitch { .. }
                        )
                    })
                });
                // The right side of its own declaration does not see it.
                let own = ident.enclosing_stmt().is_some_and(|stmt| stmt.span().contains(place.span()));
                if scope.is_some_and(|scope| scope.span().contains(place.span())) && !own && !self.never_ends(ident) {
                    names.push(ident);
                }
            }
            true
        });
        names.reverse();
        names
    }

    /// Whether a variable is declared with a context that nothing can end: `ctx := context.Background()`.
    fn never_ends(&self, ident: Expr<'a>) -> bool {
        let value = || {
            let parent = ident.parent()?;
            let (names, values) = match parent.as_stmt().and_then(Stmt::as_assign) {
                Some((_, names, values)) => (names, values),
                None => match parent.as_spec()?.kind() {
                    SpecKind::Value { names, values, .. } => (names, values),
                    _ => return None,
                },
            };
            names.iter().zip(values.iter()).find(|(name, _)| *name == ident)?.1.as_call()
        };
        value().and_then(|call| self.calls_any(call, &["context.Background", "context.TODO"])) == Some(true)
    }

    /// The parameter of a function that is a context or a request.
    pub fn context_param(&self, func: Func<'a>) -> Option<(Expr<'a>, bool)> {
        let entries = func.params().entries();
        let find = |wanted: &str| {
            entries.iter().find_map(|(name, field)| {
                let name = (*name).filter(|name| !name.is_blank())?;
                self.type_of(field.ty())?.is(wanted).then_some(name)
            })
        };
        match find("context.Context") {
            Some(name) => Some((name, false)),
            None => find("*net/http.Request").map(|name| (name, true)),
        }
    }

    /// The parameter whose type is a struct with an embedded context: it is one itself.
    fn embedding_param(&self, func: Func<'a>) -> Option<Expr<'a>> {
        let entries = func.params().entries();
        entries.into_iter().find_map(|(name, field)| {
            let name = name.filter(|name| !name.is_blank())?;
            let ty = self.type_of(field.ty())?;
            ty.declared()?;
            let embeds = |field: &crate::types::Field| {
                field.embedded && ty.field(field.name.as_str()).is_some_and(|ty| ty.is("context.Context"))
            };
            ty.fields()?.iter().any(embeds).then_some(name)
        })
    }

    /// Whether every way to a place leads through the end of a context: a receive from its `Done`, or `Err() != nil`.
    pub fn is_after_done(&self, at: impl View<'a>) -> bool {
        let after = || -> Option<bool> {
            let func = at.enclosing_func()?;
            let cfg = self.cfg(func)?;
            let ast = self.tree().ast;
            let target = cfg.point_of(ast, at.node().id)?;
            let mut waits = Vec::new();
            func.walk_own(|node| {
                if let Some(expr) = node.as_expr()
                    && let Some((UnaryOp::Recv, x)) = expr.as_unary()
                    && self.is_context_call(x, "Done")
                    && let Some(point) = cfg.point_of(ast, expr.id).filter(|_| !is_comm(expr))
                {
                    waits.push(point);
                }
                true
            });
            let mut seen = vec![false; cfg.blocks.len()];
            let mut work = vec![cfg.entry];
            while let Some(block) = work.pop() {
                if std::mem::replace(&mut seen[block.index()], true) {
                    continue;
                }
                let wait = waits.iter().filter(|point| point.block == block).map(|point| point.step).min();
                if block == target.block && wait.is_none_or(|wait| wait >= target.step) {
                    return Some(false);
                }
                if wait.is_some() {
                    continue;
                }
                for edge in &cfg.blocks[block].succs {
                    if !edge.test.is_some_and(|(test, taken)| self.says_done(test, taken)) {
                        work.push(edge.to);
                    }
                }
            }
            Some(true)
        };
        after().unwrap_or(false)
    }

    /// Whether a test that goes this way says that a context has ended.
    fn says_done(&self, test: Test, taken: bool) -> bool {
        let tree = self.tree();
        match test {
            Test::Comm(clause) if taken => {
                let clause: Stmt<'a> = tree.view(clause);
                let StmtKind::Comm { comm: Some(comm), .. } = clause.kind() else { return false };
                let value = comm.as_expr_stmt().or_else(|| comm.as_assign().and_then(|(_, _, values)| values.only()));
                let operand = value.and_then(Expr::as_unary).filter(|(op, _)| *op == UnaryOp::Recv);
                operand.is_some_and(|(_, x)| self.is_context_call(x, "Done"))
            }
            Test::Cond(cond) => {
                let cond: Expr<'a> = tree.view(cond);
                let Some((op, x, y)) = cond.as_binary() else { return false };
                let says = match op {
                    BinaryOp::Ne => taken,
                    BinaryOp::Eq => !taken,
                    _ => return false,
                };
                says && self.is_nil(y) && self.is_context_call(x, "Err")
            }
            _ => false,
        }
    }

    /// Whether an expression is the call of this method of a context.
    pub fn is_context_call(&self, expr: Expr<'a>, method: &str) -> bool {
        expr.as_call().is_some_and(|call| {
            call.name().is_some_and(|name| name.text() == method)
                && call.qualifier().and_then(|x| self.type_of(x)).is_some_and(|ty| ty.is("context.Context"))
        })
    }
}

/// Whether an expression is the communication of a clause of a `select`.
fn is_comm(expr: Expr<'_>) -> bool {
    let Some(stmt) = expr.enclosing_stmt() else { return false };
    let Some(clause) = stmt.parent().and_then(Node::as_stmt) else { return false };
    matches!(clause.kind(), StmtKind::Comm { comm: Some(comm), .. } if comm == stmt)
}

/// When a literal runs, by where it stands.
fn runs(func: Func<'_>) -> Runs {
    let Some(literal) = func.literal() else { return Runs::Here };
    let Some(call) = literal.parent().and_then(Node::as_call) else { return Runs::Later };
    if call.as_started().is_some() {
        return Runs::Later;
    }
    if call.fun().unparen() == literal {
        return Runs::Here;
    }
    // Functions that keep what they are given for later say so by their names.
    const LATER: &[&str] =
        &["after", "cleanup", "handle", "regist", "on", "defer", "close", "hook", "set", "add", "every", "new"];
    match call.fun().name().map(|name| name.text()) {
        Some(name) => {
            let lower = name.to_lowercase();
            let later = LATER.iter().any(|word| match *word {
                "on" => name.starts_with("On"),
                "set" | "add" | "new" => lower.starts_with(word),
                word => lower.contains(word),
            });
            if later || is_conversion(call) { Runs::Later } else { Runs::Callback }
        }
        None => Runs::Later,
    }
}

/// `http.HandlerFunc(func…)` and the like: named like a type.
fn is_conversion(call: Call<'_>) -> bool {
    call.fun().name().is_some_and(|name| name.text().ends_with("Func"))
}
