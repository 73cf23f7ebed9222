//! From the paths that a user names to the units that are linted.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::source::read::{absolute, shown};
use crate::source::walk::{NotFound, WalkOptions, walk};
use crate::source::{File, Files, Reader, Text};
use crate::syntax::ast::SyntaxProblem;
use crate::syntax::{self, Ast};
use crate::text::{Span, Symbol};

use super::context::Context;
use super::header::Header;
use super::roots::Home;
use super::unit::{Content, Import, Problem, ProblemKind, Unit, UnitFile, UnitId, UnitKind};
use super::workspace::{Options, Workspace};

/// What a run is asked to lint.
#[derive(Debug, Default)]
pub struct Request {
    /// The working directory, absolute; other paths are seen from it and shown relative to it.
    pub cwd: PathBuf,
    /// Files, folders, `folder/...`; not `-`.
    pub paths: Vec<String>,
    pub stdin: Option<Stdin>,
    /// Texts that stand for no file, each a package of its own: the path that is shown, and the text.
    pub snippets: Vec<(String, Text)>,
    /// Reads files, with texts of open editors in their place.
    pub reader: Reader,
    pub walk: WalkOptions,
}

/// A text on standard input.
#[derive(Debug)]
pub struct Stdin {
    /// The file it stands for, if it was named; that file's package is loaded with it.
    pub name: Option<String>,
    pub text: Text,
}

/// How a text on standard input without a name is shown.
pub const STDIN: &str = "<stdin>";

/// A file of a folder to be linted, read and parsed.
struct Loaded {
    name: String,
    path: Option<PathBuf>,
    text: Text,
    header: Header,
    ast: Ast,
    built: bool,
    reported: bool,
    /// Asked for, but too large to be linted unless it is named.
    large: bool,
}

/// A file that could not be read, whether it was asked for, and why.
type Failed = (PathBuf, bool, Problem);

/// A folder to be linted: which of its files were asked for.
struct Asked {
    dir: PathBuf,
    /// By file name, whether the file was named.
    wanted: FxHashMap<String, bool>,
}

impl Workspace {
    /// Loads what is to be linted. Files are read and parsed in parallel; ids and order depend on paths alone.
    pub fn load(request: Request, options: Options) -> Result<Workspace, NotFound> {
        let Request { cwd, paths, stdin, mut snippets, mut reader, walk: walk_options } = request;
        let mut found = walk(&cwd, &paths, &walk_options)?;
        found.files.retain(|path, _| !reader.is_hidden(path));
        let mut from_stdin = None;
        match stdin {
            Some(Stdin { name: Some(name), text }) => {
                let path = absolute(&cwd, Path::new(&name));
                reader.overlay(path.clone(), text);
                found.files.insert(path.clone(), true);
                from_stdin = Some(path);
            }
            Some(Stdin { name: None, text }) => snippets.push((STDIN.to_owned(), text)),
            None => {}
        }
        let mut workspace = Workspace { files: Files::default(), options, cwd, reader, ..Workspace::default() };
        for (path, message) in found.unreadable {
            workspace.problem(&path, ProblemKind::Unreadable, message);
        }
        for (path, message) in found.skipped {
            workspace.problem(&path, ProblemKind::Skipped, message);
        }
        let mut asked: Vec<Asked> = Vec::new();
        for (path, named) in found.files {
            let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else { continue };
            let name = name.to_string_lossy().into_owned();
            match asked.last_mut() {
                Some(last) if last.dir == dir => {
                    last.wanted.insert(name, named);
                }
                _ => asked.push(Asked { dir: dir.to_owned(), wanted: FxHashMap::from_iter([(name, named)]) }),
            }
        }
        // Files of one folder and those of its subfolders mix in the order of paths.
        asked.sort_by(|a, b| a.dir.cmp(&b.dir));
        asked.dedup_by(|later, first| {
            let same = later.dir == first.dir;
            if same {
                first.wanted.extend(later.wanted.drain());
            }
            same
        });
        workspace.load_folders(asked, from_stdin.as_deref());
        for (shown, text) in snippets {
            workspace.load_snippet(shown, text);
        }
        workspace.find_missing();
        workspace.problems.sort();
        workspace.problems.dedup();
        Ok(workspace)
    }

    pub(crate) fn problem(&mut self, path: &Path, kind: ProblemKind, message: impl Into<String>) {
        let path = shown(&self.cwd, path);
        self.problems.push(Problem { path, kind, at: None, message: message.into() });
    }

    fn load_folders(&mut self, asked: Vec<Asked>, stdin: Option<&Path>) {
        let homes = self.find_homes(asked.iter().map(|folder| folder.dir.as_path()));
        let (asked, homes): (Vec<Asked>, Vec<Home>) = asked
            .into_iter()
            .zip(homes)
            .filter(|(folder, home)| folder.wanted.values().any(|named| *named) || !self.is_ignored(&folder.dir, home))
            .unzip();
        // One task a file: folders differ too much in size.
        let tasks: Vec<(usize, String)> = asked
            .iter()
            .enumerate()
            .flat_map(|(position, folder)| {
                let mut names = self.reader.go_files(&folder.dir).unwrap_or_default();
                // Named files may have names that packages do not have.
                names.extend(folder.wanted.keys().cloned());
                names.sort_unstable();
                names.dedup();
                names.into_iter().map(move |name| (position, name))
            })
            .collect();
        let context = &self.options.context;
        let reader = &self.reader;
        let loaded: Vec<(usize, Result<Loaded, Failed>)> = tasks
            .into_par_iter()
            .map(|(position, name)| {
                let folder = &asked[position];
                let wanted = folder.wanted.get(&name).copied();
                (position, load_file(reader, context, &folder.dir, name, wanted))
            })
            .collect();
        let mut loaded = loaded.into_iter().peekable();
        for (position, (folder, home)) in asked.iter().zip(homes).enumerate() {
            let mut files = Vec::new();
            while let Some((_, result)) = loaded.next_if(|(of, _)| *of == position) {
                match result {
                    Ok(file) => files.push(file),
                    // What was not asked for only makes the package less known.
                    Err((path, true, problem)) => self.problem(&path, problem.kind, problem.message),
                    Err(_) => {}
                }
            }
            let large = files.iter().filter(|file| file.large);
            let large: Vec<PathBuf> = large.filter_map(|file| file.path.clone()).collect();
            for path in large {
                self.problem(&path, ProblemKind::Skipped, "larger than 4 MiB, only its declarations are read");
            }
            self.add_folder(&folder.dir, &home, files, stdin);
        }
    }

    /// Divides the files of one folder into units.
    fn add_folder(&mut self, dir: &Path, home: &Home, mut files: Vec<Loaded>, stdin: Option<&Path>) {
        if !self.options.context.cgo {
            // A package made of cgo alone is better read than not, even where cgo is off.
            let is_made_of_cgo = !files.iter().any(|file| file.built && !is_test(&file.name));
            let context = &self.options.context;
            for file in &mut files {
                let constrained = is_excluded(context, &file.name, &file.header);
                if is_made_of_cgo && file.header.is_cgo() && !constrained && !is_test(&file.name) {
                    file.built = true;
                }
            }
        }
        // The package of the folder is that of the first file that is built, as in the go command.
        let named = |file: &Loaded| file.header.package.map(|name| base_name(name, &file.name));
        let main = files.iter().filter(|file| file.built).find_map(named);
        let mut groups: Vec<(Symbol, Vec<Loaded>)> = Vec::new();
        for file in files {
            let is_snippet = file.header.package.is_none()
                && (home.module.is_none() || stdin.is_some_and(|path| file.path.as_deref() == Some(path)));
            if is_snippet {
                self.add_group(dir, home, None, vec![file]);
                continue;
            }
            let name = named(&file).or(main).unwrap_or_else(|| Symbol::intern("main"));
            match groups.iter_mut().find(|(group, _)| *group == name) {
                Some((_, group)) => group.push(file),
                None => groups.push((name, vec![file])),
            }
        }
        groups.sort_by_key(|(name, _)| (Some(*name) != main, name.as_str()));
        for (name, group) in groups {
            let is_main = Some(name) == main;
            self.add_group(dir, home, Some((name, is_main)), group);
        }
    }

    /// Makes the units of the files with one package name; `name` also tells whether it is what the folder's path means.
    /// Without a name it is a text without package clause.
    fn add_group(&mut self, dir: &Path, home: &Home, name: Option<(Symbol, bool)>, group: Vec<Loaded>) {
        let mut kinds: [Vec<Loaded>; 3] = Default::default();
        for file in group {
            let external = file.header.package.is_some_and(|name| name.as_str().ends_with("_test"));
            let kind = match (is_test(&file.name), external) {
                (false, _) => 0,
                (true, false) => 1,
                (true, true) => 2,
            };
            kinds[kind].push(file);
        }
        let [plain, tests, external] = kinds;
        let guessed = name.is_none();
        let package = name.map_or_else(|| Symbol::intern("main"), |(name, _)| name);
        let mut add = |files: Vec<Loaded>, kind, extends, tested| -> Option<UnitId> {
            if files.is_empty() {
                return None;
            }
            let suffix = if kind == UnitKind::ExternalTest { "_test" } else { "" };
            let spelled =
                |name: Symbol| if suffix.is_empty() { name } else { Symbol::intern(&format!("{name}{suffix}")) };
            let content = self.content_of(home, spelled(package), files);
            let is_target = content.files.iter().any(|file| file.reported);
            let id = self.add_unit(|id| Unit {
                id,
                path: spelled(home.path),
                kind,
                dir: dir.to_owned(),
                module: home.module,
                build_list: home.list,
                extends,
                tests: tested,
                is_target,
                decls_only: false,
                guessed_imports: guessed,
                folder: None,
                content: OnceLock::from(content),
            });
            self.targets.push(id);
            Some(id)
        };
        let has_scope = plain.iter().any(|file| file.built);
        let plain = add(plain, UnitKind::Plain, None, None);
        let test = add(tests, UnitKind::Test, plain, None);
        add(external, UnitKind::ExternalTest, None, test.or(plain));
        if let (Some(id), true, Some((_, true))) = (plain, has_scope, name) {
            let found = || Arc::new(OnceLock::from(Import::Unit(id)));
            let mut packages = self.packages.write();
            packages.insert((home.list, home.path), found());
            // Relative imports name the folder.
            packages.insert((home.list, Symbol::intern(&dir.to_string_lossy())), found());
        }
    }

    fn content_of(&self, home: &Home, name: Symbol, files: Vec<Loaded>) -> Content {
        let language = home.language(self);
        let mut imports: Vec<Symbol> = Vec::new();
        let files: Vec<UnitFile> = files
            .into_iter()
            .map(|loaded| {
                let Loaded { name, path, text, header, ast, built, reported, large: _ } = loaded;
                if built {
                    imports.extend(&header.imports);
                }
                let shown = path.as_deref().map_or_else(|| name.clone(), |path| shown(&self.cwd, path));
                UnitFile {
                    file: self.files.add(File::new(shown, path, text.text, text.hash)),
                    ast: Arc::new(ast),
                    language: header.language(language),
                    built,
                    is_test: is_test(&name),
                    is_generated: header.is_generated,
                    is_cgo: header.is_cgo(),
                    reported,
                    constraint: constraint_text(&name, &header),
                }
            })
            .collect();
        imports.sort_unstable_by_key(|path| path.as_str());
        imports.dedup();
        Content { name, files: files.into(), imports: imports.into() }
    }

    /// A text that stands for no file: a package of its own, which sees the modules of the working directory.
    fn load_snippet(&mut self, shown: String, text: Text) {
        let dir = self.cwd.clone();
        let Some(home) = self.find_homes(std::iter::once(dir.as_path())).pop() else { return };
        let header = Header::read(&text.text);
        let ast = parse(&text, syntax::Mode::Full);
        let name = header.package;
        let file = Loaded { name: shown, path: None, text, header, ast, built: true, reported: true, large: false };
        let home = Home { path: Symbol::intern("_/stdin"), ..home };
        self.add_group(&dir, &home, name.map(|name| (name, false)), vec![file]);
    }

    /// Which modules' sources are missing, judged by what the files to be linted import: that does not depend on what is
    /// asked later, and in which order.
    fn find_missing(&mut self) {
        let mut missing = std::collections::BTreeSet::new();
        let mut seen = FxHashSet::default();
        for &id in &self.targets {
            let unit = self.unit(id);
            for &path in self.imports_of(id) {
                if matches!(self.resolve_import(id, path), Import::Unknown { .. })
                    && seen.insert((unit.build_list, path))
                {
                    self.missing_for(unit.build_list, path.as_str(), &mut missing);
                }
            }
        }
        self.missing = missing;
    }
}

fn is_test(name: &str) -> bool {
    name.ends_with("_test.go")
}

/// Whether name or header leave the file out; imports of "C" are another matter.
fn is_excluded(context: &Context, name: &str, header: &Header) -> bool {
    header.fault.is_some()
        || !crate::source::read::is_package_file(name)
        || header.constraint.as_ref().is_some_and(|constraint| !context.holds(constraint))
        || Context::name_constraint(name).is_some_and(|constraint| !context.holds(&constraint))
        || header.package.is_some_and(|name| name == "documentation")
}

/// The name of the package that a file belongs to or tests.
fn base_name(name: Symbol, file: &str) -> Symbol {
    match name.as_str().strip_suffix("_test") {
        Some(base) if is_test(file) => Symbol::intern(base),
        _ => name,
    }
}

/// `wanted`: whether the file was asked for, and if so, whether it was named.
fn load_file(
    reader: &Reader,
    context: &Context,
    dir: &Path,
    name: String,
    wanted: Option<bool>,
) -> Result<Loaded, Failed> {
    let path = dir.join(&name);
    let text = match reader.read(&path) {
        Ok(text) => text,
        Err(error) => {
            use crate::source::read::ReadError::{Io, NotRegular, TooLarge};
            let kind = match error {
                Io(_) => ProblemKind::Unreadable,
                NotRegular | TooLarge => ProblemKind::Skipped,
            };
            let problem = Problem { path: String::new(), kind, at: None, message: error.to_string() };
            return Err((path, wanted.is_some(), problem));
        }
    };
    let header = Header::read(&text.text);
    let large = text.text.len() > syntax::FULL_LIMIT && wanted != Some(true);
    let mut ast = parse(&text, if large { syntax::Mode::Declarations } else { syntax::Mode::Full });
    if let Some(fault) = &header.fault {
        let start = text.text.find("//go:build").unwrap_or(0);
        let end = text.text[start..].find('\n').map_or(text.text.len(), |len| start + len);
        let span = Span::new(start as u32, end as u32);
        ast.problems.insert(0, SyntaxProblem { span, message: fault.clone() });
    }
    let built = !is_excluded(context, &name, &header) && (context.cgo || !header.is_cgo());
    let reported = wanted.is_some() && !large;
    Ok(Loaded { name, path: Some(path), text, header, ast, built, reported, large: large && wanted.is_some() })
}

fn parse(text: &Text, mode: syntax::Mode) -> Ast {
    let mut ast = syntax::parse(text.text.clone(), mode);
    if let Some(span) = text.invalid {
        ast.problems.insert(0, SyntaxProblem { span, message: "the text is not valid UTF-8".to_owned() });
    }
    ast
}

/// A file's constraint in words, from its name and its header.
pub(crate) fn constraint_text(name: &str, header: &Header) -> Arc<str> {
    match (Context::name_constraint(name), header.constraint.clone()) {
        (None, None) => "".into(),
        (Some(constraint), None) | (None, Some(constraint)) => constraint.to_string().into(),
        (Some(name), Some(header)) => name.and(header).to_string().into(),
    }
}
