//! Facts about functions that can be read off their bodies: whether they return, what they do to a resource they are given.
//!
//! All is lazy and remembered. Recursion starts from the answer that claims least and is repeated until the answer stays (at
//! most [`ROUNDS`] times): answers only grow, so the fixed point does not depend on where the recursion was entered
//! (H. Bekić, "Definable operations in general algebras", 1969, for the nested repetition).

use std::cell::RefCell;

use parking_lot::RwLock;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::acquire;
use super::behaviour::{ChannelUse, Failing, Wait};
use super::build::Ending;
use super::cfg::Cfg;
use super::facts;
use super::protocol::{Compiled, Release};
use super::resource;
use super::source::Source;
use super::stdfacts;
use super::values::FuncFlow;
use crate::source::FileId;
use crate::syntax::ast::{ExprId, ExprKind, FuncId, Node, StmtKind};
use crate::text::Symbol;
use crate::types::members::Found;
use crate::types::relate::Implements;
use crate::types::{Builtin, ObjectId, ObjectKind, Store, TypeName};

/// What a function does to a resource that it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParamEffect {
    /// It may keep it.
    Unknown,
    /// It neither keeps nor releases it.
    Borrows,
    /// It releases it on some ways and not on others.
    Sometimes,
    /// It has released it when it returns.
    Releases,
}

/// Times that a recursive function is looked at.
const ROUNDS: usize = 3;
/// Callees of callees that are looked at.
const DEPTH: usize = 40;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Ending(FileId, FuncId),
    /// Whether for a caller that holds a lock.
    Waits(FileId, FuncId, bool),
    Starts(FileId, FuncId),
    Failing(FileId, FuncId),
    NilWithError {
        file: FileId,
        func: FuncId,
        at: usize,
    },
    Channel {
        file: FileId,
        func: FuncId,
        param: Param,
    },
    Locks {
        file: FileId,
        func: FuncId,
        protocol: &'static str,
        path: SmallVec<[Symbol; 2]>,
    },
    /// Whether it hands out what it acquires.
    HandsOut {
        file: FileId,
        func: FuncId,
        protocol: &'static str,
    },
    Param {
        file: FileId,
        func: FuncId,
        param: Param,
        protocol: &'static str,
        path: SmallVec<[Symbol; 2]>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Param {
    Receiver,
    At(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Ending(Ending),
    Param(ParamEffect),
    Is(bool),
    Channel(ChannelUse),
    Waits(Option<Wait>),
    Failing(Failing),
}

struct Running {
    key: Key,
    /// The answer of the round before, used by those who ask meanwhile.
    so_far: Answer,
    /// Someone asked meanwhile.
    asked: bool,
}

thread_local! {
    /// What this thread is computing, callers first.
    static RUNNING: RefCell<Vec<Running>> = const { RefCell::new(Vec::new()) };
    /// The outermost running entry whose unfinished answer was used, while the present one was computed.
    static LOWEST: std::cell::Cell<usize> = const { std::cell::Cell::new(usize::MAX) };
}

/// Takes an entry off the stack also when a rule panics.
struct Guard(usize);

impl Drop for Guard {
    fn drop(&mut self) {
        RUNNING.with_borrow_mut(|running| running.truncate(self.0));
    }
}

/// Functions of the whole program, shared by all threads.
pub struct Program<'a> {
    pub store: &'a Store,
    /// The files whose bodies were looked at.
    files: FxHashMap<FileId, Source<'a>>,
    answers: RwLock<FxHashMap<Key, Answer>>,
    /// Methods of interfaces with the only method that they can mean.
    implementations: RwLock<FxHashMap<ObjectId, Option<ObjectId>>>,
}

impl<'a> Program<'a> {
    /// The program that these files make.
    pub fn new(store: &'a Store, files: impl IntoIterator<Item = Source<'a>>) -> Program<'a> {
        let files = files.into_iter().map(|source| (source.file, source)).collect();
        Program { store, files, answers: RwLock::default(), implementations: RwLock::default() }
    }

    /// The file, if its bodies were looked at.
    pub fn source(&self, file: FileId) -> Option<Source<'a>> {
        self.files.get(&file).copied()
    }

    /// The method that a call of an interface's method means: that of the one type of the package that implements the
    /// interface, if the interface is not exported.
    fn only_implementation(&self, method: ObjectId) -> Option<ObjectId> {
        if let Some(&known) = self.implementations.read().get(&method) {
            return known;
        }
        let found = self.find_implementation(method);
        self.implementations.write().insert(method, found);
        found
    }

    fn find_implementation(&self, method: ObjectId) -> Option<ObjectId> {
        let store = self.store;
        let object = store.object(method);
        let interface = object.receiver().filter(|receiver| receiver.interface)?.base?;
        let named = store.object(store.named(interface).object);
        let package = named.package.filter(|_| !named.name.is_exported())?;
        if !store.type_params(interface).is_empty() {
            return None;
        }
        let target = store.named_type(interface, []);
        let mut only = None;
        for &declared in store.scope(package).names.values() {
            let ObjectKind::Type(TypeName::Named(id)) = store.object(declared).kind else { continue };
            let ty = store.named_type(id, []);
            if id == interface || !store.type_params(id).is_empty() || store.is_interface(ty) {
                continue;
            }
            let pointer = store.pointer(ty);
            match store.implements(pointer, target, false) {
                Implements::Yes => {}
                Implements::Unknown => return None,
                _ => continue,
            }
            if only.replace(pointer).is_some() {
                return None;
            }
        }
        match store.find_method(only?, Some(package), object.name) {
            Found::Method { object, .. } => Some(object),
            _ => None,
        }
    }

    /// The body of a declared function, if it is at hand.
    pub fn body(&self, function: ObjectId) -> Option<(Source<'a>, FuncId)> {
        let is_interface = self.store.object(function).receiver().is_some_and(|receiver| receiver.interface);
        let function = if is_interface { self.only_implementation(function)? } else { function };
        let place = self.store.object(function).place?;
        let src = self.source(place.file)?;
        match src.ast.parent(place.ident)? {
            Node::Func(func) if src.ast.funcs[func].body.is_some() => Some((src, func)),
            _ => None,
        }
    }

    /// A function ready for analysis.
    pub fn flow(&self, src: Source<'a>, func: FuncId) -> FuncFlow<'a> {
        let cfg = Cfg::build(src.ast, func, &|call| self.ending(&src, call));
        FuncFlow::new(src, func, cfg)
    }

    /// How a call ends.
    pub fn ending(&self, src: &Source<'a>, call: ExprId) -> Ending {
        let ExprKind::Call { fun, .. } = src.ast.expr(call) else { return Ending::Returns };
        if let ExprKind::FuncLit(literal) = src.ast.expr(src.ast.unparen(fun)) {
            return self.ending_of(*src, literal);
        }
        let Some(callee) = src.callee(call) else { return Ending::Returns };
        if let Some(ending) = facts::ending(self.store, callee) {
            return ending;
        }
        match self.body(callee) {
            Some((src, func)) => self.ending_of(src, func),
            None => stdfacts::ending(self.store, callee),
        }
    }

    /// How every call of a function ends.
    pub fn ending_of(&self, src: Source<'a>, func: FuncId) -> Ending {
        let key = Key::Ending(src.file, func);
        if let Some(&Answer::Ending(known)) = self.answers.read().get(&key) {
            return known;
        }
        if has_return(&src, func) {
            self.answers.write().insert(key, Answer::Ending(Ending::Returns));
            return Ending::Returns;
        }
        let answer =
            self.answer(key, Answer::Ending(Ending::Returns), || Answer::Ending(self.compute_ending(src, func)));
        match answer {
            Answer::Ending(ending) => ending,
            _ => Ending::Returns,
        }
    }

    fn compute_ending(&self, src: Source<'a>, func: FuncId) -> Ending {
        let cfg = Cfg::build(src.ast, func, &|call| self.ending(&src, call));
        if cfg.incomplete || cfg.returns() {
            return Ending::Returns;
        }
        if !cfg.reachable(cfg.panic) {
            return Ending::Dies;
        }
        if cfg.defers.iter().any(|&defer| self.may_recover(&src, defer)) { Ending::Returns } else { Ending::Unwinds }
    }

    /// Whether a deferred call may stop a panic: it must call `recover` itself.
    fn may_recover(&self, src: &Source<'a>, defer: crate::syntax::ast::StmtId) -> bool {
        let StmtKind::Defer(call) = src.ast.stmt(defer) else { return true };
        let call = src.ast.unparen(call);
        let ExprKind::Call { fun, .. } = src.ast.expr(call) else { return true };
        if let ExprKind::FuncLit(literal) = src.ast.expr(src.ast.unparen(fun)) {
            return recovers(src, literal);
        }
        let Some(callee) = src.callee(call) else { return true };
        match self.body(callee) {
            Some((src, func)) => recovers(&src, func),
            // The standard library recovers in no function that one would defer.
            None => !self.store.object(callee).package.is_some_and(|package| {
                let path = self.store.package(package).path.as_str();
                !path.split('/').next().unwrap_or_default().contains('.')
            }),
        }
    }

    /// Whether a function with a body at hand gives, at every return, a resource that it has acquired itself and shares with
    /// nobody.
    pub fn hands_out(&self, callee: ObjectId, protocol: &'static Compiled) -> bool {
        let Some((src, func)) = self.body(callee) else { return false };
        let key = Key::HandsOut { file: src.file, func, protocol: protocol.row.name };
        let answer = self
            .answer(key, Answer::Is(false), || Answer::Is(acquire::hands_out(&self.flow(src, func), self, protocol)));
        answer == Answer::Is(true)
    }

    /// What a function does to the resource of `protocol` in its parameter at position `at`; `path`: the fields between the
    /// parameter and the resource.
    pub fn param(&self, callee: ObjectId, at: usize, protocol: &'static Compiled, path: &[Symbol]) -> ParamEffect {
        match self.body(callee) {
            Some((src, func)) => self.param_of(src, func, Param::At(at), protocol, path),
            // What is said there is about whatever has a method `Close`.
            None if path.is_empty() && protocol.row.release == [Release::Method("Close")] => {
                let line = stdfacts::of(self.store, callee);
                line.and_then(|line| line.params.get(at).copied()).unwrap_or(ParamEffect::Unknown)
            }
            None => ParamEffect::Unknown,
        }
    }

    /// Whether the text of a function's body has the name of a method that releases.
    pub fn mentions_release(&self, callee: ObjectId, protocol: &'static Compiled) -> bool {
        let Some((src, func)) = self.body(callee) else { return false };
        let Some(body) = src.ast.funcs[func].body else { return false };
        let text = src.ast.text(body).as_bytes();
        protocol.release.iter().any(|name| memchr::memmem::find(text, name.as_str().as_bytes()).is_some())
    }

    /// As [`Program::param`], of a method's receiver.
    pub fn receiver(&self, callee: ObjectId, protocol: &'static Compiled, path: &[Symbol]) -> ParamEffect {
        match self.body(callee) {
            Some((src, func)) => self.param_of(src, func, Param::Receiver, protocol, path),
            None => ParamEffect::Unknown,
        }
    }

    /// As [`Program::param`], of a literal in the same file.
    pub fn literal_param(
        &self,
        src: &Source<'a>,
        literal: FuncId,
        at: usize,
        protocol: &'static Compiled,
        path: &[Symbol],
    ) -> ParamEffect {
        self.param_of(*src, literal, Param::At(at), protocol, path)
    }

    fn param_of(
        &self,
        src: Source<'a>,
        func: FuncId,
        param: Param,
        protocol: &'static Compiled,
        path: &[Symbol],
    ) -> ParamEffect {
        let key =
            Key::Param { file: src.file, func, param, protocol: protocol.row.name, path: SmallVec::from_slice(path) };
        let answer = self.answer(key, Answer::Param(ParamEffect::Unknown), || {
            Answer::Param(self.compute_param(src, func, param, protocol, path))
        });
        match answer {
            Answer::Param(effect) => effect,
            _ => ParamEffect::Unknown,
        }
    }

    fn compute_param(
        &self,
        src: Source<'a>,
        func: FuncId,
        param: Param,
        protocol: &'static Compiled,
        path: &[Symbol],
    ) -> ParamEffect {
        let ast = src.ast;
        let parameter = match param {
            Param::At(at) => parameter(&src, func, at),
            Param::Receiver => {
                let field = ast.funcs[func].recv.and_then(|list| ast.list(ast.field_lists[list].fields).next());
                match field.and_then(|field| ast.list(ast.fields[field].names).next()) {
                    Some(name) if ast.ident(name).is_some_and(|name| !name.is_blank()) => Parameter::Named(name),
                    _ => Parameter::Unnamed,
                }
            }
        };
        match parameter {
            Parameter::Named(ident) => match src.info.object(ident) {
                Some(var) => {
                    let flow = self.flow(src, func);
                    resource::param_effect(&flow, self, protocol, var, path)
                }
                None => ParamEffect::Unknown,
            },
            Parameter::Unnamed => ParamEffect::Borrows,
            Parameter::Variadic => ParamEffect::Unknown,
        }
    }

    pub(super) fn answer(&self, key: Key, least: Answer, compute: impl Fn() -> Answer) -> Answer {
        if let Some(&answer) = self.answers.read().get(&key) {
            return answer;
        }
        let running = RUNNING.with_borrow_mut(|running| {
            if let Some(at) = running.iter().position(|entry| entry.key == key) {
                running[at].asked = true;
                LOWEST.set(LOWEST.get().min(at));
                return Some(running[at].so_far);
            }
            if running.len() >= DEPTH {
                return Some(least);
            }
            running.push(Running { key: key.clone(), so_far: least, asked: false });
            None
        });
        if let Some(answer) = running {
            return answer;
        }
        let own = RUNNING.with_borrow(|running| running.len() - 1);
        let _guard = Guard(own);
        let outer = LOWEST.replace(usize::MAX);
        let mut answer = compute();
        for _ in 1..ROUNDS {
            let again = RUNNING.with_borrow_mut(|running| {
                let entry = &mut running[own];
                std::mem::replace(&mut entry.asked, false) && std::mem::replace(&mut entry.so_far, answer) != answer
            });
            if !again {
                break;
            }
            answer = compute();
        }
        let lowest = LOWEST.get();
        // An answer that leans on an unfinished one of a caller is not remembered.
        if lowest >= own {
            self.answers.write().insert(key, answer);
            LOWEST.set(outer);
        } else {
            LOWEST.set(outer.min(lowest));
        }
        answer
    }
}

/// Whether a `return` stands in the body itself.
fn has_return(src: &Source<'_>, func: FuncId) -> bool {
    let Some(body) = src.ast.funcs[func].body else { return true };
    let mut found = false;
    src.ast.walk(body, &mut |node| {
        match node {
            Node::Stmt(stmt) if matches!(src.ast.stmt(stmt), StmtKind::Return(_)) => found = true,
            Node::Func(_) | Node::Expr(_) => return false,
            _ => {}
        }
        !found
    });
    found
}

/// Whether a function calls the builtin `recover` itself.
fn recovers(src: &Source<'_>, func: FuncId) -> bool {
    let Some(body) = src.ast.funcs[func].body else { return true };
    let mut found = false;
    src.ast.walk(body, &mut |node| {
        match node {
            Node::Expr(expr) if matches!(src.ast.expr(expr), ExprKind::Call { .. }) => {
                found |= src.builtin(expr) == Some(Builtin::Recover);
            }
            Node::Func(_) => return false,
            _ => {}
        }
        !found
    });
    found
}

/// A parameter of a function.
pub(crate) enum Parameter {
    Named(ExprId),
    /// Without name or `_`: never used.
    Unnamed,
    /// Variadic, or there is none at that position.
    Variadic,
}

/// The parameter for the argument at a position.
pub(crate) fn parameter(src: &Source<'_>, func: FuncId, at: usize) -> Parameter {
    let ast = src.ast;
    let fields = ast.field_lists[ast.sigs[ast.funcs[func].sig].params].fields;
    let mut left = at;
    for field in ast.list(fields) {
        let field = ast.fields[field];
        let variadic = matches!(ast.expr(field.ty), ExprKind::Ellipsis(_));
        let count = ast.list(field.names).len().max(1);
        if variadic && left < count {
            return Parameter::Variadic;
        }
        if left < count {
            return match ast.list(field.names).nth(left) {
                Some(name) if ast.ident(name).is_some_and(|name| !name.is_blank()) => Parameter::Named(name),
                _ => Parameter::Unnamed,
            };
        }
        left -= count;
    }
    Parameter::Variadic
}
