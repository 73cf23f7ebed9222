//! Facts about functions that can be read off their bodies: whether they return, what they do to a resource they are given.
//!
//! All is lazy and remembered: see [`super::ask`]. Functions of the files to be linted are at hand; those of dependencies are
//! read on request, see [`super::dependency`].

use parking_lot::RwLock;
use rustc_hash::FxHashMap;

use super::ask::{Answer, Answers, Ask, Key, Param, asker};
use super::cfg::Cfg;
use super::compiled::Compiled;
use super::dependency::Dependencies;
use super::effect::{Ending, Given, ParamEffect};
use super::facts;
use super::fresh;
use super::protocol::Release;
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

/// Functions of the whole program, shared by all threads.
pub struct Program<'a> {
    pub store: &'a Store,
    /// The files whose bodies were looked at.
    files: FxHashMap<FileId, Source<'a>>,
    dependencies: Option<&'a Dependencies<'a>>,
    pub(super) answers: Answers,
    /// Methods of interfaces with the only method that they can mean.
    implementations: RwLock<FxHashMap<ObjectId, Option<ObjectId>>>,
}

impl<'a> Program<'a> {
    /// The program that these files make.
    pub fn new(store: &'a Store, files: impl IntoIterator<Item = Source<'a>>) -> Program<'a> {
        Program {
            store,
            files: files.into_iter().map(|source| (source.file, source)).collect(),
            dependencies: None,
            answers: Answers::default(),
            implementations: RwLock::default(),
        }
    }

    /// The same with the functions of dependencies, read on request.
    pub fn with(self, dependencies: &'a Dependencies<'a>) -> Program<'a> {
        Program { dependencies: Some(dependencies), ..self }
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

    /// The function that a call of `function` runs, as far as that is known.
    fn meant(&self, function: ObjectId) -> Option<ObjectId> {
        let is_interface = self.store.object(function).receiver().is_some_and(|receiver| receiver.interface);
        if is_interface { self.only_implementation(function) } else { Some(function) }
    }

    /// The body of a declared function of the files to be linted.
    pub fn body(&self, function: ObjectId) -> Option<(Source<'a>, FuncId)> {
        self.own_body(self.meant(function)?)
    }

    fn own_body(&self, function: ObjectId) -> Option<(Source<'a>, FuncId)> {
        let place = self.store.object(function).place?;
        let src = self.source(place.file)?;
        match src.ast.parent(place.ident)? {
            Node::Func(func) if src.ast.funcs[func].body.is_some() => Some((src, func)),
            _ => None,
        }
    }

    /// The answer to a question about a declared function, a dependency's too; `None`: its body is not at hand.
    ///
    /// What is found out about a function of a dependency rests on functions of the same module (and of the standard library)
    /// alone, so that it is the same whoever asks, and a question does not lead through all that a program is made of.
    pub(super) fn ask(
        &self,
        function: ObjectId,
        ask: Ask,
        compute: impl Fn(Source<'a>, FuncId) -> Answer,
    ) -> Option<Answer> {
        let function = self.meant(function)?;
        let dependencies = self.dependencies;
        if let Some(asker) = asker().filter(|file| !self.files.contains_key(file))
            && !dependencies.is_some_and(|dependencies| dependencies.is_same_module(asker, function))
        {
            return None;
        }
        if let Some((src, func)) = self.own_body(function) {
            return Some(self.answers.answer(Key { file: src.file, func, ask }, || compute(src, func)));
        }
        let dependencies = dependencies?;
        if let Some(kept) = dependencies.kept(function, &ask) {
            return Some(kept);
        }
        let (src, func) = dependencies.body(function)?;
        let key = Key { file: src.file, func, ask };
        let answer = self.answers.answer(key.clone(), || compute(src, func));
        if self.answers.known(&key).is_some() {
            dependencies.keep(function, key.ask, answer);
        }
        Some(answer)
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
        if let Some((src, func)) = self.body(callee) {
            return self.ending_of(src, func);
        }
        if self.dependencies.is_none_or(|dependencies| dependencies.unit_of(callee).is_none()) {
            return stdfacts::ending(self.store, callee);
        }
        // Of a dependency's functions, what has results is taken to return.
        let signature = self.store.as_signature(self.store.type_of(callee));
        if !signature.is_some_and(|signature| signature.results.is_empty()) {
            return Ending::Returns;
        }
        match self.ask(callee, Ask::Ending, |src, func| self.judge_ending(src, func)) {
            Some(Answer::Ending(ending)) => ending,
            _ => Ending::Returns,
        }
    }

    /// How every call of a function ends.
    pub fn ending_of(&self, src: Source<'a>, func: FuncId) -> Ending {
        match self.answers.answer(Key { file: src.file, func, ask: Ask::Ending }, || self.judge_ending(src, func)) {
            Answer::Ending(ending) => ending,
            _ => Ending::Returns,
        }
    }

    fn judge_ending(&self, src: Source<'a>, func: FuncId) -> Answer {
        Answer::Ending(if has_return(&src, func) { Ending::Returns } else { self.compute_ending(src, func) })
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

    /// The result in which a function with a body at hand gives, at every return, a resource that it has acquired itself and
    /// shares with nobody.
    pub fn hands_out(&self, callee: ObjectId, protocol: &'static Compiled) -> Option<Given> {
        let answer = self.ask(callee, Ask::HandsOut(protocol.row.name), |src, func| {
            Answer::Given(fresh::hands_out(&self.flow(src, func), self, protocol))
        });
        match answer? {
            Answer::Given(given) => given,
            _ => None,
        }
    }

    /// What a function does to the resource of `protocol` in a parameter; `path`: the fields between the parameter and the
    /// resource.
    pub fn param(&self, callee: ObjectId, param: Param, protocol: &'static Compiled, path: &[Symbol]) -> ParamEffect {
        match (self.ask_param(callee, param, protocol, path), param) {
            (Some(effect), _) => effect,
            // What is said there is about whatever has a method `Close`.
            (None, Param::At(at) | Param::WithError(at))
                if path.is_empty() && protocol.row.release == [Release::Method("Close")] =>
            {
                let line = stdfacts::of(self.store, callee);
                line.and_then(|line| line.params.get(at).copied()).unwrap_or(ParamEffect::Unknown)
            }
            _ => ParamEffect::Unknown,
        }
    }

    /// Whether the text of a function's body has the name of a method that releases; `None`: it is not at hand.
    pub fn mentions_release(&self, callee: ObjectId, protocol: &'static Compiled) -> Option<bool> {
        let (src, func) = self.body(callee)?;
        let text = src.ast.text(src.ast.funcs[func].body?).as_bytes();
        Some(protocol.release.iter().any(|name| memchr::memmem::find(text, name.as_str().as_bytes()).is_some()))
    }

    /// As [`Program::param`], of a method's receiver.
    pub fn receiver(&self, callee: ObjectId, protocol: &'static Compiled, path: &[Symbol]) -> ParamEffect {
        self.ask_param(callee, Param::Receiver, protocol, path).unwrap_or(ParamEffect::Unknown)
    }

    /// As [`Program::param`], of a literal in the same file.
    pub fn literal_param(
        &self,
        src: &Source<'a>,
        literal: FuncId,
        param: Param,
        protocol: &'static Compiled,
        path: &[Symbol],
    ) -> ParamEffect {
        let key = Key { file: src.file, func: literal, ask: Ask::param(param, protocol, path) };
        match self.answers.answer(key, || self.compute_param(*src, literal, param, protocol, path)) {
            Answer::Param(effect) => effect,
            _ => ParamEffect::Unknown,
        }
    }

    fn ask_param(
        &self,
        callee: ObjectId,
        param: Param,
        protocol: &'static Compiled,
        path: &[Symbol],
    ) -> Option<ParamEffect> {
        let ask = Ask::param(param, protocol, path);
        match self.ask(callee, ask, |src, func| self.compute_param(src, func, param, protocol, path))? {
            Answer::Param(effect) => Some(effect),
            _ => None,
        }
    }

    fn compute_param(
        &self,
        src: Source<'a>,
        func: FuncId,
        param: Param,
        protocol: &'static Compiled,
        path: &[Symbol],
    ) -> Answer {
        let ast = src.ast;
        let parameter = match param {
            Param::At(at) | Param::WithError(at) => parameter(&src, func, at),
            Param::Receiver => {
                let field = ast.funcs[func].recv.and_then(|list| ast.list(ast.field_lists[list].fields).next());
                match field.and_then(|field| ast.list(ast.fields[field].names).next()) {
                    Some(name) if ast.ident(name).is_some_and(|name| !name.is_blank()) => Parameter::Named(name),
                    _ => Parameter::Unnamed,
                }
            }
        };
        Answer::Param(match parameter {
            Parameter::Named(ident) => match src.info.object(ident) {
                Some(var) => {
                    let flow = self.flow(src, func);
                    let error = matches!(param, Param::WithError(_)).then(|| last_parameter(&src, func)).flatten();
                    resource::param_effect(&flow, self, protocol, var, error, path)
                }
                None => ParamEffect::Unknown,
            },
            Parameter::Unnamed => ParamEffect::Borrows,
            Parameter::Variadic => ParamEffect::Unknown,
        })
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

/// The variable of the last parameter.
fn last_parameter(src: &Source<'_>, func: FuncId) -> Option<ObjectId> {
    let ast = src.ast;
    let fields = ast.field_lists[ast.sigs[ast.funcs[func].sig].params].fields;
    src.info.object(ast.list(ast.fields[ast.list(fields).next_back()?].names).next_back()?)
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
