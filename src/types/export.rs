//! Packages of the store to a summary: what they export and everything that is reachable from it.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::object::{Object, ObjectKind, Origin, TypeName};
use super::store::Store;
use super::summary;
use super::ty::{NamedId, ObjectId, PackageId, Type, TypeId, TypeParamId};
use crate::package::UnitFile;
use crate::stdlib::Slot;
use crate::stdlib::format::{
    FieldRec, FuncRec, MemberKind, MemberRec, MethodRec, MethodSpec, Notes, ParamRec, Str, Ty, TypeRec,
};
use crate::stdlib::write::Writer;
use crate::syntax::ast::{Ast, ChanDir, ExprId, ExprKind, FieldListId, Node, SigId};
use crate::text::Symbol;

/// Since when a thing exists, by its name: `net/http.Get`, `net/http.Client.Do`, `net/http.Server.Protocols`.
pub type SinceTable = FxHashMap<String, u8>;

/// Writes packages of one release and platform.
pub struct Exporter<'a> {
    store: &'a Store,
    writer: &'a mut Writer,
    since: &'a SinceTable,
    /// Since when a thing exists that the table does not have.
    new: u8,
    slot: Slot,
    /// Declared types that are written or in the queue.
    seen: FxHashSet<ObjectId>,
    queue: VecDeque<ObjectId>,
    /// Types without type parameters.
    types: FxHashMap<TypeId, Ty>,
    /// The type parameters of the declaration being written: whether they are a generic method's own, and which.
    params: FxHashMap<TypeParamId, (bool, u32)>,
    packages: FxHashSet<PackageId>,
    /// The names of what was written, as in the table.
    pub names: Vec<String>,
    /// Types that could not be written, by the declaration they occur in.
    pub unknown: Vec<String>,
}

impl<'a> Exporter<'a> {
    /// An exporter of what is declared under `slot`.
    pub fn new(store: &'a Store, writer: &'a mut Writer, since: &'a SinceTable, new: u8, slot: Slot) -> Exporter<'a> {
        Exporter {
            store,
            writer,
            since,
            new,
            slot,
            seen: FxHashSet::default(),
            queue: VecDeque::new(),
            types: FxHashMap::default(),
            params: FxHashMap::default(),
            packages: FxHashSet::default(),
            names: Vec::new(),
            unknown: Vec::new(),
        }
    }

    /// Writes what a package exports, and all declared types that this needs, of whatever package.
    pub fn package(&mut self, package: PackageId) {
        self.open(package);
        let scope = self.store.scope(package);
        let mut names: Vec<(Symbol, ObjectId)> = scope.names.iter().map(|(&name, &object)| (name, object)).collect();
        names.sort_by_key(|(name, _)| name.as_str());
        for (_, object) in names.into_iter().filter(|(name, _)| name.is_exported()) {
            if self.seen.insert(object) {
                self.member(object);
            }
        }
        while let Some(object) = self.queue.pop_front() {
            self.member(object);
        }
    }

    /// Makes sure that the package of something written exists.
    fn open(&mut self, package: PackageId) {
        if self.packages.insert(package) {
            let name = self.store.package_name(package);
            self.writer.package(self.store.package(package).path.as_str(), name.as_str(), self.slot);
        }
    }

    fn path(&self, package: Option<PackageId>) -> &'static str {
        package.map_or("", |package| self.store.package(package).path.as_str())
    }

    fn member(&mut self, id: ObjectId) {
        let object = self.store.object(id);
        let Some(package) = object.package else { return };
        self.open(package);
        let ty = self.store.type_of(id);
        self.params.clear();
        let mut methods = Vec::new();
        let kind = match &object.kind {
            ObjectKind::Const(_) => {
                let value = summary::value(&self.store.constant_of(id));
                MemberKind::Const { ty: self.ty(ty, id), value }
            }
            ObjectKind::Var(_) => MemberKind::Var { ty: self.ty(ty, id) },
            ObjectKind::Func(_) => MemberKind::Func(self.func(id, false)),
            ObjectKind::Type(TypeName::Alias) => MemberKind::Alias { params: vec![], target: self.ty(ty, id) },
            ObjectKind::Type(TypeName::GenericAlias(named)) => {
                let params = self.params(self.store.type_params(*named), false, id);
                MemberKind::Alias { params, target: self.ty(ty, id) }
            }
            ObjectKind::Type(TypeName::Named(named)) => {
                let params = self.params(self.store.type_params(*named), false, id);
                let underlying = self.store.underlying(self.store.named_type(*named, []));
                let fields = self.field_notes(object, underlying);
                let underlying = self.ty(underlying, id);
                methods = self.methods(*named);
                MemberKind::Type { params, underlying, fields }
            }
            _ => return,
        };
        let path = self.path(object.package);
        let notes = self.notes(id, &format!("{path}.{}", object.name));
        self.writer.member(path, object.name.as_str(), self.slot, MemberRec { notes, kind }, methods);
    }

    fn methods(&mut self, named: NamedId) -> Vec<MethodRec> {
        let owner = self.store.object(self.store.named(named).object);
        let mut methods = Vec::new();
        for method in self.store.methods_of(named) {
            self.params.clear();
            let received = self.store.receiver_params_of(method);
            self.params.extend(received.iter().enumerate().map(|(index, &param)| (param, (false, index as u32))));
            let receiver_params = received.iter().map(|&param| self.store.type_param(param).name).collect::<Vec<_>>();
            let receiver_params = receiver_params.into_iter().map(|name| self.writer.text(name.as_str())).collect();
            let object = self.store.object(method);
            let func = self.func(method, true);
            let name = format!("{}.{}.{}", self.path(owner.package), owner.name, object.name);
            let notes = self.notes(method, &name);
            let pointer = object.receiver().is_some_and(|receiver| receiver.pointer);
            let name = self.writer.text(object.name.as_str());
            methods.push(MethodRec { name, notes, pointer, receiver_params, func });
        }
        methods
    }

    fn func(&mut self, id: ObjectId, own: bool) -> FuncRec {
        let params = self.params(self.store.type_params_of(id), own, id);
        let ty = self.store.type_of(id);
        let signature = match self.store.as_signature(ty) {
            Some(signature) if !signature.type_params.is_empty() => {
                let plain = super::ty::Signature { type_params: Box::default(), ..signature.clone() };
                self.store.signature(plain)
            }
            _ => ty,
        };
        let signature = self.ty(signature, id);
        let names = self.store.param_names(id);
        FuncRec { params, signature, names: self.texts(&names) }
    }

    fn texts(&mut self, names: &[Symbol]) -> Vec<Str> {
        names.iter().map(|name| self.writer.text(name.as_str())).collect()
    }

    fn params(&mut self, params: &[TypeParamId], own: bool, user: ObjectId) -> Vec<ParamRec> {
        self.params.extend(params.iter().enumerate().map(|(index, &param)| (param, (own, index as u32))));
        let mut records = Vec::new();
        for &param in params {
            let name = self.writer.text(self.store.type_param(param).name.as_str());
            let constraint = self.ty(self.store.constraint(param), user);
            records.push(ParamRec { name, constraint });
        }
        records
    }

    /// What is said of the fields of a struct declaration; empty where nothing is.
    fn field_notes(&mut self, owner: &Object, underlying: TypeId) -> Vec<Notes> {
        let Type::Struct(fields) = self.store.ty(underlying) else { return Vec::new() };
        let owner_name = format!("{}.{}", self.path(owner.package), owner.name);
        let owner_since = self.since.get(&owner_name).copied().unwrap_or(self.new);
        let mut notes: Vec<Notes> = Vec::new();
        for field in fields {
            let mut one = self.notes(field.object, &format!("{owner_name}.{}", field.name));
            if one.since <= owner_since {
                one.since = 0;
            }
            notes.push(one);
        }
        while notes.last() == Some(&Notes::default()) {
            notes.pop();
        }
        notes
    }

    fn notes(&mut self, id: ObjectId, name: &str) -> Notes {
        let since = self.since.get(name).copied().unwrap_or(self.new);
        self.names.push(name.to_owned());
        Notes { since, deprecated: self.store.is_deprecated(id) }
    }

    fn ty(&mut self, id: TypeId, user: ObjectId) -> Ty {
        if let Some(&known) = self.types.get(&id) {
            return known;
        }
        let record = self.record(id, user);
        let number = self.writer.ty(record);
        if !self.store.has_type_param(id) {
            self.types.insert(id, number);
        }
        number
    }

    fn all(&mut self, ids: &[TypeId], user: ObjectId) -> Vec<Ty> {
        ids.iter().map(|&id| self.ty(id, user)).collect()
    }

    fn unknown(&mut self, user: ObjectId, what: &str) -> TypeRec {
        self.unknown.push(format!("{}: {what}", self.store.symbol(user)));
        TypeRec::Basic(0)
    }

    fn record(&mut self, id: TypeId, user: ObjectId) -> TypeRec {
        match self.store.ty(id) {
            Type::Basic(basic) if id.is_unknown() => self.unknown(user, basic.name()),
            Type::Basic(basic) => TypeRec::Basic(*basic as u8),
            Type::Named { origin, args } => {
                let args = self.all(args, user);
                let object = self.store.named(*origin).object;
                self.named(object, args, user)
            }
            Type::Pointer(elem) => TypeRec::Pointer(self.ty(*elem, user)),
            Type::Slice(elem) => TypeRec::Slice(self.ty(*elem, user)),
            Type::Array { len, elem } => {
                if len.is_none() {
                    self.unknown(user, "array length");
                }
                TypeRec::Array { len: *len, elem: self.ty(*elem, user) }
            }
            Type::Map { key, value } => TypeRec::Map { key: self.ty(*key, user), value: self.ty(*value, user) },
            Type::Chan { dir, elem } => {
                let dir = match dir {
                    ChanDir::Both => 0,
                    ChanDir::Send => 1,
                    ChanDir::Recv => 2,
                };
                TypeRec::Chan { dir, elem: self.ty(*elem, user) }
            }
            Type::Struct(fields) => {
                let package = fields.first().and_then(|field| self.store.object(field.object).package);
                let mut records = Vec::new();
                for field in fields {
                    let ty = self.ty(field.ty, user);
                    let name = self.writer.text(field.name.as_str());
                    let tag = field.tag.map(|tag| self.writer.text(tag.as_str()));
                    records.push(FieldRec { name, ty, embedded: field.embedded, tag });
                }
                TypeRec::Struct { package: self.package_text(package), fields: records }
            }
            Type::Signature(signature) => {
                let (params, results) = (self.all(&signature.params, user), self.all(&signature.results, user));
                TypeRec::Signature { params, results, variadic: signature.variadic }
            }
            Type::Interface(interface) => {
                let package = interface.methods.first().and_then(|method| self.store.object(method.object).package);
                let mut methods = Vec::new();
                for method in &interface.methods {
                    let names = self.store.param_names(method.object);
                    let names = self.texts(&names);
                    let signature = self.ty(method.ty, user);
                    methods.push(MethodSpec { name: self.writer.text(method.name.as_str()), signature, names });
                }
                let embeds = self.all(&interface.embeds, user);
                let (comparable, implicit) = (interface.comparable, interface.implicit);
                TypeRec::Interface { package: self.package_text(package), methods, embeds, comparable, implicit }
            }
            Type::Tuple(types) => TypeRec::Tuple(self.all(types, user)),
            Type::TypeParam(param) => match self.params.get(param) {
                Some(&(own, index)) => TypeRec::Param { own, index },
                None => self.unknown(user, "type parameter of another declaration"),
            },
            Type::Union(terms) => {
                TypeRec::Union(terms.iter().map(|term| (term.tilde, self.ty(term.ty, user))).collect())
            }
        }
    }

    fn package_text(&mut self, package: Option<PackageId>) -> Str {
        let path = self.path(package);
        self.writer.text(path)
    }

    /// A declared type; one that a function declares has no name outside of it.
    fn named(&mut self, id: ObjectId, args: Vec<Ty>, user: ObjectId) -> TypeRec {
        let object = self.store.object(id);
        let (package, name) = (self.path(object.package), object.name.as_str());
        if object.package.is_some() {
            if !matches!(object.origin, Origin::Spec { .. }) {
                return self.unknown(user, name);
            }
            if self.seen.insert(id) {
                self.queue.push_back(id);
            }
        }
        TypeRec::Named { package: self.writer.text(package), name: self.writer.text(name), args }
    }
}

impl Store {
    /// The file that declares an object, and the identifier that does so.
    fn declaration(&self, id: ObjectId) -> Option<(&UnitFile, ExprId)> {
        let object = self.object(id);
        let place = object.place?;
        let super::object::Provider::Unit(unit) = self.package(object.package?).provider else { return None };
        let file = self.workspace.files_of(unit).iter().find(|file| file.file == place.file)?;
        Some((file, place.ident))
    }

    /// The names of a function's or method's parameters, then of its results; empty where none has a name.
    pub fn param_names(&self, id: ObjectId) -> Vec<Symbol> {
        let object = self.object(id);
        if matches!(object.origin, Origin::Record(_) | Origin::Method { .. }) {
            return self.summary_param_names(id);
        }
        let sig = match object.origin {
            Origin::Func { unit, file, func } => {
                self.workspace.files_of(unit).get(file as usize).map(|file| (&*file.ast, file.ast.funcs[func].sig))
            }
            _ => self.declaration(id).and_then(|(file, ident)| Some((&*file.ast, method_sig(&file.ast, ident)?))),
        };
        sig.map(|(ast, sig)| signature_names(ast, sig)).unwrap_or_default()
    }

    /// Whether the documentation of a thing declared in source says so, in a paragraph that begins with `Deprecated:`.
    pub fn is_deprecated(&self, id: ObjectId) -> bool {
        self.notes(id).map_or_else(
            || self.declaration(id).is_some_and(|(file, ident)| says_deprecated(&file.ast, ident)),
            |notes| notes.deprecated,
        )
    }
}

/// The signature of the interface method that an identifier declares.
fn method_sig(ast: &Ast, ident: ExprId) -> Option<SigId> {
    let Node::Field(field) = ast.parent(ident)? else { return None };
    match ast.expr(ast.fields[field].ty) {
        ExprKind::FuncType(sig) => Some(sig),
        _ => None,
    }
}

fn signature_names(ast: &Ast, sig: SigId) -> Vec<Symbol> {
    let underscore = Symbol::intern("_");
    let mut names = Vec::new();
    let mut any = false;
    let mut list = |list: FieldListId| {
        for field in ast.list(ast.field_lists[list].fields) {
            let field = ast.fields[field];
            if field.names.is_empty() {
                names.push(underscore);
                continue;
            }
            any = true;
            names.extend(ast.list(field.names).map(|ident| ast.ident(ident).unwrap_or(underscore)));
        }
    };
    let sig = ast.sigs[sig];
    list(sig.params);
    sig.results.into_iter().for_each(list);
    if any { names } else { Vec::new() }
}

/// Looks at the comments before the field, specification or declaration that holds the identifier.
fn says_deprecated(ast: &Ast, ident: ExprId) -> bool {
    let mut node = Node::Expr(ident);
    for _ in 0..4 {
        let Some(parent) = ast.parent(node) else { return false };
        node = parent;
        match node {
            Node::Field(_) | Node::Spec(_) | Node::Decl(_) => {
                if ast.doc(node).iter().any(|comment| paragraph(ast.comment_text(comment))) {
                    return true;
                }
                if matches!(node, Node::Field(_) | Node::Decl(_)) {
                    return false;
                }
            }
            _ => {}
        }
    }
    false
}

/// Whether a line of the comment begins with `Deprecated:`.
fn paragraph(comment: &str) -> bool {
    comment.lines().any(|line| line.trim_start_matches(['/', '*', ' ', '\t']).starts_with("Deprecated:"))
}
