//! Which version of which module a build uses: minimal version selection over what is on this machine.
//!
//! As <https://go.dev/ref/mod#minimal-version-selection> and <https://go.dev/ref/mod#graph-pruning> describe, without network:
//! a go.mod that is not in the module cache requires nothing.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::GoVersion;

use super::env::GoEnv;
use super::modfile::{ModFile, ModuleVersion, ModulesTxt, Replace};
use super::semver;
use super::unit::{BuildListId, ModuleId};

/// How import paths are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// go.mod, perhaps go.work.
    Modules,
    /// Below GOPATH/src.
    Gopath,
    /// A folder or text outside of any module.
    Loose,
    /// The module `std` of a Go source tree.
    Std,
    /// The module `cmd` of a Go source tree.
    Cmd,
}

/// A main module.
#[derive(Debug)]
pub(crate) struct Main {
    pub id: ModuleId,
    pub path: String,
    pub dir: PathBuf,
    pub file: ModFile,
}

/// The vendor folder of a module or workspace.
#[derive(Debug)]
pub(crate) struct Vendor {
    pub dir: PathBuf,
    pub modules: Vec<VendorModule>,
    /// By import path, the position of its module.
    pub packages: FxHashMap<String, usize>,
}

/// A module with packages in a vendor folder.
#[derive(Debug)]
pub(crate) struct VendorModule {
    pub module: ModuleVersion,
    pub go: Option<GoVersion>,
    pub id: OnceLock<ModuleId>,
}

/// A selected version of a dependency.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub version: String,
    /// Where it lies (or would lie); `None` where there is no module cache.
    pub dir: Option<PathBuf>,
    /// Whether the folder is part of the module cache.
    pub is_cached: bool,
    /// Set when first needed; `None`: its source is not on this machine.
    pub id: OnceLock<Option<ModuleId>>,
}

/// A set of main modules with the versions selected for them.
#[derive(Debug)]
pub(crate) struct BuildList {
    pub mode: Mode,
    /// Longest path first.
    pub mains: Vec<Main>,
    pub vendor: Option<Vendor>,
    /// With the folder that relative paths are meant from; go.work's first.
    pub replace: Vec<(PathBuf, Replace)>,
    pub is_workspace: bool,
    /// Where `cmd` finds the standard library's source.
    pub std: Option<BuildListId>,
    /// The folders below which packages lie at their import paths: GOPATH/src.
    pub src: Vec<PathBuf>,
    /// The module around such a folder, for what is not found in it.
    pub around: Option<BuildListId>,
    pub selected: OnceLock<FxHashMap<String, Chosen>>,
    /// See [`BuildList::fixed`].
    pub fixed: OnceLock<Option<u128>>,
}

impl BuildList {
    fn empty(mode: Mode) -> BuildList {
        BuildList {
            mode,
            mains: Vec::new(),
            vendor: None,
            replace: Vec::new(),
            is_workspace: false,
            std: None,
            src: Vec::new(),
            around: None,
            selected: OnceLock::new(),
            fixed: OnceLock::new(),
        }
    }

    /// A build of a folder or text outside of any module.
    pub fn loose() -> BuildList {
        BuildList::empty(Mode::Loose)
    }

    /// A build of what lies below these folders at its import path, perhaps within a module.
    pub fn gopath(src: Vec<PathBuf>, around: Option<BuildListId>) -> BuildList {
        BuildList { src, around, ..BuildList::empty(Mode::Gopath) }
    }

    /// A build of these main modules; `work` is the folder and content of the go.work that joins them.
    pub fn new(mut mains: Vec<Main>, work: Option<(&Path, &ModFile)>, vendor: Option<Vendor>) -> BuildList {
        mains.sort_by(|a, b| b.path.len().cmp(&a.path.len()).then_with(|| a.path.cmp(&b.path)));
        let mut replace = Vec::new();
        if let Some((dir, file)) = work {
            replace.extend(file.replace.iter().map(|line| (dir.to_owned(), line.clone())));
        }
        for main in &mains {
            replace.extend(main.file.replace.iter().map(|line| (main.dir.clone(), line.clone())));
        }
        let is_workspace = work.is_some();
        BuildList { mains, vendor, replace, is_workspace, ..BuildList::empty(Mode::Modules) }
    }

    /// The main module that a folder belongs to.
    pub fn main_of(&self, root: &Path) -> Option<&Main> {
        self.mains.iter().find(|main| main.dir == root)
    }

    /// The selected versions by module path; computed when first asked for.
    pub fn selected(&self, env: &GoEnv) -> &FxHashMap<String, Chosen> {
        self.selected.get_or_init(|| {
            let mut versions: Vec<(String, String)> = self.select(env).into_iter().collect();
            // A module that is replaced by a folder is often required at a version that never existed.
            versions.retain(|(path, _)| !self.mains.iter().any(|main| main.path == *path));
            let chosen = |(path, version): (String, String)| {
                let (dir, is_cached) = self.source(&path, &version, env);
                (path, Chosen { version, dir, is_cached, id: OnceLock::new() })
            };
            versions.into_iter().map(chosen).collect()
        })
    }

    /// Names the dependencies as a whole: equal numbers are the same versions of the same modules, as many of them on this
    /// machine. `None` where one of them lies in a folder that may change.
    pub fn fixed(&self, env: &GoEnv) -> Option<u128> {
        *self.fixed.get_or_init(|| {
            if self.vendor.is_some() || !matches!(self.mode, Mode::Modules) {
                return None;
            }
            let mut modules: Vec<_> = self.selected(env).iter().collect();
            modules.sort_by_key(|(path, _)| *path);
            let mut text = String::new();
            for (path, chosen) in modules {
                let there = match &chosen.dir {
                    Some(_) if !chosen.is_cached => return None,
                    Some(dir) => dir.is_dir(),
                    None => false,
                };
                let source = chosen.dir.as_deref().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
                text.push_str(&format!("{path} {} {source} {there}\n", chosen.version));
            }
            Some(xxhash_rust::xxh3::xxh3_128(text.as_bytes()))
        })
    }

    /// Whether a dependency names one of the main modules in its go.mod: what it imports may change then.
    pub fn leads_back(&self, path: &str, version: &str, env: &GoEnv) -> bool {
        let required = self.requirements(path, version, env).require;
        required.iter().any(|line| self.mains.iter().any(|main| main.path == line.module.path))
    }

    /// What a module version is replaced by: the line for this version before the one for all.
    fn replacement(&self, path: &str, version: &str) -> Option<&(PathBuf, Replace)> {
        let of =
            |version: &str| self.replace.iter().find(|(_, line)| line.old.path == path && line.old.version == version);
        of(version).or_else(|| of(""))
    }

    /// The folder of a module version, and whether it is part of the module cache.
    fn source(&self, path: &str, version: &str, env: &GoEnv) -> (Option<PathBuf>, bool) {
        match self.replacement(path, version) {
            Some((base, line)) if line.new.version.is_empty() => {
                (Some(crate::source::read::absolute(base, Path::new(&line.new.path))), false)
            }
            Some((_, line)) => (env.module_dir(&line.new.path, &line.new.version), true),
            None => (env.module_dir(path, version), true),
        }
    }

    /// The go.mod of a dependency, as far as it is on this machine.
    fn requirements(&self, path: &str, version: &str, env: &GoEnv) -> ModFile {
        let file = match self.replacement(path, version) {
            Some((base, line)) if line.new.version.is_empty() => {
                Some(crate::source::read::absolute(base, Path::new(&line.new.path)).join("go.mod"))
            }
            Some((_, line)) => env.mod_file(&line.new.path, &line.new.version),
            None => env.mod_file(path, version),
        };
        let text = file.and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
        ModFile::parse(&text)
    }

    /// The greatest version of each module that the module graph mentions.
    fn select(&self, env: &GoEnv) -> FxHashMap<String, String> {
        let mut greatest: FxHashMap<String, String> = FxHashMap::default();
        let excluded: FxHashSet<&ModuleVersion> = self.mains.iter().flat_map(|main| &main.file.exclude).collect();
        let mut queue: VecDeque<(ModuleVersion, bool)> = VecDeque::new();
        // Whether the queue has to be walked: from Go 1.17 on a lone main module lists all that its build needs.
        let solve = self.is_workspace || !self.mains.iter().all(|main| main.file.lists_all());
        for main in &self.mains {
            for line in &main.file.require {
                note(&mut greatest, &line.module, &excluded);
                if solve {
                    queue.push_back((line.module.clone(), main.file.lists_all()));
                }
            }
        }
        // Pruned (go >= 1.17) modules count with what they require themselves, others with all that follows from it.
        let mut seen: FxHashSet<(ModuleVersion, bool)> = FxHashSet::default();
        while let Some((module, pruned)) = queue.pop_front() {
            let is_main = self.mains.iter().any(|main| main.path == module.path);
            if is_main || excluded.contains(&module) || !seen.insert((module.clone(), pruned)) {
                continue;
            }
            let file = self.requirements(&module.path, &module.version, env);
            let goes_on = !pruned || !file.lists_all();
            let next_pruned = pruned && file.lists_all();
            for line in &file.require {
                note(&mut greatest, &line.module, &excluded);
                if goes_on {
                    queue.push_back((line.module.clone(), next_pruned));
                }
            }
        }
        greatest
    }
}

fn note(greatest: &mut FxHashMap<String, String>, module: &ModuleVersion, excluded: &FxHashSet<&ModuleVersion>) {
    if excluded.contains(module) {
        return;
    }
    let version = greatest.entry(module.path.clone()).or_default();
    if version.is_empty() || semver::compare(&module.version, version).is_gt() {
        version.clone_from(&module.version);
    }
}

impl Vendor {
    /// The vendor folder `dir` with the content of its modules.txt.
    pub fn new(dir: PathBuf, listing: ModulesTxt) -> Vendor {
        let mut vendor = Vendor { dir, modules: Vec::new(), packages: FxHashMap::default() };
        for (position, module) in listing.modules.into_iter().enumerate() {
            vendor.packages.extend(module.packages.into_iter().map(|package| (package, position)));
            vendor.modules.push(VendorModule { module: module.module, go: module.go, id: OnceLock::new() });
        }
        vendor
    }
}

#[cfg(test)]
mod tests {
    use super::{BuildList, Main};
    use crate::package::env::GoEnv;
    use crate::package::modfile::ModFile;
    use crate::package::unit::ModuleId;
    use crate::text::Idx;
    use std::path::{Path, PathBuf};

    /// A module cache with these go.mod files (`path@version`, content).
    fn cache(files: &[(&str, &str)]) -> (tempfile::TempDir, GoEnv) {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let env = GoEnv { modcache: Some(dir.path().to_owned()), ..GoEnv::default() };
        for (name, text) in files {
            let (path, version) = name.split_once('@').expect("a version");
            let file = env.mod_file(path, version).expect("has a cache");
            std::fs::create_dir_all(file.parent().expect("below the cache")).expect("made");
            std::fs::write(file, text).expect("written");
        }
        (dir, env)
    }

    fn main(path: &str, text: &str) -> Main {
        let dir = PathBuf::from("/w").join(path);
        Main { id: ModuleId::from_usize(0), path: path.to_owned(), dir, file: ModFile::parse(text) }
    }

    fn versions(list: &BuildList, env: &GoEnv) -> Vec<String> {
        let mut all: Vec<String> = list.selected(env).iter().map(|(path, c)| format!("{path}@{}", c.version)).collect();
        all.sort();
        all
    }

    #[test]
    fn old_modules_are_solved_and_new_ones_read() {
        let (_dir, env) = cache(&[
            ("a@v1.0.0", "module a\nrequire b v1.1.0\n"),
            ("b@v1.0.0", "module b\n"),
            ("b@v1.1.0", "module b\nrequire c v1.5.0\n"),
            ("c@v1.5.0", "module c\nrequire m v9.0.0\n"),
        ]);
        let text = "module m\ngo 1.16\nrequire (\n a v1.0.0\n b v1.0.0\n)\n";
        let list = BuildList::new(vec![main("m", text)], None, None);
        assert_eq!(versions(&list, &env), ["a@v1.0.0", "b@v1.1.0", "c@v1.5.0"]);
        let list = BuildList::new(vec![main("m", &text.replace("1.16", "1.17"))], None, None);
        assert_eq!(versions(&list, &env), ["a@v1.0.0", "b@v1.0.0"]);
        let excluded = format!("{text}exclude b v1.1.0\n");
        let list = BuildList::new(vec![main("m", &excluded)], None, None);
        assert_eq!(versions(&list, &env), ["a@v1.0.0", "b@v1.0.0"]);
    }

    #[test]
    fn workspaces_take_the_greatest_and_prune() {
        let (_dir, env) = cache(&[
            ("a@v1.0.0", "module a\ngo 1.20\nrequire b v1.2.0\n"),
            ("b@v1.2.0", "module b\ngo 1.20\nrequire c v1.0.0\n"),
        ]);
        let work = ModFile::parse("go 1.22\nuse ./m\nuse ./n\nreplace b => ./b\n");
        let mains = vec![
            main("m", "module m\ngo 1.20\nrequire (\n a v1.0.0\n n v0.1.0\n)\n"),
            main("n", "module n\ngo 1.20\nrequire b v1.1.0\n"),
        ];
        let list = BuildList::new(mains, Some((Path::new("/w"), &work)), None);
        assert_eq!(versions(&list, &env), ["a@v1.0.0", "b@v1.2.0"], "c is pruned, n is a main module");
        assert_eq!(list.selected(&env)["b"].dir.as_deref(), Some(Path::new("/w/b")));
    }
}
