//! Which module, workspace or GOPATH a folder belongs to.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::source::read::{absolute, shown};
use crate::text::{GoVersion, Idx, Lines, Symbol};

use super::build_list::{BuildList, Main, Mode, Vendor};
use super::env::ModFlag;
use super::locate::{UNSTATED, slashed};
use super::modfile::{ModFile, ModulesTxt};
use super::unit::{BuildListId, Fault, Module, ModuleId, Problem, ProblemKind};
use super::workspace::Workspace;

/// Where a folder belongs.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    /// The import path of the package in the folder.
    pub path: Symbol,
    pub module: Option<ModuleId>,
    pub list: BuildListId,
}

impl Home {
    /// The language version of the folder's files, where these do not say otherwise.
    pub fn language(&self, workspace: &Workspace) -> GoVersion {
        match self.module {
            Some(id) => workspace.module(id).language,
            None => workspace.options.language.unwrap_or(workspace.options.context.toolchain),
        }
    }
}

/// What was found out while looking for homes.
#[derive(Default)]
struct Search {
    /// By folder, the nearest folder at or above it that holds a file of a name.
    above: FxHashMap<(PathBuf, &'static str), Option<PathBuf>>,
    /// By root of a main module.
    lists: FxHashMap<PathBuf, BuildListId>,
    loose: Option<BuildListId>,
    gopath: Option<BuildListId>,
    /// By folder that is laid out as GOPATH/src and is not in GOPATH.
    layouts: FxHashMap<PathBuf, BuildListId>,
}

impl Workspace {
    /// The homes of folders; makes build lists and main modules on the way.
    pub(crate) fn find_homes<'a>(&mut self, dirs: impl Iterator<Item = &'a Path>) -> Vec<Home> {
        let mut search = Search::default();
        if let Some(src) = self.options.std_source.clone()
            && self.std_list.is_none()
        {
            let list = self.build_list(&src, &mut search);
            self.std_list = Some(list);
        }
        for (position, list) in self.lists.iter() {
            for main in &list.mains {
                search.lists.entry(main.dir.clone()).or_insert(BuildListId::from_usize(position));
            }
        }
        dirs.map(|dir| self.home(dir, &mut search)).collect()
    }

    fn home(&mut self, dir: &Path, search: &mut Search) -> Home {
        let root = match self.options.env.gopath_mode {
            true => None,
            false => self.nearest(dir, "go.mod", search),
        };
        if let Some(root) = root {
            let list = self.build_list(&root, search);
            let main = self.list(list).main_of(&root).map(|main| main.id);
            // The packages that the tests of an analysis read: <https://pkg.go.dev/golang.org/x/tools/go/analysis/analysistest>.
            let inside = dir.ancestors().take_while(|dir| *dir != root);
            let layout =
                inside.filter(|dir| is_src(dir) && dir.parent().is_some_and(|dir| dir.ends_with("testdata"))).last();
            if let Some((layout, path)) = layout.and_then(|src| Some((src, dir.strip_prefix(src).ok()?)))
                && !path.as_os_str().is_empty()
            {
                let list = self.layout(layout, Some(list), search);
                return Home { path: Symbol::intern(&slashed(path)), module: main, list };
            }
            let rest = slashed(dir.strip_prefix(&root).unwrap_or(Path::new("")));
            let main = self.list(list).main_of(&root);
            let (module, prefix) = main.map_or((None, ""), |main| (Some(main.id), main.path.as_str()));
            let path = match (self.list(list).mode, rest.is_empty()) {
                // Packages of the standard library are named without their module.
                (Mode::Std, _) => rest,
                (_, true) => prefix.to_owned(),
                (_, false) => format!("{prefix}/{rest}"),
            };
            return Home { path: Symbol::intern(&path), module, list };
        }
        let below = self.options.env.gopath.iter().find_map(|root| dir.strip_prefix(root.join("src")).ok());
        if let Some(path) = below.filter(|path| !path.as_os_str().is_empty()) {
            let src = || self.options.env.gopath.iter().map(|root| root.join("src")).collect();
            let list = *search
                .gopath
                .get_or_insert_with(|| BuildListId::from_usize(self.lists.push(BuildList::gopath(src(), None))));
            return Home { path: Symbol::intern(&slashed(path)), module: None, list };
        }
        // A checkout made for GOPATH, seen by somebody who has not set it.
        let nearest = dir.ancestors().skip(1).find(|dir| is_src(dir));
        if let Some((src, path)) = nearest.and_then(|src| Some((src, dir.strip_prefix(src).ok()?))) {
            let list = self.layout(src, None, search);
            return Home { path: Symbol::intern(&slashed(path)), module: None, list };
        }
        let list = *search.loose.get_or_insert_with(|| BuildListId::from_usize(self.lists.push(BuildList::loose())));
        // Not the whole path: nothing that is said of a package may depend on where it lies.
        let name = dir.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Home { path: Symbol::intern(&format!("_/{name}")), module: None, list }
    }

    /// The build list of a folder that is laid out as GOPATH/src.
    fn layout(&mut self, src: &Path, around: Option<BuildListId>, search: &mut Search) -> BuildListId {
        if let Some(&list) = search.layouts.get(src) {
            return list;
        }
        // A folder named src may also lie deep in such a tree.
        let outer = src.ancestors().filter(|dir| is_src(dir)).map(Path::to_owned);
        let roots = match around {
            Some(_) => vec![src.to_owned()],
            None => outer.collect(),
        };
        let list = BuildList::gopath(roots, around);
        let id = BuildListId::from_usize(self.lists.push(list));
        search.layouts.insert(src.to_owned(), id);
        id
    }

    /// Whether a go.mod says that `./...` does not mean this folder: `ignore ./static` (seen from the root of the module) or
    /// `ignore static` (anywhere in it), with all that is below.
    pub(crate) fn is_ignored(&self, dir: &Path, home: &Home) -> bool {
        let list = self.list(home.list);
        let Some(main) = list.mains.iter().find(|main| Some(main.id) == home.module) else { return false };
        let Ok(rest) = dir.strip_prefix(&main.dir) else { return false };
        let rest = format!("/{}/", slashed(rest));
        main.file.ignore.iter().any(|ignored| match ignored.strip_prefix("./") {
            Some(path) => rest.starts_with(&format!("/{}/", path.trim_matches('/'))),
            None => rest.contains(&format!("/{}/", ignored.trim_matches('/'))),
        })
    }

    /// The nearest folder at or above `dir` with a file of this name.
    fn nearest(&self, dir: &Path, name: &'static str, search: &mut Search) -> Option<PathBuf> {
        let mut visited = Vec::new();
        let mut found = None;
        for folder in dir.ancestors() {
            if let Some(known) = search.above.get(&(folder.to_owned(), name)) {
                found.clone_from(known);
                break;
            }
            visited.push(folder.to_owned());
            if self.reader.is_file(&folder.join(name)) {
                found = Some(folder.to_owned());
                break;
            }
        }
        for folder in visited {
            search.above.insert((folder, name), found.clone());
        }
        found
    }

    /// The build list in which the module at `root` is a main module.
    fn build_list(&mut self, root: &Path, search: &mut Search) -> BuildListId {
        if let Some(&list) = search.lists.get(root) {
            return list;
        }
        let list = match self.work_file(root, search) {
            Some((dir, file, roots)) => self.workspace_list(&dir, &file, roots),
            None => self.module_list(root, search),
        };
        let id = BuildListId::from_usize(self.lists.push(list));
        for main in &self.list(id).mains {
            search.lists.insert(main.dir.clone(), id);
        }
        search.lists.insert(root.to_owned(), id);
        id
    }

    /// The go.work that uses the module at `root`: its folder, its content, the roots of its modules.
    fn work_file(&mut self, root: &Path, search: &mut Search) -> Option<(PathBuf, ModFile, Vec<PathBuf>)> {
        let path = match self.options.env.gowork.as_str() {
            "off" => return None,
            "" | "auto" => self.nearest(root, "go.work", search)?.join("go.work"),
            path => absolute(&self.cwd, Path::new(path)),
        };
        let dir = path.parent()?.to_owned();
        let text = self.reader.read(&path).ok()?;
        let file = ModFile::parse(&text.text);
        let roots: Vec<PathBuf> = file.uses.iter().map(|used| absolute(&dir, Path::new(used))).collect();
        if !roots.iter().any(|used| used == root) {
            return None;
        }
        self.faults(&path, &text.text, &file.faults);
        Some((dir, file, roots))
    }

    fn workspace_list(&mut self, dir: &Path, file: &ModFile, mut roots: Vec<PathBuf>) -> BuildList {
        roots.sort();
        roots.dedup();
        let mut mains = Vec::new();
        for root in roots {
            if self.reader.is_file(&root.join("go.mod")) {
                mains.push(self.main_module(&root));
            } else {
                let message = format!("no go.mod in {}, which go.work uses", shown(&self.cwd, &root));
                self.problem(&dir.join("go.work"), ProblemKind::Module, message);
            }
        }
        let vendors = file.go.is_some_and(|go| go >= GoVersion::new(22));
        let vendor = self.vendor(dir, vendors, true);
        BuildList::new(mains, Some((dir, file)), vendor)
    }

    fn module_list(&mut self, root: &Path, search: &mut Search) -> BuildList {
        let main = self.main_module(root);
        let (path, vendors) = (main.path.clone(), main.file.go.is_some_and(|go| go >= GoVersion::new(14)));
        let beside = |name: &str| root.join(name).is_dir();
        if path == "std" && beside("builtin") {
            let mut list = BuildList::new(vec![main], None, None);
            list.mode = Mode::Std;
            return list;
        }
        if path == "cmd" && beside("compile") {
            let mut list = BuildList::new(vec![main], None, None);
            list.mode = Mode::Cmd;
            if let Some(above) = root.parent().filter(|above| self.reader.is_file(&above.join("go.mod"))) {
                list.std = Some(self.build_list(above, search));
            }
            return list;
        }
        let vendor = self.vendor(root, vendors, false);
        BuildList::new(vec![main], None, vendor)
    }

    fn main_module(&mut self, root: &Path) -> Main {
        let path = root.join("go.mod");
        let mut file = ModFile::default();
        match self.reader.read(&path) {
            Ok(text) => {
                file = ModFile::parse(&text.text);
                self.faults(&path, &text.text, &file.faults);
                if file.module.is_empty() {
                    self.problem(&path, ProblemKind::Module, "no `module` line");
                }
            }
            Err(error) => self.problem(&path, ProblemKind::Unreadable, error.to_string()),
        }
        if file.module.is_empty() {
            // Better than nothing: what the module's own imports would most likely begin with.
            file.module = root.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        }
        let stated = file.go.unwrap_or(UNSTATED);
        let language = self.options.language.unwrap_or_else(|| self.options.floor.raise(root, stated));
        let id = self.add_module(Module {
            path: file.module.clone(),
            version: String::new(),
            dir: root.to_owned(),
            language,
            is_main: true,
            is_immutable: false,
        });
        Main { id, path: file.module.clone(), dir: root.to_owned(), file }
    }

    /// The vendor folder at `root`, where the build uses it: by default from Go 1.14 on (workspaces: 1.22).
    fn vendor(&mut self, root: &Path, by_default: bool, workspace: bool) -> Option<Vendor> {
        match self.options.env.mod_flag {
            ModFlag::Mod => return None,
            ModFlag::Auto if !by_default => return None,
            ModFlag::Auto | ModFlag::Vendor => {}
        }
        let dir = root.join("vendor");
        let path = dir.join("modules.txt");
        if !self.reader.is_file(&path) {
            return None;
        }
        match self.reader.read(&path) {
            Ok(text) => {
                let listing = ModulesTxt::parse(&text.text);
                self.faults(&path, &text.text, &listing.faults);
                (listing.is_workspace == workspace).then(|| Vendor::new(dir, listing))
            }
            Err(error) => {
                self.problem(&path, ProblemKind::Unreadable, error.to_string());
                None
            }
        }
    }

    fn faults(&mut self, path: &Path, text: &str, faults: &[Fault]) {
        let lines = Lines::new(text);
        let path = shown(&self.cwd, path);
        for fault in faults {
            let at = lines.position(fault.span.start);
            let at = Some((at.line, at.column));
            self.problems.push(Problem {
                path: path.clone(),
                kind: ProblemKind::Module,
                at,
                message: fault.message.clone(),
            });
        }
    }
}

fn is_src(dir: &Path) -> bool {
    dir.file_name().is_some_and(|name| name == "src")
}
