//! From an import path to a folder: the order of resolution.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::{GoVersion, Symbol};

use super::build_list::{BuildList, Chosen, Mode};
use super::modfile::ModFile;
use super::unit::{BuildListId, Import, Module, ModuleId, UnitId};
use super::workspace::Workspace;

/// The language of a module whose go.mod has no `go` line (<https://go.dev/ref/mod#go-mod-file-go>).
pub(crate) const UNSTATED: GoVersion = GoVersion::new(16);

/// The packages of the standard library, of all platforms.
static STD: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| include_str!("std.txt").lines().collect());

/// Whether the path names a package of the standard library.
pub fn is_std(path: &str) -> bool {
    STD.contains(path)
}

impl Workspace {
    /// Finds the package that a path means in a build list. Asks for other paths only where these are longer, so no two
    /// searches can wait for each other.
    pub(crate) fn locate(&self, id: BuildListId, path: Symbol) -> Import {
        let text = path.as_str();
        let list = self.list(id);
        if text.starts_with('/') || Path::new(text).is_absolute() {
            return self.locate_folder(id, text);
        }
        let found = match list.mode {
            Mode::Std => return self.locate_std(id, list, path),
            Mode::Cmd => return self.locate_cmd(id, list, path),
            _ if is_std(text) => match self.std_list {
                Some(std) => return self.resolve(std, path),
                None => return Import::Std(path),
            },
            Mode::Modules => self.locate_module(id, list, path),
            Mode::Gopath => match (self.locate_gopath(id, list, path), list.around) {
                (None, Some(around)) => return self.resolve(around, path),
                (found, _) => found,
            },
            Mode::Loose => None,
        };
        found.map_or_else(|| unknown(text), Import::Unit)
    }

    fn has_package(&self, dir: &Path) -> bool {
        self.reader.go_files(dir).is_ok_and(|files| !files.is_empty())
    }

    /// Whether a folder below the root of a module has a package, and no go.mod of its own between.
    fn has_package_of(&self, dir: &Path, root: &Path) -> bool {
        let nested = |dir: &Path| self.reader.is_file(&dir.join("go.mod"));
        self.has_package(dir) && !dir.ancestors().take_while(|dir| *dir != root).any(nested)
    }

    fn locate_module(&self, id: BuildListId, list: &BuildList, path: Symbol) -> Option<UnitId> {
        let text = path.as_str();
        for main in &list.mains {
            if let Some(rest) = below(text, &main.path) {
                let dir = join(&main.dir, rest);
                if self.has_package_of(&dir, &main.dir) {
                    return Some(self.add_dependency(id, path, dir, Some(main.id)));
                }
            }
        }
        if let Some(vendor) = &list.vendor {
            let dir = join(&vendor.dir, text);
            if let Some(&position) = vendor.packages.get(text)
                && self.has_package(&dir)
            {
                let from = &vendor.modules[position];
                let module = *from.id.get_or_init(|| {
                    self.add_module(Module {
                        path: from.module.path.clone(),
                        version: from.module.version.clone(),
                        dir: join(&vendor.dir, &from.module.path),
                        language: from.go.unwrap_or(UNSTATED),
                        is_main: false,
                        is_immutable: false,
                    })
                });
                return Some(self.add_dependency(id, path, dir, Some(module)));
            }
        }
        let selected = list.selected(&self.options.env);
        for prefix in prefixes(text) {
            let Some(chosen) = selected.get(prefix) else { continue };
            let Some(module) = self.chosen_module(prefix, chosen) else { continue };
            let root = &self.module(module).dir;
            let dir = join(root, below(text, prefix).unwrap_or_default());
            let present = if chosen.is_cached { self.has_package(&dir) } else { self.has_package_of(&dir, root) };
            if present {
                return Some(self.add_dependency(id, path, dir, Some(module)));
            }
        }
        None
    }

    /// The module of a selected version, if its source is on this machine.
    fn chosen_module(&self, path: &str, chosen: &Chosen) -> Option<ModuleId> {
        *chosen.id.get_or_init(|| {
            let dir = chosen.dir.clone().filter(|dir| dir.is_dir())?;
            let file = std::fs::read_to_string(dir.join("go.mod")).unwrap_or_default();
            Some(self.add_module(Module {
                path: path.to_owned(),
                version: chosen.version.clone(),
                dir,
                language: ModFile::parse(&file).go.unwrap_or(UNSTATED),
                is_main: false,
                is_immutable: chosen.is_cached,
            }))
        })
    }

    /// Within `std`: its own tree, then its vendor folder (whose packages are named `vendor/…`).
    fn locate_std(&self, id: BuildListId, list: &BuildList, path: Symbol) -> Import {
        let text = path.as_str();
        let Some(main) = list.mains.first() else { return unknown(text) };
        let dir = join(&main.dir, text);
        if self.has_package_of(&dir, &main.dir) {
            return Import::Unit(self.add_dependency(id, path, dir, Some(main.id)));
        }
        if !text.starts_with("vendor/") && self.has_package(&join(&main.dir.join("vendor"), text)) {
            return self.resolve(id, Symbol::intern(&format!("vendor/{text}")));
        }
        unknown(text)
    }

    /// Within `cmd`: its own tree, the standard library, its vendor folder (whose packages are named `cmd/vendor/…`).
    fn locate_cmd(&self, id: BuildListId, list: &BuildList, path: Symbol) -> Import {
        let text = path.as_str();
        let Some(main) = list.mains.first() else { return unknown(text) };
        if let Some(rest) = below(text, "cmd") {
            let dir = join(&main.dir, rest);
            return match self.has_package_of(&dir, &main.dir) {
                true => Import::Unit(self.add_dependency(id, path, dir, Some(main.id))),
                false => unknown(text),
            };
        }
        if is_std(text) {
            return match list.std.or(self.std_list) {
                Some(std) => self.resolve(std, path),
                None => Import::Std(path),
            };
        }
        if self.has_package(&join(&main.dir.join("vendor"), text)) {
            return self.resolve(id, Symbol::intern(&format!("cmd/vendor/{text}")));
        }
        unknown(text)
    }

    fn locate_gopath(&self, id: BuildListId, list: &BuildList, path: Symbol) -> Option<UnitId> {
        let mut dirs = list.src.iter().map(|root| join(root, path.as_str()));
        let dir = dirs.find(|dir| self.has_package(dir))?;
        Some(self.add_dependency(id, path, dir, None))
    }

    /// In GOPATH mode, the full path of a package found in a vendor folder at or above the importing folder.
    pub(crate) fn vendored_in_gopath(&self, list: BuildListId, from: &Path, path: Symbol) -> Option<Symbol> {
        let root = self.list(list).src.iter().find(|root| from.starts_with(root))?;
        let folders = from.ancestors().take_while(|dir| dir.starts_with(root));
        let mut vendored = folders.map(|dir| join(&dir.join("vendor"), path.as_str()));
        let dir = vendored.find(|dir| self.has_package(dir))?;
        Some(Symbol::intern(&slashed(dir.strip_prefix(root).ok()?)))
    }

    /// A relative import, made absolute.
    fn locate_folder(&self, id: BuildListId, dir: &str) -> Import {
        let dir = PathBuf::from(dir);
        let name = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match self.has_package(&dir) {
            true => Import::Unit(self.add_dependency(id, Symbol::intern(&format!("_/{name}")), dir, None)),
            false => unknown(&name),
        }
    }

    /// Names the modules that are missing for the imports of a build list that led nowhere.
    pub(crate) fn missing_for(&self, id: BuildListId, path: &str, missing: &mut BTreeSet<String>) {
        let list = self.list(id);
        let chosen = match list.mode {
            Mode::Modules => {
                prefixes(path).find_map(|prefix| Some((prefix, list.selected(&self.options.env).get(prefix)?)))
            }
            _ => None,
        };
        match chosen {
            Some((prefix, chosen)) if self.chosen_module(prefix, chosen).is_none() => {
                missing.insert(format!("{prefix}@{}", chosen.version).trim_end_matches('@').to_owned());
            }
            _ => {
                missing.insert(path.to_owned());
            }
        }
    }
}

fn unknown(path: &str) -> Import {
    Import::Unknown { name: Symbol::intern(super::guess_name(path)) }
}

/// What follows `prefix` in `path`, where `prefix` is `path` or one of its folders.
pub(crate) fn below<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(prefix)?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix('/') }
}

/// The path itself and its folders, longest first.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(folder, _)| folder))
}

/// A folder below another; elements that would leave it are left out.
fn join(dir: &Path, rest: &str) -> PathBuf {
    let parts = rest.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    parts.fold(dir.to_owned(), |dir, part| dir.join(part))
}

/// A relative path with `/`.
pub(crate) fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
