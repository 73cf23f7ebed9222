//! What one mention of a variable does to the resource that it holds.
//!
//! From the identifier the expression is climbed: through parentheses, the fields that lead to the resource, conversions
//! and assertions, up to the place that uses the value. What is not known to be harmless is an escape, and an escape is
//! silence.

use super::ask::Param;
use super::compiled::Compiled;
use super::effect::ParamEffect;
use super::facts;
use super::names::{FuncName, is_error};
use super::protocol::Subject;
use super::source::Source;
use super::summary::Program;
use super::values::{FuncFlow, Mention};
use crate::syntax::ast::{BinaryOp, ExprId, ExprKind, FuncId, List, Node, SpecKind, StmtId, StmtKind, UnaryOp};
use crate::text::Symbol;
use crate::types::{Builtin, ObjectId, SelectionKind, Type};

/// What a mention does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: it is looked at.
    None,
    /// It is used or borrowed: a method of it is called, or a function that neither releases nor keeps it.
    Use,
    /// It is released, or its release is deferred.
    Release,
    /// Someone else may release it from here on.
    Escape,
    /// Another variable holds it as well; so many fields on the way to the resource were already taken.
    Copy { to: ObjectId, taken: u8 },
    /// It is given back to the caller, as the result at this position: the same as an escape, but for a caller that looks.
    Return { at: u8, taken: u8 },
    /// The variable is assigned something else.
    Kill,
    /// It is acquired again while it is held.
    Again,
    /// One of the methods that must be called is called.
    Read,
    /// The call of a method whose result `false` releases it.
    Next(ExprId),
}

/// What is needed to classify mentions.
#[derive(Clone, Copy)]
pub struct Eye<'f, 'a> {
    pub flow: &'f FuncFlow<'a>,
    pub protocol: &'static Compiled,
    /// For the bodies of callees.
    pub program: &'f Program<'a>,
    /// The fields from the variable that is followed to the resource.
    pub path: &'f [Symbol],
    /// The resource is a part of the variable itself, embedded in it: `s.Lock()`.
    pub embedded: bool,
}

/// Where the value of an expression goes.
#[derive(Clone, Copy, Debug)]
pub struct Climb {
    pub effect: Effect,
    /// The expression that still gives the resource, in the node that decides the effect.
    pub end: ExprId,
    /// Which of its results it is, where it has several.
    pub at: Option<usize>,
    left: usize,
}

impl Climb {
    /// The fields that still lie between the value and the resource.
    pub fn rest<'p>(&self, path: &'p [Symbol]) -> &'p [Symbol] {
        &path[path.len() - self.left..]
    }

    /// Whether something that borrows it outlives the function.
    pub fn is_lent(&self, flow: &FuncFlow<'_>) -> bool {
        match flow.src.ast.parent(self.end) {
            Some(Node::Expr(parent)) => {
                matches!(flow.src.ast.expr(parent), ExprKind::Call { .. }) && leaves(flow, parent, WRAPS)
            }
            _ => false,
        }
    }
}

impl Effect {
    /// Whether the resource is as it was.
    pub fn is_harmless(self) -> bool {
        matches!(self, Effect::None | Effect::Use)
    }
}

impl Eye<'_, '_> {
    /// What a mention does to the resource that its variable holds, `taken` fields of whose path lie behind it.
    pub fn effect(&self, mention: &Mention, taken: u8) -> Effect {
        let src = &self.flow.src;
        let mut rest: &[Symbol] = self.path.get(usize::from(taken)..).unwrap_or_default();
        let mut effect = self.climb(mention.ident, None, &mut rest, mention.literal).effect;
        // Whoever gets the struct that a lock is a part of has no reason to unlock it.
        let leaves = matches!(effect, Effect::Escape | Effect::Return { .. });
        if leaves && self.is_place() && (!rest.is_empty() || self.embedded) {
            effect = Effect::None;
        }
        let Some(literal) = mention.literal else { return effect };
        if effect == Effect::Release && only_on_panic(src, literal, mention.ident) {
            return Effect::Use;
        }
        match effect {
            Effect::None => Effect::None,
            Effect::Use | Effect::Release | Effect::Read if runs_inline(src, literal, mention.ident) => effect,
            Effect::Use => Effect::None,
            _ => Effect::Escape,
        }
    }

    fn is_place(&self) -> bool {
        self.protocol.row.subject == Subject::Place
    }

    /// What becomes of the value of an expression that gives the resource: of its result at position `at`, where it has
    /// several.
    pub fn value(&self, expr: ExprId, at: Option<usize>) -> Climb {
        let mut rest = self.path;
        self.climb(expr, at, &mut rest, None)
    }

    /// Climbs from an expression that gives the resource (or the whole that it is a part of) to what uses it.
    fn climb(&self, from: ExprId, mut at: Option<usize>, rest: &mut &[Symbol], literal: Option<FuncId>) -> Climb {
        let src = &self.flow.src;
        let ast = src.ast;
        let mut expr = from;
        let effect = loop {
            let Some(parent) = ast.parent(expr) else { break Effect::Escape };
            match parent {
                Node::Expr(parent) => match ast.expr(parent) {
                    ExprKind::Paren(_) | ExprKind::TypeAssert { .. } => expr = parent,
                    ExprKind::Star(_) => match ast.parent(parent) {
                        Some(Node::Expr(above))
                            if matches!(ast.expr(above), ExprKind::Selector { .. } | ExprKind::Paren(_)) =>
                        {
                            expr = parent;
                        }
                        _ => break Effect::Escape,
                    },
                    ExprKind::Selector { x, name } if x == expr => {
                        let Some(name) = ast.ident(name) else { break Effect::Escape };
                        if !rest.is_empty() && !self.is_place() {
                            let through = src.promoted_through(parent);
                            *rest = rest.strip_prefix(&through[..]).unwrap_or(rest);
                        }
                        if let Some((first, after)) = rest.split_first() {
                            if *first != name {
                                // Another field, or a method of the whole.
                                break self.method_of_whole(parent, rest);
                            }
                            *rest = after;
                            expr = parent;
                            continue;
                        }
                        break self.member(parent, name);
                    }
                    ExprKind::Call { fun, .. } if fun == expr => {
                        break match rest.is_empty() && self.protocol.release_by_call {
                            true if self.is_started(parent) => Effect::Escape,
                            true => Effect::Release,
                            false => Effect::None,
                        };
                    }
                    ExprKind::Call { fun, args, .. } => {
                        if src.is_conversion(fun) {
                            expr = parent;
                            continue;
                        }
                        match self.argument(parent, fun, args, expr, at, rest) {
                            // What the function gives back is it again.
                            Effect::Return { at: result, taken } => {
                                *rest = rest.get(usize::from(taken)..).unwrap_or_default();
                                at = src.is_tuple(parent).then_some(usize::from(result));
                                expr = parent;
                            }
                            effect => break effect,
                        }
                    }
                    ExprKind::Unary { op: UnaryOp::Recv, .. } => break Effect::None,
                    ExprKind::Binary { op, .. } => {
                        break match op {
                            BinaryOp::Eq | BinaryOp::Ne => Effect::None,
                            _ => Effect::Escape,
                        };
                    }
                    ExprKind::Index { x, .. } if x == expr => break Effect::None,
                    _ => break Effect::Escape,
                },
                Node::Stmt(stmt) => break self.in_statement(stmt, expr, expr == from, at, rest.len(), literal),
                Node::Spec(spec) => {
                    let SpecKind::Value { names, values, .. } = ast.specs[spec] else { break Effect::Escape };
                    if ast.list(names).any(|name| name == expr) {
                        break Effect::Kill;
                    }
                    break self.assigned(names, values, expr, at, rest.len(), literal);
                }
                _ => break Effect::Escape,
            }
        };
        Climb { effect, end: expr, at, left: rest.len() }
    }

    /// A method or another field of the whole that the resource is a part of.
    fn method_of_whole(&self, selector: ExprId, rest: &[Symbol]) -> Effect {
        let src = &self.flow.src;
        // What the row itself says is a part, such as the body of a response, its owner's methods leave alone.
        let owned = rest.len() > self.protocol.path.len();
        if !self.is_place() && !owned {
            return Effect::None;
        }
        let unknown = if self.is_place() { Effect::None } else { Effect::Escape };
        let Some(call) = src.call_of(selector) else {
            let is_field = src.info.selections.get(&selector).is_some_and(|s| s.kind == SelectionKind::Field);
            return if is_field { Effect::None } else { unknown };
        };
        if self.is_started(call) {
            return unknown;
        }
        let Some(callee) = src.callee(call) else { return unknown };
        // Most methods have nothing to do with a lock: their text says so.
        if self.is_place() && self.program.mentions_release(callee, self.protocol) == Some(false) {
            return Effect::None;
        }
        match self.program.receiver(callee, self.protocol, rest) {
            ParamEffect::Releases => Effect::Release,
            ParamEffect::Sometimes => Effect::Escape,
            ParamEffect::Borrows => {
                if owned {
                    Effect::Use
                } else {
                    Effect::None
                }
            }
            ParamEffect::Unknown | ParamEffect::Returns { .. } => unknown,
        }
    }

    /// `x.name` where x is the resource itself.
    fn member(&self, selector: ExprId, name: Symbol) -> Effect {
        let src = &self.flow.src;
        let protocol = self.protocol;
        let Some(call) = src.call_of(selector) else {
            // `_ = f.Close` calls nothing.
            if is_thrown_away(src, selector) {
                return Effect::None;
            }
            // A method value: whoever has it may call it. A field is only read.
            let is_method = protocol.release.contains(&name)
                || src.info.selections.get(&selector).is_none_or(|s| s.kind != SelectionKind::Field);
            if protocol.release_by_receive.contains(&name)
                && matches!(src.ast.parent(selector), Some(Node::Expr(p)) if matches!(src.ast.expr(p), ExprKind::Unary { op: UnaryOp::Recv, .. }))
            {
                return Effect::Release;
            }
            let handed_over = protocol.hand_over.iter().any(|field| field.receiver.is_some() && field.name == name);
            // A field of that is only read: `cmd.Process.Pid`.
            let read_on = |part: ExprId| {
                let Some(Node::Expr(outer)) = src.ast.parent(part) else { return false };
                src.info.selections.get(&outer).is_some_and(|selection| selection.kind == SelectionKind::Field)
            };
            let leaves = is_method || handed_over && !read_on(selector);
            return if leaves && !self.is_place() { Effect::Escape } else { Effect::None };
        };
        if protocol.release.contains(&name) {
            return if self.is_started(call) { Effect::Escape } else { Effect::Release };
        }
        if protocol.must_read.contains(&name) {
            return Effect::Read;
        }
        if self.is_place() && protocol.is_called(src, call) && self.is_statement(call) {
            return Effect::Again;
        }
        if protocol.implied_release.contains(&name) {
            return Effect::Next(call);
        }
        let callee = src.callee(call);
        if callee.and_then(|id| FuncName::of(src.store, id)).is_some_and(|name| protocol.hand_over.contains(&name)) {
            return Effect::Escape;
        }
        // A method that returns its receiver, to be called on and on.
        let same = |ty| matches!((src.info.type_of(call), ty), (Some(a), Some(b)) if a == b);
        let receiver = match src.ast.expr(selector) {
            ExprKind::Selector { x, .. } => src.info.type_of(x),
            _ => None,
        };
        if same(receiver) && !self.is_statement(call) {
            return Effect::Escape;
        }
        // What a client gives may need the client, which it then closes perhaps.
        let any = !protocol.constructors.is_empty();
        if any && leaves(self.flow, call, WRAPS) { Effect::Escape } else { Effect::Use }
    }

    fn is_statement(&self, call: ExprId) -> bool {
        let ast = self.flow.src.ast;
        matches!(ast.parent(call), Some(Node::Stmt(stmt)) if matches!(ast.stmt(stmt), StmtKind::Expr(_) | StmtKind::Defer(_)))
    }

    fn is_started(&self, call: ExprId) -> bool {
        let ast = self.flow.src.ast;
        matches!(ast.parent(call), Some(Node::Stmt(stmt)) if matches!(ast.stmt(stmt), StmtKind::Go(_)))
    }

    /// The resource, or the whole that holds it (with the fields `rest` before it), is an argument.
    fn argument(
        &self,
        call: ExprId,
        fun: ExprId,
        args: List<ExprId>,
        arg: ExprId,
        at: Option<usize>,
        rest: &[Symbol],
    ) -> Effect {
        let src = &self.flow.src;
        if self.is_started(call) {
            return Effect::Escape;
        }
        // The only argument may be a call with several results.
        let position = at.or_else(|| src.ast.list(args).position(|other| other == arg));
        let Some(at) = position else { return Effect::Escape };
        let param = match self.passes_error(args, arg) {
            true => Param::WithError(at),
            false => Param::At(at),
        };
        let fun = src.ast.unparen(fun);
        if let ExprKind::FuncLit(literal) = src.ast.expr(fun) {
            return self.param(self.program.literal_param(src, literal, param, self.protocol, rest));
        }
        let Some(callee) = src.callee(call) else { return Effect::Escape };
        match src.store.object(callee).builtin() {
            Some(Builtin::Append | Builtin::Copy | Builtin::Close | Builtin::Delete) => return Effect::Escape,
            Some(_) => return Effect::None,
            None => {}
        }
        if let Some(name) = FuncName::of(src.store, callee) {
            if self.protocol.hand_over.contains(&name) {
                return Effect::Escape;
            }
            if self.protocol.wraps.contains(&name) {
                return Effect::Use;
            }
        }
        // A test that asserts that there is nothing.
        if facts::asserts_nil(src.store, callee) {
            return Effect::Escape;
        }
        match facts::borrows(src.store, callee) {
            Some(true) => Effect::Use,
            Some(false) => Effect::Escape,
            None => self.param(self.program.param(callee, param, self.protocol, rest)),
        }
    }

    /// Whether an identifier goes to a function, as an argument or its receiver, whose body mentions a method that must be called.
    pub fn goes_to_reader(&self, ident: ExprId) -> bool {
        let src = &self.flow.src;
        let mut expr = ident;
        let call = loop {
            let Some(Node::Expr(parent)) = src.ast.parent(expr) else { return false };
            match src.ast.expr(parent) {
                ExprKind::Call { .. } => break parent,
                ExprKind::Selector { x, .. } if x == expr => expr = parent,
                ExprKind::Paren(_) | ExprKind::Star(_) => expr = parent,
                _ => return false,
            }
        };
        src.callee(call).and_then(|callee| self.program.body(callee)).is_some_and(|(src, func)| {
            let body = src.ast.funcs[func].body.map(|body| src.ast.text(body)).unwrap_or_default();
            let methods = &self.protocol.must_read;
            methods.iter().any(|name| memchr::memmem::find(body.as_bytes(), name.as_str().as_bytes()).is_some())
        })
    }

    fn param(&self, effect: ParamEffect) -> Effect {
        match effect {
            ParamEffect::Releases => Effect::Release,
            ParamEffect::Borrows => Effect::Use,
            ParamEffect::Returns { at, taken } => Effect::Return { at, taken },
            ParamEffect::Unknown | ParamEffect::Sometimes => Effect::Escape,
        }
    }

    /// Whether the last argument is an error in a variable, or the error that came with the resource.
    fn passes_error(&self, args: List<ExprId>, resource: ExprId) -> bool {
        let src = &self.flow.src;
        let Some(last) = src.ast.list(args).next_back() else { return false };
        let ty = match src.info.types.get(last).copied().flatten().map(|ty| (ty, src.store.ty(ty))) {
            Some((_, Type::Tuple(types))) if last == resource => types.last().copied(),
            Some((ty, _)) if last != resource => src.variable(last).map(|_| ty),
            _ => None,
        };
        ty.is_some_and(|ty| is_error(src.store, ty))
    }

    /// `whole`: the expression is where the climb began.
    fn in_statement(
        &self,
        stmt: StmtId,
        expr: ExprId,
        whole: bool,
        at: Option<usize>,
        left: usize,
        literal: Option<FuncId>,
    ) -> Effect {
        let src = &self.flow.src;
        let ast = src.ast;
        match ast.stmt(stmt) {
            StmtKind::Expr(_)
            | StmtKind::Go(_)
            | StmtKind::Defer(_)
            | StmtKind::IncDec { .. }
            | StmtKind::If { .. }
            | StmtKind::For { .. }
            | StmtKind::Switch { .. }
            | StmtKind::Case { .. } => Effect::None,
            StmtKind::Range { x, .. } => {
                if x == expr {
                    Effect::None
                } else {
                    Effect::Kill
                }
            }
            StmtKind::Send { chan, .. } if chan == expr => Effect::None,
            StmtKind::Assign { lhs, rhs, .. } => {
                if ast.list(lhs).any(|target| target == expr) {
                    // The field that holds the resource is replaced: the new value may be built around the old one.
                    return if whole { Effect::Kill } else { Effect::Escape };
                }
                self.assigned(lhs, rhs, expr, at, left, literal)
            }
            StmtKind::Return(values) => match at.or_else(|| ast.list(values).position(|value| value == expr)) {
                Some(at) => Effect::Return { at: at as u8, taken: (self.path.len() - left) as u8 },
                None => Effect::Escape,
            },
            _ => Effect::Escape,
        }
    }

    fn assigned(
        &self,
        targets: List<ExprId>,
        values: List<ExprId>,
        value: ExprId,
        at: Option<usize>,
        left: usize,
        literal: Option<FuncId>,
    ) -> Effect {
        let src = &self.flow.src;
        let ast = src.ast;
        let Some(target) = src.target_of(targets, values, value, at) else { return Effect::Escape };
        match ast.ident(target) {
            Some(name) if name.is_blank() => return Effect::None,
            Some(_) => {}
            None => return Effect::Escape,
        }
        let Some(to) = src.variable(target) else { return Effect::Escape };
        // A copy of a struct is not followed: only pointers, interfaces, functions and the like share the resource.
        let shared =
            src.info.type_of(value).is_none_or(|ty| !matches!(src.store.ty(src.store.underlying(ty)), Type::Struct(_)));
        if literal.is_some() || !shared || !self.flow.is_plain(to) {
            return Effect::Escape;
        }
        Effect::Copy { to, taken: (self.path.len() - left) as u8 }
    }
}

/// Whether a value is assigned to the blank identifier.
fn is_thrown_away(src: &Source<'_>, value: ExprId) -> bool {
    let Some(Node::Stmt(stmt)) = src.ast.parent(value) else { return false };
    let StmtKind::Assign { lhs, rhs, .. } = src.ast.stmt(stmt) else { return false };
    src.target_of(lhs, rhs, value, None).and_then(|target| src.ast.ident(target)).is_some_and(|name| name.is_blank())
}

/// How many wrappers around wrappers are followed.
const WRAPS: u8 = 5;

/// Whether the resource at `path` below the variable, or something that borrows it, such as a reader around a file, is returned
/// or stored somewhere: to release it when the function returns would be wrong there.
pub fn is_lent(flow: &FuncFlow<'_>, var: ObjectId, path: &[Symbol]) -> bool {
    let src = &flow.src;
    let ast = src.ast;
    flow.mentions(var).iter().any(|mention| {
        let mut expr = mention.ident;
        let mut fields: Vec<Symbol> = Vec::new();
        while let Some(Node::Expr(parent)) = ast.parent(expr) {
            match ast.expr(parent) {
                ExprKind::Paren(_) => {}
                ExprKind::Selector { x, name } if x == expr => fields.extend(ast.ident(name)),
                ExprKind::Call { fun, .. } if fun != expr => return leaves(flow, parent, WRAPS),
                _ => break,
            }
            expr = parent;
        }
        let is_resource = fields.is_empty() || fields[..] == *path;
        !mention.assigned && is_resource && value_leaves(flow, expr, WRAPS)
    })
}

/// Whether the result of a call that borrows is something that holds on to what it was given (a pointer, an interface, a
/// struct), and is returned, stored or kept by a literal.
fn leaves(flow: &FuncFlow<'_>, call: ExprId, depth: u8) -> bool {
    let src = &flow.src;
    let Some(ty) = src.info.type_of(call) else { return false };
    let first = match src.store.ty(ty) {
        Type::Tuple(types) => types.first().copied(),
        _ => Some(ty),
    };
    let holds = first.is_some_and(|ty| {
        !super::names::is_error(src.store, ty)
            && matches!(
                src.store.ty(src.store.underlying(ty)),
                Type::Pointer(_) | Type::Interface(_) | Type::Struct(_) | Type::Signature(_)
            )
    });
    holds && depth > 0 && value_leaves(flow, call, depth)
}

/// Whether the value of an expression is returned, stored or kept by a literal.
fn value_leaves(flow: &FuncFlow<'_>, value: ExprId, depth: u8) -> bool {
    let src = &flow.src;
    let ast = src.ast;
    let targets = |targets: List<ExprId>, values: List<ExprId>| {
        let Some(at) = ast.list(values).position(|other| other == value) else { return false };
        let Some(target) = ast.list(targets).nth(at).map(|target| ast.unparen(target)) else { return false };
        match (ast.ident(target), src.variable(target)) {
            (Some(name), _) if name.is_blank() => false,
            (Some(_), Some(var)) if src.is_local(flow.func, var) => flow.mentions(var).iter().any(|mention| {
                !mention.assigned
                    && match mention.literal {
                        Some(literal) => !runs_inline(src, literal, mention.ident),
                        None => value_leaves(flow, mention.ident, depth - 1),
                    }
            }),
            _ => true,
        }
    };
    if depth == 0 {
        return false;
    }
    match ast.parent(value) {
        Some(Node::Expr(parent)) => match ast.expr(parent) {
            ExprKind::Paren(_) | ExprKind::TypeAssert { .. } => value_leaves(flow, parent, depth),
            ExprKind::Call { fun, .. } if fun == value => false,
            ExprKind::Call { .. } => src.builtin(parent) == Some(Builtin::Append) || leaves(flow, parent, depth - 1),
            ExprKind::CompositeLit { .. } | ExprKind::KeyValue { .. } | ExprKind::Unary { op: UnaryOp::And, .. } => {
                true
            }
            _ => false,
        },
        Some(Node::Stmt(stmt)) => match ast.stmt(stmt) {
            StmtKind::Return(_) => true,
            StmtKind::Send { chan, .. } => chan != value,
            StmtKind::Assign { lhs, rhs, .. } => targets(lhs, rhs),
            _ => false,
        },
        Some(Node::Spec(spec)) => match ast.specs[spec] {
            SpecKind::Value { names, values, .. } => targets(names, values),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a function literal runs where it stands, or when the function returns: it is called or deferred on the spot, and
/// so is every other literal between it and the mention.
fn runs_inline(src: &Source<'_>, outermost: FuncId, ident: ExprId) -> bool {
    let mut at = Node::Expr(ident);
    loop {
        let Some(func) = src.func_of_node(at) else { return false };
        if !is_called_inline(src, func) {
            return false;
        }
        if func == outermost {
            return true;
        }
        at = Node::Func(func);
    }
}

/// Whether an identifier within a literal stands where only a panic leads: in `if r := recover(); r != nil { … }`.
fn only_on_panic(src: &Source<'_>, literal: FuncId, ident: ExprId) -> bool {
    let ast = src.ast;
    let mut at = Node::Expr(ident);
    while let Some(parent) = ast.parent(at) {
        match (parent, at) {
            (Node::Func(func), _) if func == literal => return false,
            (Node::Stmt(stmt), Node::Stmt(branch)) => {
                if let StmtKind::If { cond, then, .. } = ast.stmt(stmt)
                    && then == branch
                    && is_recovered(src, cond)
                {
                    return true;
                }
            }
            _ => {}
        }
        at = parent;
    }
    false
}

/// Whether a condition is `recover() != nil`, or `r != nil` for an `r` that was assigned `recover()`.
fn is_recovered(src: &Source<'_>, cond: ExprId) -> bool {
    let ast = src.ast;
    let ExprKind::Binary { op: BinaryOp::Ne, x, y } = ast.expr(ast.unparen(cond)) else { return false };
    let recovers = |expr: ExprId| src.builtin(ast.unparen(expr)) == Some(Builtin::Recover);
    if !src.is_nil(y) {
        return false;
    }
    if recovers(x) {
        return true;
    }
    let Some(place) = src.variable(x).and_then(|var| src.store.object(var).place) else { return false };
    let Some(Node::Stmt(stmt)) = ast.parent(place.ident) else { return false };
    matches!(ast.stmt(stmt), StmtKind::Assign { rhs, .. } if ast.only(rhs).is_some_and(recovers))
}

/// Whether a literal is `func() {…}()`, alone, deferred or within a statement, but not started by `go`.
pub(crate) fn is_called_inline(src: &Source<'_>, literal: FuncId) -> bool {
    let Some(lit) = src.ast.funcs[literal].lit else { return false };
    let Some(call) = src.call_of(lit) else { return false };
    !matches!(src.ast.parent(call), Some(Node::Stmt(stmt)) if matches!(src.ast.stmt(stmt), StmtKind::Go(_)))
}
