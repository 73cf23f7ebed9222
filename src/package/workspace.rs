//! Everything loaded in one run, lent for its whole life: stores only grow.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::source::Files;
use crate::text::{Idx, Symbol};

use super::unit::{BuildListId, Content, Import, Module, ModuleId, Unit, UnitFile, UnitId, UnitKind};

/// Everything loaded in one run.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The files read so far.
    pub files: Files,
    units: boxcar::Vec<Unit>,
    modules: boxcar::Vec<Module>,
    targets: Vec<UnitId>,
    /// Packages by build list and import path; filled while imports are resolved.
    packages: parking_lot::RwLock<FxHashMap<(BuildListId, Symbol), std::sync::Arc<OnceLock<Import>>>>,
}

impl Workspace {
    /// The unit with this id.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.index()]
    }

    /// The module with this id.
    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.index()]
    }

    /// The units to be linted, sorted by directory, package name and kind.
    pub fn targets(&self) -> &[UnitId] {
        &self.targets
    }

    /// The files of a unit, sorted by name; read and parsed by the first who asks (others wait for that, and only for that).
    pub fn files_of(&self, unit: UnitId) -> &[UnitFile] {
        &self.content(unit).files
    }

    /// The name in the unit's package clauses.
    pub fn name_of(&self, unit: UnitId) -> Symbol {
        self.content(unit).name
    }

    fn content(&self, unit: UnitId) -> &Content {
        let unit = self.unit(unit);
        unit.content.get_or_init(|| Content { name: unit.path, files: Box::default() })
    }

    /// What `path`, imported by a file of `from`, is bound to. Locates the package when first asked (no file is parsed).
    /// Safe from any thread: waiting is only ever for a lookup in the file system.
    pub fn resolve_import(&self, from: UnitId, path: Symbol) -> Import {
        let unit = self.unit(from);
        match path.as_str() {
            "C" => return Import::C,
            "unsafe" => return Import::Unsafe,
            _ => {}
        }
        let key = (unit.build_list, path);
        let slot = self.packages.read().get(&key).cloned();
        let slot = slot.unwrap_or_else(|| self.packages.write().entry(key).or_default().clone());
        let found = *slot.get_or_init(|| self.locate(unit.build_list, path));
        match found {
            Import::Unit(plain) if unit.kind == UnitKind::ExternalTest => Import::Unit(self.tested(unit, plain)),
            other => other,
        }
    }

    /// For an external test, the test unit of the package it tests; any other package as it is.
    fn tested(&self, from: &Unit, plain: UnitId) -> UnitId {
        let same_folder = |id: &&UnitId| {
            let unit = self.unit(**id);
            unit.kind == UnitKind::Test && unit.extends == Some(plain) && unit.dir == from.dir
        };
        self.targets.iter().find(same_folder).copied().unwrap_or(plain)
    }

    fn locate(&self, _list: BuildListId, path: Symbol) -> Import {
        let name = super::guess_name(path.as_str());
        Import::Unknown { name: Symbol::intern(name) }
    }
}
