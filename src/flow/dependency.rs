//! Functions of dependencies: read when something is asked about them, for of dependencies only declarations are loaded.
//!
//! A file is parsed and typed as a whole when a function of it is first asked about. What was found out is kept by package
//! between runs, so that a warm run reads none of it: see [`Dependencies::save`].

use std::collections::BTreeMap;
use std::sync::OnceLock;

use parking_lot::{Mutex, RwLock};
use rustc_hash::FxHashMap;

use super::ask::{Answer, Ask};
use super::names::FuncName;
use super::source::Source;
use crate::package::{UnitFile, UnitId};
use crate::source::FileId;
use crate::syntax::ast::{Ast, FuncId};
use crate::syntax::{self, FULL_LIMIT};
use crate::types::infer::check_bodies;
use crate::types::{Info, ObjectId, PackageId, Provider, Store};

/// What entries of answers are called in the cache.
const KIND: &str = "flow";

/// Bodies of dependencies, and what is known of them.
pub struct Dependencies<'s> {
    store: &'s Store,
    /// Positions in `files`.
    slots: RwLock<FxHashMap<FileId, usize>>,
    files: boxcar::Vec<OnceLock<Option<Body>>>,
    answers: RwLock<FxHashMap<(ObjectId, Ask), Answer>>,
    packages: Mutex<FxHashMap<PackageId, Kept>>,
}

/// A file with all its bodies.
struct Body {
    unit: UnitId,
    ast: Ast,
    info: Info,
    /// The functions with a body, by the offset of their names.
    functions: FxHashMap<u32, FuncId>,
}

/// What earlier runs found out about the functions of a package.
#[derive(Default)]
struct Kept {
    /// Its name in the cache, if it may be kept.
    key: Option<u128>,
    /// By function and question.
    found: BTreeMap<String, Answer>,
    /// Whether this run has added to it.
    grown: bool,
}

impl<'s> Dependencies<'s> {
    /// The dependencies of a run.
    pub fn new(store: &'s Store) -> Dependencies<'s> {
        Dependencies {
            store,
            slots: RwLock::default(),
            files: boxcar::Vec::new(),
            answers: RwLock::default(),
            packages: Mutex::default(),
        }
    }

    /// The dependency that declares a function; none of the standard library.
    pub(super) fn unit_of(&self, function: ObjectId) -> Option<UnitId> {
        let package = self.store.object(function).package?;
        let Provider::Unit(id) = self.store.package(package).provider else { return None };
        let unit = self.store.workspace.unit(id);
        (unit.decls_only && !self.store.workspace.is_std(unit)).then_some(id)
    }

    /// The unit and file in which a function of a dependency is declared.
    fn file_of(&self, function: ObjectId) -> Option<(UnitId, u32, &'s UnitFile)> {
        let unit = self.unit_of(function)?;
        let workspace = &self.store.workspace;
        let file = self.store.object(function).place?.file;
        let number = workspace.files_of(unit).iter().position(|other| other.file == file)?;
        Some((unit, number as u32, &workspace.files_of(unit)[number]))
    }

    /// Whether a function is declared in the module that the file of a dependency belongs to.
    pub(super) fn is_same_module(&self, file: FileId, function: ObjectId) -> bool {
        let workspace = &self.store.workspace;
        let module = |unit: UnitId| workspace.unit(unit).module;
        let own = self.slots.read().get(&file).and_then(|&slot| Some(self.files[slot].get()?.as_ref()?.unit));
        let package = self.store.object(function).package.map(|package| self.store.package(package).provider);
        matches!((own, package), (Some(own), Some(Provider::Unit(unit))) if module(own) == module(unit))
    }

    /// The body of a function of a dependency.
    pub(super) fn body(&'s self, function: ObjectId) -> Option<(Source<'s>, FuncId)> {
        let (unit, number, file) = self.file_of(function)?;
        let slot = self.slots.read().get(&file.file).copied();
        let slot = slot.unwrap_or_else(|| {
            *self.slots.write().entry(file.file).or_insert_with(|| self.files.push(OnceLock::new()))
        });
        let body = self.files[slot].get_or_init(|| self.load(unit, number, file)).as_ref()?;
        let func = *body.functions.get(&self.store.object(function).place?.offset)?;
        let source =
            Source { store: self.store, file: file.file, ast: &body.ast, info: &body.info, language: file.language };
        Some((source, func))
    }

    fn load(&self, unit: UnitId, number: u32, file: &UnitFile) -> Option<Body> {
        let workspace = &self.store.workspace;
        let known = workspace.files.get(file.file);
        // What was loaded of it may be the cache's, without the bodies.
        let text = workspace.reader.read(known.absolute()?).ok()?;
        if text.hash != known.hash || text.text.len() > FULL_LIMIT {
            return None;
        }
        let ast = syntax::parse(text.text, syntax::Mode::Full);
        let info = check_bodies(self.store, unit, number, &ast);
        let named = ast.funcs.iter_enumerated().filter(|(_, func)| func.body.is_some());
        let functions = named.filter_map(|(id, func)| Some((ast.span(func.name?).start, id))).collect();
        Some(Body { unit, ast, info, functions })
    }

    /// What this run or an earlier one has found out.
    pub(super) fn kept(&self, function: ObjectId, ask: &Ask) -> Option<Answer> {
        self.unit_of(function)?;
        let key = (function, ask.clone());
        if let Some(&answer) = self.answers.read().get(&key) {
            return Some(answer);
        }
        if !self.store.workspace.options.cache.is_on() {
            return None;
        }
        let answer = self.with_package(function, |kept, name| kept.found.get(&entry(name, ask)).copied())??;
        self.answers.write().insert(key, answer);
        Some(answer)
    }

    /// Remembers an answer.
    pub(super) fn keep(&self, function: ObjectId, ask: Ask, answer: Answer) {
        if self.store.workspace.options.cache.is_on() {
            self.with_package(function, |kept, name| {
                kept.grown |= kept.found.insert(entry(name, &ask), answer) != Some(answer);
            });
        }
        self.answers.write().insert((function, ask), answer);
    }

    fn with_package<T>(&self, function: ObjectId, then: impl FnOnce(&mut Kept, &str) -> T) -> Option<T> {
        let package = self.store.object(function).package?;
        let Provider::Unit(unit) = self.store.package(package).provider else { return None };
        let name = FuncName::of(self.store, function)?.spelled()?;
        let mut packages = self.packages.lock();
        let kept = packages.entry(package).or_insert_with(|| {
            let workspace = &self.store.workspace;
            let key = workspace.closure_key(unit);
            let bytes = key.and_then(|key| workspace.options.cache.get(KIND, key));
            let found = bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok()).unwrap_or_default();
            Kept { key, found, grown: false }
        });
        kept.key.map(|_| then(kept, &name))
    }

    /// Leaves what was found out about the functions of packages that cannot change for the next run. An entry grows with what
    /// is asked; of two runs at the same time one may lose what it added.
    pub fn save(&self) {
        for kept in self.packages.lock().values().filter(|kept| kept.grown) {
            if let Some(key) = kept.key
                && let Ok(bytes) = postcard::to_stdvec(&kept.found)
            {
                self.store.workspace.options.cache.put(KIND, key, &bytes);
            }
        }
    }
}

/// The name of an answer among those of a package.
fn entry(function: &str, ask: &Ask) -> String {
    format!("{function} {ask:?}")
}
