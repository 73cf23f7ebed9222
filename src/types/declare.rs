//! Declarations to objects: the scopes of packages and files, made when first asked for, without typing anything.

use std::sync::OnceLock;

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use super::constant::Constant;
use super::object::{
    FuncDetail, NamedType, Object, ObjectKind, Origin, Package, Place, Provider, Receiver, TypeName, VarKind,
};
use super::store::{Imports, Store};
use super::ty::{NamedId, ObjectId, PackageId, TypeId};
use crate::package::{Import, UnitFile, UnitId};
use crate::syntax::ast::{Ast, DeclKind, ExprId, ExprKind, FuncId, GenTok, LitKind, SpecId, SpecKind};
use crate::text::{Idx, Symbol};

/// The members of a package.
#[derive(Debug, Default)]
pub struct PackageScope {
    /// What the package declares at top level.
    pub names: FxHashMap<Symbol, ObjectId>,
    /// The plain package, for the test files of the same package: its scope is seen as well.
    pub extends: Option<PackageId>,
    /// One for each file of the unit.
    pub(super) files: Box<[FileScope]>,
    /// The objects of all top-level names by file and identifier, also of those that have no entry in the scope (`_`, `init`,
    /// methods). Only kept where bodies are checked.
    pub(super) declared: FxHashMap<(u32, ExprId), ObjectId>,
}

/// The imports of a file, and the objects that its declarations made so far.
#[derive(Debug, Default)]
pub(super) struct FileScope {
    pub imports: Vec<ImportEntry>,
    /// Fields, interface methods and the like, by the identifier that declares them: whoever reads the declaration again finds
    /// the same objects.
    pub sites: Mutex<FxHashMap<ExprId, ObjectId>>,
}

/// One import specification.
#[derive(Debug)]
pub(super) struct ImportEntry {
    pub spec: SpecId,
    pub path: Symbol,
    /// The name it gives: also `.` and `_`.
    pub name: Option<(Symbol, ExprId)>,
    /// What the name will be in nearly all cases where none is given; known without loading the package.
    guess: Symbol,
    place: Option<Place>,
    object: OnceLock<ObjectId>,
}

/// What a package answers for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    Found(ObjectId),
    /// The package is known and declares no such thing.
    Missing,
    /// Nothing is known of the package.
    Unknown,
}

impl Store {
    /// The package of a source unit.
    pub fn package_of_unit(&self, unit: UnitId) -> PackageId {
        if let Some(&package) = self.by_unit.read().get(&unit) {
            return package;
        }
        let path = self.workspace.unit(unit).path;
        let mut table = self.by_unit.write();
        *table.entry(unit).or_insert_with(|| {
            self.add_package(Package { path, provider: Provider::Unit(unit), scope: OnceLock::new() })
        })
    }

    /// The package that an import of `path` is bound to.
    pub fn package_of_import(&self, import: Import, path: Symbol) -> PackageId {
        let provider = match import {
            Import::Unit(unit) => return self.package_of_unit(unit),
            Import::Unsafe => return PackageId::unsafe_package(),
            Import::C => Provider::C,
            Import::Std(path) => match self.std_package(path) {
                Some(package) => return package,
                None => Provider::Unknown { name: Symbol::intern(crate::package::guess_name(path.as_str())) },
            },
            Import::Unknown { name } => Provider::Unknown { name },
        };
        let mut table = self.by_path.write();
        *table.entry(path).or_insert_with(|| self.add_package(Package { path, provider, scope: OnceLock::new() }))
    }

    /// The name in a package's clauses (guessed where the package could not be found).
    pub fn package_name(&self, id: PackageId) -> Symbol {
        let package = self.package(id);
        match package.provider {
            Provider::Unit(unit) => self.workspace.name_of(unit),
            Provider::Unknown { name } => name,
            Provider::Summary(_) => self.summary_package_name(id),
            Provider::Unsafe | Provider::C => package.path,
        }
    }

    /// The scope of a package that is declared in source; empty for any other.
    pub fn scope(&self, id: PackageId) -> &PackageScope {
        let package = self.package(id);
        package.scope.get_or_init(|| match package.provider {
            Provider::Unit(unit) => Box::new(self.declare(id, unit)),
            _ => Box::default(),
        })
    }

    /// What `name` stands for in a package, exported or not.
    pub fn member(&self, id: PackageId, name: Symbol) -> Member {
        match self.package(id).provider {
            Provider::Unit(_) => match self.lookup_package(self.scope(id), name) {
                Some(object) => Member::Found(object),
                None => Member::Missing,
            },
            Provider::Unsafe => self.unsafe_scope.get(&name).map_or(Member::Missing, |&object| Member::Found(object)),
            Provider::Summary(_) => self.summary_member(id, name).map_or(Member::Missing, Member::Found),
            Provider::C | Provider::Unknown { .. } => Member::Unknown,
        }
    }

    /// A name in a package's scope, or in that of the package it extends.
    pub(super) fn lookup_package(&self, scope: &PackageScope, name: Symbol) -> Option<ObjectId> {
        let own = scope.names.get(&name);
        own.or_else(|| self.scope(scope.extends?).names.get(&name)).copied()
    }

    /// A name that stands neither in a function nor in the package: an import, a member of a dot import, a predeclared name.
    pub(super) fn lookup_file(&self, unit: UnitId, file: &FileScope, name: Symbol) -> Option<ObjectId> {
        let mut unnamed = false;
        for entry in &file.imports {
            match entry.name {
                Some((given, _)) if given == name => return Some(self.import_object(unit, entry)),
                Some((given, _)) if given == "." => {
                    if name.is_exported()
                        && let Some(object) = self.lookup_dot(unit, entry, name)
                    {
                        return Some(object);
                    }
                }
                Some(_) => {}
                None if entry.guess == name => {
                    let object = self.import_object(unit, entry);
                    if self.object(object).name == name {
                        return Some(object);
                    }
                }
                None => unnamed = true,
            }
        }
        if let Some(object) = self.universe(name) {
            return Some(object);
        }
        // A package may be named otherwise than its path suggests: look at those not yet looked at.
        let others = file.imports.iter().filter(|entry| unnamed && entry.name.is_none() && entry.guess != name);
        others.map(|entry| self.import_object(unit, entry)).find(|&object| self.object(object).name == name)
    }

    /// The import of a file that has this name.
    pub(super) fn import_named(&self, unit: UnitId, file: &FileScope, name: Symbol) -> Option<ObjectId> {
        let named = |entry: &&ImportEntry| entry.name.map_or(entry.guess, |(given, _)| given) == name;
        let entry = file.imports.iter().find(named)?;
        Some(self.import_object(unit, entry)).filter(|&object| self.object(object).name == name)
    }

    fn lookup_dot(&self, unit: UnitId, entry: &ImportEntry, name: Symbol) -> Option<ObjectId> {
        let object = self.import_object(unit, entry);
        let ObjectKind::Package(package) = self.object(object).kind else { return None };
        match self.member(package, name) {
            Member::Found(object) => Some(object),
            Member::Missing | Member::Unknown => None,
        }
    }

    /// The package name that an import specification declares.
    pub(super) fn import_object(&self, unit: UnitId, entry: &ImportEntry) -> ObjectId {
        *entry.object.get_or_init(|| {
            let import = match (self.imports, self.workspace.resolve_import(unit, entry.path)) {
                (Imports::All, import) | (_, import @ (Import::C | Import::Unsafe)) => import,
                (Imports::Std, import) if crate::package::is_std(entry.path.as_str()) => import,
                _ => {
                    let name = Symbol::intern(crate::package::guess_name(entry.path.as_str()));
                    Import::Unknown { name }
                }
            };
            let imported = self.package_of_import(import, entry.path);
            let name = match entry.name {
                Some((name, _)) => name,
                None => self.package_name(imported),
            };
            let own = self.package_of_unit(unit);
            self.add_object(Object::new(ObjectKind::Package(imported), name, Some(own), entry.place, TypeId::UNKNOWN))
        })
    }

    fn declare(&self, package: PackageId, unit: UnitId) -> PackageScope {
        let info = self.workspace.unit(unit);
        let extends = info.extends.map(|plain| self.package_of_unit(plain));
        let mut declarer = Declarer {
            store: self,
            package,
            unit,
            scope: PackageScope { extends, ..PackageScope::default() },
            keep: !info.decls_only,
        };
        if let Some(plain) = extends {
            self.scope(plain);
        }
        let files = self.workspace.files_of(unit);
        declarer.scope.files =
            files.iter().map(|file| if file.built { declarer.imports(file) } else { FileScope::default() }).collect();
        for (number, file) in files.iter().enumerate().filter(|(_, file)| file.built) {
            declarer.file(number as u32, file);
        }
        for (number, file) in files.iter().enumerate().filter(|(_, file)| file.built) {
            declarer.methods(number as u32, file);
        }
        declarer.scope
    }
}

/// Makes the objects of one package.
struct Declarer<'a> {
    store: &'a Store,
    package: PackageId,
    unit: UnitId,
    scope: PackageScope,
    keep: bool,
}

impl Declarer<'_> {
    fn imports(&self, file: &UnitFile) -> FileScope {
        let ast = &*file.ast;
        let mut imports = Vec::new();
        for spec in specs(ast, GenTok::Import) {
            let SpecKind::Import { name, path } = ast.specs[spec] else { continue };
            let text = Constant::from_literal(LitKind::String, ast.text(path));
            let Some(text) = text.as_str() else { continue };
            let name = name.and_then(|ident| Some((ast.ident(ident)?, ident)));
            let ident = name.map_or(path, |(_, ident)| ident);
            imports.push(ImportEntry {
                spec,
                path: Symbol::intern(text),
                name,
                guess: Symbol::intern(crate::package::guess_name(text)),
                place: Some(Place { file: file.file, ident, offset: ast.span(ident).start }),
                object: OnceLock::new(),
            });
        }
        FileScope { imports, sites: Mutex::default() }
    }

    fn file(&mut self, number: u32, file: &UnitFile) {
        let ast = &*file.ast;
        for &decl in &ast.top {
            match ast.decls[decl] {
                DeclKind::Func(func) if ast.funcs[func].recv.is_none() => self.function(number, file, func, None),
                DeclKind::Gen { tok: GenTok::Const, specs, .. } => {
                    let mut values = None;
                    for spec in ast.list(specs) {
                        self.constants(number, file, spec, &mut values);
                    }
                }
                DeclKind::Gen { tok: GenTok::Var, specs, .. } => {
                    for spec in ast.list(specs) {
                        let SpecKind::Value { names, .. } = ast.specs[spec] else { continue };
                        for (position, ident) in ast.list(names).enumerate() {
                            let origin =
                                Origin::Spec { unit: self.unit, file: number, spec, position: position as u32 };
                            self.add(number, file, ident, ObjectKind::Var(VarKind::Package), origin);
                        }
                    }
                }
                DeclKind::Gen { tok: GenTok::Type, specs, .. } => {
                    for spec in ast.list(specs) {
                        self.type_name(number, file, spec);
                    }
                }
                _ => {}
            }
        }
    }

    fn constants(&mut self, number: u32, file: &UnitFile, spec: SpecId, group: &mut Option<SpecId>) {
        let SpecKind::Value { names, ty, values, .. } = file.ast.specs[spec] else { return };
        if ty.is_some() || !values.is_empty() {
            *group = Some(spec);
        }
        let values = group.unwrap_or(spec);
        for (position, ident) in file.ast.list(names).enumerate() {
            let origin = Origin::Const { unit: self.unit, file: number, spec, values, position: position as u32 };
            self.add(number, file, ident, ObjectKind::Const(Box::default()), origin);
        }
    }

    fn type_name(&mut self, number: u32, file: &UnitFile, spec: SpecId) {
        let SpecKind::Type { name: ident, type_params, alias, .. } = file.ast.specs[spec] else { return };
        let Some(name) = file.ast.ident(ident) else { return };
        let origin = Origin::Spec { unit: self.unit, file: number, spec, position: 0 };
        if alias && type_params.is_none() {
            self.add(number, file, ident, ObjectKind::Type(TypeName::Alias), origin);
            return;
        }
        let place = self.place(file, ident);
        let generic = type_params.is_some();
        let object = self.store.add_named_object(name, Some(self.package), place, origin, alias, generic);
        self.enter(number, ident, name, object);
    }

    fn function(&mut self, number: u32, file: &UnitFile, func: FuncId, receiver: Option<Receiver>) {
        let Some(ident) = file.ast.funcs[func].name else { return };
        let Some(name) = file.ast.ident(ident) else { return };
        let detail = FuncDetail { receiver, ..FuncDetail::default() };
        let kind = ObjectKind::Func(Box::new(detail));
        let origin = Origin::Func { unit: self.unit, file: number, func };
        let object =
            self.store.add_object(Object::lazy(kind, name, Some(self.package), self.place(file, ident), origin));
        let is_method = receiver.is_some();
        if let Some(Receiver { base: Some(base), .. }) = receiver {
            self.store.named(base).methods.push(object);
        }
        if is_method || name == "init" {
            if self.keep {
                self.scope.declared.insert((number, ident), object);
            }
        } else {
            self.enter(number, ident, name, object);
        }
    }

    fn methods(&mut self, number: u32, file: &UnitFile) {
        let ast = &*file.ast;
        for &decl in &ast.top {
            let DeclKind::Func(func) = ast.decls[decl] else { continue };
            let Some(recv) = ast.funcs[func].recv else { continue };
            let field = ast.list(ast.field_lists[recv].fields).next();
            let (base, pointer) = match field {
                Some(field) => receiver_base(ast, ast.fields[field].ty),
                None => (None, false),
            };
            let base = base.and_then(|name| self.base_type(name, 8));
            self.function(number, file, func, Some(Receiver { base, pointer, interface: false }));
        }
    }

    /// The declared type that a receiver's name stands for, also through aliases of the package.
    fn base_type(&self, name: Symbol, depth: u32) -> Option<NamedId> {
        let object = self.store.object(self.store.lookup_package(&self.scope, name)?);
        match object.kind {
            ObjectKind::Type(TypeName::Named(named)) => Some(named),
            ObjectKind::Type(TypeName::Alias) if depth > 0 => {
                let Origin::Spec { unit, file, spec, .. } = object.origin else { return None };
                let file = self.store.workspace.files_of(unit).get(file as usize)?;
                let SpecKind::Type { ty, .. } = file.ast.specs[spec] else { return None };
                self.base_type(receiver_base(&file.ast, ty).0?, depth - 1)
            }
            _ => None,
        }
    }

    fn place(&self, file: &UnitFile, ident: ExprId) -> Option<Place> {
        Some(Place { file: file.file, ident, offset: file.ast.span(ident).start })
    }

    fn add(&mut self, number: u32, file: &UnitFile, ident: ExprId, kind: ObjectKind, origin: Origin) {
        let Some(name) = file.ast.ident(ident) else { return };
        let place = self.place(file, ident);
        let object = self.store.add_object(Object::lazy(kind, name, Some(self.package), place, origin));
        self.enter(number, ident, name, object);
    }

    fn enter(&mut self, number: u32, ident: ExprId, name: Symbol, object: ObjectId) {
        if self.keep {
            self.scope.declared.insert((number, ident), object);
        }
        if !name.is_blank() {
            self.scope.names.entry(name).or_insert(object);
        }
    }
}

impl Store {
    /// The object of a type declaration that needs a number of its own: a declared type or a generic alias.
    pub(super) fn add_named_object(
        &self,
        name: Symbol,
        package: Option<PackageId>,
        place: Option<Place>,
        origin: Origin,
        alias: bool,
        generic: bool,
    ) -> ObjectId {
        let add = |position: usize| {
            let type_params = if generic { OnceLock::new() } else { OnceLock::from(Box::default()) };
            let named = self.add_named(NamedType {
                object: ObjectId::from_usize(position),
                type_params,
                underlying: OnceLock::new(),
                methods: boxcar::Vec::new(),
                summary_methods: OnceLock::new(),
                by_name: Default::default(),
            });
            if alias {
                return Object::lazy(ObjectKind::Type(TypeName::GenericAlias(named)), name, package, place, origin);
            }
            let ty = OnceLock::from(self.named_type(named, []));
            Object { kind: ObjectKind::Type(TypeName::Named(named)), name, package, place, origin, ty }
        };
        ObjectId::from_usize(self.objects.push_with(add))
    }
}

/// The specifications of all top-level declarations with this keyword.
fn specs(ast: &Ast, wanted: GenTok) -> impl Iterator<Item = SpecId> + '_ {
    ast.top.iter().flat_map(move |&decl| {
        let specs = match ast.decls[decl] {
            DeclKind::Gen { tok, specs, .. } if tok == wanted => Some(ast.list(specs)),
            _ => None,
        };
        specs.into_iter().flatten()
    })
}

/// The name of the type in a receiver such as `*List[T]`, and whether there is a `*`.
fn receiver_base(ast: &Ast, mut ty: ExprId) -> (Option<Symbol>, bool) {
    let mut pointer = false;
    loop {
        match ast.expr(ty) {
            ExprKind::Paren(inner) => ty = inner,
            ExprKind::Star(inner) => {
                pointer = true;
                ty = inner;
            }
            ExprKind::Index { x, .. } => ty = x,
            ExprKind::Ident(name) => return (Some(name), pointer),
            _ => return (None, pointer),
        }
    }
}
