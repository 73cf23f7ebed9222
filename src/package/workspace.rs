//! Everything loaded in one run, lent for its whole life: stores only grow.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use parking_lot::RwLock;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::cache::Cache;
use crate::source::{Files, Reader};
use crate::text::{GoVersion, Idx, Symbol};

use super::build_list::{BuildList, Mode};
use super::context::Context;
use super::env::GoEnv;
use super::folder::{Folder, Sources};
use super::unit::{BuildListId, Content, Import, Module, ModuleId, Problem, Unit, UnitFile, UnitId, UnitKind};

/// From the folder of a module to the least language version that counts there.
pub type LeastVersion = Arc<dyn Fn(&Path) -> Option<GoVersion> + Send + Sync>;

/// The least language version by module, if anybody asks for one.
#[derive(Clone, Default)]
pub struct Floor(pub Option<LeastVersion>);

impl Floor {
    /// The version that counts for a module in `folder` whose go.mod says `stated`.
    pub fn raise(&self, folder: &Path, stated: GoVersion) -> GoVersion {
        let least = self.0.as_ref().and_then(|floor| floor(folder));
        least.map_or(stated, |least| least.max(stated))
    }
}

impl std::fmt::Debug for Floor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Floor(..)" } else { "Floor" })
    }
}

/// How packages are loaded.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub context: Context,
    /// The language version of all modules to be linted, instead of their go.mod's.
    pub language: Option<GoVersion>,
    /// The least language version of the modules to be linted.
    pub floor: Floor,
    /// The `src` folder of a Go installation: the standard library is then read from there, and not answered by the embedded
    /// summary. For development: the oracle and the generator of the summary.
    pub std_source: Option<PathBuf>,
    pub env: GoEnv,
    /// Where dependencies are kept between runs; off by default.
    pub cache: Arc<Cache>,
}

impl Options {
    /// What the environment asks for; the platform is linux/amd64 unless GOOS and GOARCH say otherwise.
    pub fn from_env(env: GoEnv) -> Options {
        let default = Context::default();
        let context = Context {
            goos: env.goos.clone().unwrap_or(default.goos),
            goarch: env.goarch.clone().unwrap_or(default.goarch),
            tags: env.tags.clone(),
            ..Context::default()
        };
        Options { context, env, ..Options::default() }
    }
}

/// What a path is bound to, found by the first who asks.
type Slot = Arc<OnceLock<Import>>;

/// Everything loaded in one run.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The files read so far.
    pub files: Files,
    pub(crate) options: Options,
    pub(crate) cwd: PathBuf,
    pub(crate) reader: Reader,
    pub(crate) units: boxcar::Vec<Unit>,
    pub(crate) modules: boxcar::Vec<Module>,
    pub(crate) lists: boxcar::Vec<BuildList>,
    pub(crate) targets: Vec<UnitId>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) missing: BTreeSet<String>,
    /// The build list of the standard library's source, where it is read.
    pub(crate) std_list: Option<BuildListId>,
    /// Packages by build list and import path; filled while imports are resolved.
    pub(crate) packages: RwLock<FxHashMap<(BuildListId, Symbol), Slot>>,
    /// Folders of dependencies; one may serve several build lists.
    pub(crate) folders: RwLock<FxHashMap<PathBuf, Arc<Folder>>>,
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

    pub(crate) fn list(&self, id: BuildListId) -> &BuildList {
        &self.lists[id.index()]
    }

    /// The units of the folders to be linted (of which [`UnitFile::reported`] says which files), sorted by folder, package and
    /// kind.
    pub fn targets(&self) -> &[UnitId] {
        &self.targets
    }

    /// What is wrong with the input, sorted by path.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The modules (`path@version`), or import paths of unknown modules, that files to be linted import and whose sources are
    /// not on this machine; sorted.
    pub fn missing_modules(&self) -> &BTreeSet<String> {
        &self.missing
    }

    /// The language version that was asked for in place of what go.mod says.
    pub fn language(&self) -> Option<GoVersion> {
        self.options.language
    }

    /// The platform, tags and toolchain.
    pub fn context(&self) -> &Context {
        &self.options.context
    }

    /// The files of a unit, sorted by name; read and parsed by the first who asks (others wait for that, and only for that).
    pub fn files_of(&self, unit: UnitId) -> &[UnitFile] {
        &self.content(unit).files
    }

    /// The name in the unit's package clauses. Reads the unit's files, but parses none.
    pub fn name_of(&self, unit: UnitId) -> Symbol {
        let unit = self.unit(unit);
        match (unit.content.get(), &unit.folder) {
            (Some(content), _) => content.name,
            (None, Some(folder)) => folder.sources(self, unit).name,
            (None, None) => unit.path,
        }
    }

    /// The import paths in the built files of a unit, in no useful order. Reads the unit's files, but parses none.
    pub fn imports_of(&self, unit: UnitId) -> &[Symbol] {
        let unit = self.unit(unit);
        match (unit.content.get(), &unit.folder) {
            (Some(content), _) => &content.imports,
            (None, Some(folder)) => &folder.sources(self, unit).imports,
            (None, None) => &[],
        }
    }

    /// Names the content of a dependency: equal keys are equal sources read under equal settings. Of a package in the module
    /// cache no file is read for it.
    pub fn content_key(&self, unit: UnitId) -> u128 {
        self.content_key_of(self.unit(unit), None)
    }

    /// `sources` are the unit's files, if they are at hand.
    pub(crate) fn content_key_of(&self, unit: &Unit, sources: Option<&Sources>) -> u128 {
        let context = &self.options.context;
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        let mut add = |text: &str| {
            hash.update(&(text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        };
        for text in [&context.goos, &context.goarch, &context.toolchain.to_string(), &context.cgo.to_string()] {
            add(text);
        }
        add(&context.tags.join(","));
        add(unit.path.as_str());
        let module = unit.module.map(|id| self.module(id));
        add(&module.map_or(context.toolchain, |module| module.language).to_string());
        match module {
            // Not by its path: another module may have been put in its place.
            Some(module) if module.is_immutable => {
                let root = self.options.env.modcache.as_deref().and_then(|cache| module.dir.strip_prefix(cache).ok());
                add(&super::locate::slashed(root.unwrap_or(&module.dir)));
            }
            _ => match &unit.folder {
                Some(folder) => {
                    let sources = sources.unwrap_or_else(|| folder.sources(self, unit));
                    for source in &sources.files {
                        add(&source.name);
                        add(&format!("{:032x}", self.files[source.file].hash));
                    }
                }
                None => {
                    for file in self.files_of(unit.id).iter().filter(|file| file.built) {
                        let file = &self.files[file.file];
                        add(&file.path);
                        add(&format!("{:032x}", file.hash));
                    }
                }
            },
        }
        hash.digest128()
    }

    /// Whether a unit is a package of the standard library's source.
    pub fn is_std(&self, unit: &Unit) -> bool {
        self.std_list == Some(unit.build_list)
    }

    /// Names the content of a dependency and of all that it may import; `None` where some of that may change under the name.
    pub fn closure_key(&self, unit: UnitId) -> Option<u128> {
        let unit = self.unit(unit);
        let module = unit.module.map(|id| self.module(id)).filter(|module| module.is_immutable)?;
        let list = self.list(unit.build_list);
        let fixed = list.fixed(&self.options.env)?;
        if list.leads_back(&module.path, &module.version, &self.options.env) {
            return None;
        }
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        hash.update(&self.content_key_of(unit, None).to_le_bytes());
        hash.update(&fixed.to_le_bytes());
        Some(hash.digest128())
    }

    pub(crate) fn content(&self, unit: UnitId) -> &Content {
        let unit = self.unit(unit);
        unit.content.get_or_init(|| match &unit.folder {
            Some(folder) => folder.content(self, unit),
            None => Content { name: unit.path, files: Box::default(), imports: Box::default() },
        })
    }

    /// What `path`, imported by a file of `from`, is bound to. Locates the package when first asked (no file is read).
    /// Safe from any thread: waiting is only ever for a lookup in the file system.
    pub fn resolve_import(&self, from: UnitId, path: Symbol) -> Import {
        match path.as_str() {
            "C" => return Import::C,
            "unsafe" => return Import::Unsafe,
            _ => {}
        }
        let unit = self.unit(from);
        if let Some(tested) = unit.tests
            && unit.path.as_str().strip_suffix("_test") == Some(path.as_str())
        {
            return Import::Unit(tested);
        }
        let path = match self.list(unit.build_list).mode {
            _ if path.as_str().starts_with("./") || path.as_str().starts_with("../") => {
                let dir = crate::source::read::absolute(&unit.dir, std::path::Path::new(path.as_str()));
                Symbol::intern(&dir.to_string_lossy())
            }
            Mode::Gopath => self.vendored_in_gopath(unit.build_list, &unit.dir, path).unwrap_or(path),
            _ => path,
        };
        self.resolve(unit.build_list, path)
    }

    /// The units themselves and all that they import, directly or not, read and parsed in parallel; sorted by path and kind.
    pub fn closure(&self, roots: &[UnitId]) -> Vec<UnitId> {
        let seen: parking_lot::Mutex<FxHashSet<UnitId>> = parking_lot::Mutex::new(roots.iter().copied().collect());
        let known = &seen;
        rayon::scope(|scope| {
            for &root in roots {
                scope.spawn(move |scope| self.follow(root, known, scope));
            }
        });
        let mut all: Vec<UnitId> = seen.into_inner().into_iter().collect();
        all.sort_by_key(|&id| (self.unit(id).path.as_str(), self.unit(id).kind, self.unit(id).dir.as_path()));
        all
    }

    fn follow<'s>(&'s self, unit: UnitId, seen: &'s parking_lot::Mutex<FxHashSet<UnitId>>, scope: &rayon::Scope<'s>) {
        for &path in self.imports_of(unit) {
            if let Import::Unit(found) = self.resolve_import(unit, path)
                && seen.lock().insert(found)
            {
                scope.spawn(move |scope| self.follow(found, seen, scope));
            }
        }
        self.files_of(unit);
    }

    /// What a path means in a build list.
    pub(crate) fn resolve(&self, list: BuildListId, path: Symbol) -> Import {
        let key = (list, path);
        let slot = self.packages.read().get(&key).cloned();
        let slot = slot.unwrap_or_else(|| self.packages.write().entry(key).or_default().clone());
        *slot.get_or_init(|| self.locate(list, path))
    }

    /// A package whose files are read when asked for.
    pub(crate) fn add_dependency(
        &self,
        list: BuildListId,
        path: Symbol,
        dir: PathBuf,
        module: Option<ModuleId>,
    ) -> UnitId {
        let folder = self.folders.read().get(&dir).cloned();
        let folder = folder.unwrap_or_else(|| self.folders.write().entry(dir.clone()).or_default().clone());
        self.add_unit(|id| Unit {
            id,
            path,
            kind: UnitKind::Plain,
            dir,
            module,
            build_list: list,
            extends: None,
            tests: None,
            is_target: false,
            decls_only: true,
            guessed_imports: false,
            folder: Some(folder),
            content: OnceLock::new(),
        })
    }

    pub(crate) fn add_unit(&self, unit: impl FnOnce(UnitId) -> Unit) -> UnitId {
        UnitId::from_usize(self.units.push_with(|position| unit(UnitId::from_usize(position))))
    }

    pub(crate) fn add_module(&self, module: Module) -> ModuleId {
        ModuleId::from_usize(self.modules.push(module))
    }
}
