//! What a function does besides returning: to channels and contexts it is given, to locks, and whether it makes its caller
//! wait. All is lazy and remembered by [`Program`]; recursion starts from the answer that claims least.

use super::ask::{Answer, Ask, Key};
use super::effect::{ChannelUse, ContextUse, Wait};
use super::facts;
use super::source::Source;
use super::stdfacts;
use super::summary::{Parameter, Program, parameter};
use super::values::FuncFlow;
use crate::syntax::ast::{ExprId, ExprKind, FuncId, Node, StmtKind, UnaryOp};
use crate::types::{Builtin, ObjectId, Type};

impl<'a> Program<'a> {
    /// What a function does to the channel in its parameter at position `at`, itself or through others.
    pub fn channel_param(&self, callee: ObjectId, at: usize) -> ChannelUse {
        match self.ask(callee, Ask::Channel(at), |src, func| Answer::Channel(self.channel_of(&src, func, at))) {
            Some(Answer::Channel(channel)) => channel,
            _ => ChannelUse::ESCAPES,
        }
    }

    /// What a function does to the channel in a variable, all mentions together.
    pub fn channel_use(&self, flow: &FuncFlow<'a>, var: ObjectId) -> ChannelUse {
        flow.mentions(var)
            .iter()
            .filter(|mention| !mention.assigned)
            .fold(ChannelUse::NONE, |all, mention| all.with(self.channel_mention(&flow.src, mention.ident)))
    }

    /// What one mention of a channel does to it.
    pub fn channel_mention(&self, src: &Source<'a>, ident: ExprId) -> ChannelUse {
        let ast = src.ast;
        let mut expr = ident;
        loop {
            let Some(parent) = ast.parent(expr) else { return ChannelUse::ESCAPES };
            match parent {
                Node::Expr(parent) => match ast.expr(parent) {
                    ExprKind::Paren(_) => expr = parent,
                    ExprKind::Unary { op: UnaryOp::Recv, .. } => return ChannelUse::RECEIVES,
                    ExprKind::Binary { .. } => return ChannelUse::NONE,
                    ExprKind::Call { fun, args, .. } if fun != expr => {
                        if src.is_conversion(fun) {
                            expr = parent;
                            continue;
                        }
                        let Some(at) = ast.list(args).position(|arg| arg == expr) else { return ChannelUse::ESCAPES };
                        if let ExprKind::FuncLit(literal) = ast.expr(ast.unparen(fun)) {
                            return self.channel_of(src, literal, at);
                        }
                        return match src.callee(parent) {
                            None => ChannelUse::ESCAPES,
                            Some(callee) => match src.store.object(callee).builtin() {
                                Some(Builtin::Close) => ChannelUse::CLOSES,
                                Some(Builtin::Len | Builtin::Cap) => ChannelUse::NONE,
                                Some(_) => ChannelUse::ESCAPES,
                                None => self.channel_param(callee, at),
                            },
                        };
                    }
                    _ => return ChannelUse::ESCAPES,
                },
                Node::Stmt(stmt) => {
                    return match ast.stmt(stmt) {
                        StmtKind::Send { chan, .. } if chan == expr => ChannelUse::SENDS,
                        StmtKind::Range { x, .. } if x == expr => ChannelUse::RECEIVES.with(ChannelUse::DRAINS),
                        StmtKind::Expr(_) | StmtKind::If { .. } | StmtKind::Case { .. } => ChannelUse::NONE,
                        StmtKind::Assign { lhs, .. } if ast.list(lhs).any(|target| target == expr) => ChannelUse::NONE,
                        _ => ChannelUse::ESCAPES,
                    };
                }
                Node::Spec(_) => return ChannelUse::NONE,
                _ => return ChannelUse::ESCAPES,
            }
        }
    }

    fn channel_of(&self, src: &Source<'a>, func: FuncId, at: usize) -> ChannelUse {
        match parameter(src, func, at) {
            Parameter::Named(ident) => match src.info.object(ident) {
                Some(var) => self.channel_use(&self.flow(*src, func), var),
                None => ChannelUse::ESCAPES,
            },
            Parameter::Unnamed => ChannelUse::NONE,
            Parameter::Variadic => ChannelUse::ESCAPES,
        }
    }

    /// What a function does with the context in its parameter at position `at`; `None`: its body is not at hand.
    pub fn context_param(&self, callee: ObjectId, at: usize) -> Option<ContextUse> {
        let judged = self.ask(callee, Ask::Context(at), |src, func| {
            Answer::Context(match parameter(&src, func, at) {
                Parameter::Named(ident) => {
                    src.info.object(ident).map(|context| self.context_use(&self.flow(src, func), context))
                }
                Parameter::Unnamed => Some(ContextUse::Ignored),
                Parameter::Variadic => None,
            })
        });
        match judged {
            Some(Answer::Context(used)) => used,
            _ => {
                stdfacts::of(self.store, callee)?.contexts.iter().find(|(param, _)| *param == at).map(|(_, used)| *used)
            }
        }
    }

    /// What a function does with the context in a variable.
    pub fn context_use(&self, flow: &FuncFlow<'a>, var: ObjectId) -> ContextUse {
        let mentions = flow.mentions(var).iter().filter(|mention| !mention.assigned);
        let uses = mentions.map(|mention| self.context_mention(&flow.src, mention.ident));
        uses.max().unwrap_or(ContextUse::Ignored)
    }

    fn context_mention(&self, src: &Source<'a>, ident: ExprId) -> ContextUse {
        let ast = src.ast;
        match ast.parent(ident) {
            Some(Node::Expr(parent)) => match ast.expr(parent) {
                ExprKind::Selector { x, name } if x == ident && ast.ident(name).is_some_and(|name| name == "Value") => {
                    ContextUse::Values
                }
                ExprKind::Call { fun, args, .. } if fun != ident => {
                    let at = ast.list(args).position(|arg| arg == ident);
                    let used = src.callee(parent).zip(at).and_then(|(callee, at)| self.context_param(callee, at));
                    used.unwrap_or(ContextUse::Heeded)
                }
                _ => ContextUse::Heeded,
            },
            Some(Node::Stmt(stmt)) if is_blank_assignment(src, stmt) => ContextUse::Ignored,
            _ => ContextUse::Heeded,
        }
    }

    /// Whether a call of a function may make its caller wait for something outside; through functions whose bodies are at hand.
    pub fn waits(&self, callee: ObjectId) -> Option<Wait> {
        self.waits_by(callee, false)
    }

    /// As [`Program::waits`] of a caller that holds a lock: what gives a lock back, or may, is left out.
    pub fn waits_holding(&self, callee: ObjectId) -> Option<Wait> {
        self.waits_by(callee, true)
    }

    fn waits_by(&self, callee: ObjectId, holding: bool) -> Option<Wait> {
        if let Some(wait) = facts::waits(self.store, callee) {
            return Some(wait).filter(|wait| !holding || *wait != Wait::Condition);
        }
        let Some((src, func)) = self.body(callee) else { return stdfacts::waits(self.store, callee) };
        let key = Key { file: src.file, func, ask: Ask::Waits { holding } };
        match self.answers.answer(key, || Answer::Waits(self.first_wait(&src, func, holding).map(|(wait, _)| wait))) {
            Answer::Waits(wait) => wait,
            _ => None,
        }
    }

    /// The first place in the body of a function (not of its literals, nor of what it starts or defers) that may make it wait;
    /// `holding`: for a caller that holds a lock.
    pub fn first_wait(&self, src: &Source<'a>, func: FuncId, holding: bool) -> Option<(Wait, Node)> {
        let ast = src.ast;
        let body = ast.funcs[func].body?;
        if holding && memchr::memmem::find(ast.text(body).as_bytes(), b"nlock").is_some() {
            return None;
        }
        let mut found = None;
        ast.walk(body, &mut |node| {
            if found.is_some() {
                return false;
            }
            let wait = self.wait_by(src, node, holding);
            if let Some(wait) = wait {
                found = Some((wait, node));
                return false;
            }
            match node {
                Node::Func(_) => false,
                Node::Stmt(stmt) => {
                    // What is started runs elsewhere; a `select` with a default does not wait in its clauses' heads.
                    !matches!(ast.stmt(stmt), StmtKind::Go(_) | StmtKind::Defer(_)) && !is_comm_head(src, stmt)
                }
                _ => true,
            }
        });
        found
    }

    /// Whether a node, by itself, may make the function wait.
    pub fn wait_at(&self, src: &Source<'a>, node: Node) -> Option<Wait> {
        self.wait_by(src, node, false)
    }

    fn wait_by(&self, src: &Source<'a>, node: Node, holding: bool) -> Option<Wait> {
        let ast = src.ast;
        match node {
            Node::Stmt(stmt) => match ast.stmt(stmt) {
                StmtKind::Send { .. } if !is_comm_head(src, stmt) => Some(Wait::Channel),
                StmtKind::Range { x, .. } => {
                    let ty = src.info.type_of(x)?;
                    matches!(src.store.ty(src.store.underlying(ty)), Type::Chan { .. }).then_some(Wait::Channel)
                }
                StmtKind::Select { body } => (!has_default(src, body)).then_some(Wait::Channel),
                _ => None,
            },
            Node::Expr(expr) => match ast.expr(expr) {
                ExprKind::Unary { op: UnaryOp::Recv, .. } => Some(Wait::Channel),
                ExprKind::Call { .. } => self.waits_by(src.callee(expr)?, holding),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether every return of a function gives a nil result at position `at` or reports success by its last result, a nil error
    /// or `true`, and one reports failure.
    pub fn nil_with_error(&self, callee: ObjectId, at: usize) -> bool {
        let answer = self.ask(callee, Ask::NilWithError(at), |src, func| {
            let Some(body) = src.ast.funcs[func].body else { return Answer::Is(false) };
            let ast = src.ast;
            let (mut fails, mut other) = (false, false);
            ast.walk(body, &mut |node| {
                match node {
                    Node::Stmt(stmt) => {
                        let StmtKind::Return(values) = ast.stmt(stmt) else { return !other };
                        if let Some(call) = ast.only(values) {
                            match src.callee(ast.unparen(call)) {
                                Some(callee) if self.nil_with_error(callee, at) => fails = true,
                                _ => other = true,
                            }
                            return false;
                        }
                        let (result, last) = (ast.list(values).nth(at), ast.list(values).next_back());
                        match (result, last) {
                            (Some(result), Some(last)) if ast.list(values).len() > 1 => {
                                let succeeds = src.is_nil(last) || src.bool_literal(last) == Some(true);
                                match (src.is_nil(result), succeeds) {
                                    (true, false) => fails = true,
                                    (_, true) => {}
                                    (false, false) if self.come_together(&src, func, result, last) => fails = true,
                                    (false, false) => other = true,
                                }
                            }
                            // A naked return: unknown.
                            _ => other = true,
                        }
                        false
                    }
                    Node::Func(_) | Node::Expr(_) => false,
                    _ => !other,
                }
            });
            Answer::Is(fails && !other)
        });
        match answer {
            Some(answer) => answer.is_yes(),
            None => stdfacts::of(self.store, callee).is_some_and(|line| line.nil_with_error.contains(&at)),
        }
    }

    /// Whether two variables get their only values from one call, which gives a nil result with every failure.
    fn come_together(&self, src: &Source<'a>, func: FuncId, result: ExprId, last: ExprId) -> bool {
        let ast = src.ast;
        let flow = self.flow(*src, func);
        let given = |expr: ExprId| {
            let var = src.variable(expr).filter(|var| flow.is_plain(*var))?;
            let mut all = flow.mentions(var).iter().filter(|mention| mention.assigned);
            let only = all.next().filter(|_| all.next().is_none())?;
            match ast.parent(only.ident)? {
                Node::Stmt(stmt) => Some((stmt, only.ident)),
                _ => None,
            }
        };
        let together = || {
            let ((stmt, result), (other, last)) = (given(result)?, given(last)?);
            let StmtKind::Assign { lhs, rhs, .. } = ast.stmt(stmt) else { return None };
            let position = ast.list(lhs).position(|target| target == result)?;
            let ends = stmt == other && ast.list(lhs).next_back() == Some(last);
            Some(ends && self.nil_with_error(src.callee(ast.unparen(ast.only(rhs)?))?, position))
        };
        together() == Some(true)
    }

    /// Whether a call of a function starts a goroutine that may outlive it; through functions whose bodies are at hand.
    pub fn starts_goroutine(&self, callee: ObjectId) -> bool {
        let answer = self.ask(callee, Ask::Starts, |src, func| {
            let Some(body) = src.ast.funcs[func].body else { return Answer::Is(false) };
            let mut found = false;
            src.ast.walk(body, &mut |node| {
                match node {
                    Node::Stmt(stmt) if matches!(src.ast.stmt(stmt), StmtKind::Go(_)) => found = true,
                    Node::Func(literal) => return super::escape::is_called_inline(&src, literal),
                    Node::Expr(call) if !found && matches!(src.ast.expr(call), ExprKind::Call { .. }) => {
                        found = src.callee(call).is_some_and(|callee| self.starts_goroutine(callee));
                    }
                    _ => {}
                }
                !found
            });
            Answer::Is(found)
        });
        match answer {
            Some(answer) => answer.is_yes(),
            None => stdfacts::of(self.store, callee).is_some_and(|line| line.starts),
        }
    }
}

fn is_blank_assignment(src: &Source<'_>, stmt: crate::syntax::ast::StmtId) -> bool {
    match src.ast.stmt(stmt) {
        StmtKind::Assign { lhs, .. } => {
            src.ast.only(lhs).and_then(|target| src.ast.ident(target)).is_some_and(|name| name.is_blank())
        }
        _ => false,
    }
}

/// Whether a statement is the communication of a clause of a `select`: the `select` waits, not the statement.
fn is_comm_head(src: &Source<'_>, stmt: crate::syntax::ast::StmtId) -> bool {
    match src.ast.parent(stmt) {
        Some(Node::Stmt(parent)) => matches!(src.ast.stmt(parent), StmtKind::Comm { comm, .. } if comm == Some(stmt)),
        _ => false,
    }
}

fn has_default(src: &Source<'_>, body: crate::syntax::ast::StmtId) -> bool {
    match src.ast.stmt(body) {
        StmtKind::Block(clauses) => {
            src.ast.list(clauses).any(|clause| matches!(src.ast.stmt(clause), StmtKind::Comm { comm: None, .. }))
        }
        _ => false,
    }
}
