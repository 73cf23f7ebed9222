//! The folder of a dependency: read, then parsed, each when first asked for.

use std::sync::{Arc, OnceLock};

use crate::source::{File, FileId};
use crate::syntax::{self, Ast};
use crate::text::{GoVersion, Symbol};

use super::constraint::Constraint;
use super::entry;
use super::header::Header;
use super::unit::{Content, Unit, UnitFile};
use super::workspace::Workspace;
use super::{Context, locate};

/// The package in one folder, without its tests.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    sources: OnceLock<Sources>,
    asts: OnceLock<Vec<Arc<Ast>>>,
}

/// The files that make the package.
#[derive(Debug)]
pub(crate) struct Sources {
    pub name: Symbol,
    pub files: Vec<Source>,
    pub imports: Vec<Symbol>,
}

#[derive(Debug)]
pub(crate) struct Source {
    pub name: String,
    pub file: FileId,
    pub facts: FileFacts,
}

/// What the beginning of a file says that its tree does not.
#[derive(Clone, Debug)]
pub(crate) struct FileFacts {
    /// The language version that the constraint implies.
    pub least: Option<GoVersion>,
    pub is_generated: bool,
    pub is_cgo: bool,
    pub constraint: Arc<str>,
}

impl FileFacts {
    fn of(name: &str, header: &Header) -> FileFacts {
        FileFacts {
            least: header.constraint.as_ref().and_then(Constraint::least_version),
            is_generated: header.is_generated,
            is_cgo: header.is_cgo(),
            constraint: super::load::constraint_text(name, header),
        }
    }
}

/// What entries of packages are called in the cache.
const KIND: &str = "packages";

impl Folder {
    /// Reads the built files of the package; from the cache where its content cannot have changed.
    pub fn sources(&self, workspace: &Workspace, unit: &Unit) -> &Sources {
        self.sources.get_or_init(|| {
            if is_immutable(workspace, unit)
                && let Some((sources, asts)) = cached(workspace, unit)
            {
                let _ = self.asts.set(asts);
                return sources;
            }
            read(workspace, unit)
        })
    }

    /// Parses the package, declarations only; or takes it from the cache.
    pub fn content(&self, workspace: &Workspace, unit: &Unit) -> Content {
        let sources = self.sources(workspace, unit);
        let asts = self.asts.get_or_init(|| parse(workspace, unit, sources));
        let module = unit.module.map(|id| workspace.module(id).language);
        let language = module.unwrap_or(workspace.options.context.toolchain);
        let files = sources.files.iter().zip(asts).map(|(source, ast)| UnitFile {
            file: source.file,
            ast: ast.clone(),
            language: source.facts.least.map_or(language, |least| least.max(Header::OLDEST_STATED)),
            built: true,
            is_test: false,
            is_generated: source.facts.is_generated,
            is_cgo: source.facts.is_cgo,
            reported: false,
            constraint: source.facts.constraint.clone(),
        });
        Content { name: sources.name, files: files.collect(), imports: sources.imports.clone().into() }
    }
}

fn is_immutable(workspace: &Workspace, unit: &Unit) -> bool {
    workspace.options.cache.is_on() && unit.module.is_some_and(|module| workspace.module(module).is_immutable)
}

/// Parses what was read, unless the cache has it, and leaves it there.
fn parse(workspace: &Workspace, unit: &Unit, sources: &Sources) -> Vec<Arc<Ast>> {
    let cache = &workspace.options.cache;
    if !cache.is_on() {
        return parse_all(workspace, sources);
    }
    // The key of what may change is made from the files, which are read by now.
    let key = workspace.content_key_of(unit, Some(sources));
    if !is_immutable(workspace, unit)
        && let Some(asts) = cache.get(KIND, key).and_then(|bytes| entry::asts(&bytes, sources.files.len()))
    {
        return asts;
    }
    let asts = parse_all(workspace, sources);
    if let Some(bytes) = entry::write(workspace, sources, &asts) {
        cache.put(KIND, key, &bytes);
    }
    asts
}

fn parse_all(workspace: &Workspace, sources: &Sources) -> Vec<Arc<Ast>> {
    let texts = sources.files.iter().map(|source| workspace.files[source.file].text.clone());
    texts.map(|text| Arc::new(syntax::parse(text, syntax::Mode::Declarations))).collect()
}

/// A package of the module cache as an earlier run left it: no file of it is read.
fn cached(workspace: &Workspace, unit: &Unit) -> Option<(Sources, Vec<Arc<Ast>>)> {
    let key = workspace.content_key_of(unit, None);
    let entry = entry::read(&workspace.options.cache.get(KIND, key)?)?;
    let base = shown_base(workspace, unit);
    let mut files = Vec::with_capacity(entry.files.len());
    for ((name, hash, facts), ast) in entry.files.into_iter().zip(&entry.asts) {
        files.push(source(workspace, unit, base.as_deref(), name, ast.text.clone(), hash, facts));
    }
    Some((Sources { name: entry.name, files, imports: entry.imports }, entry.asts))
}

/// Adds a file of the package to the files of the run.
fn source(
    workspace: &Workspace,
    unit: &Unit,
    base: Option<&str>,
    name: String,
    text: Arc<str>,
    hash: u128,
    facts: FileFacts,
) -> Source {
    let path = unit.dir.join(&name);
    let shown = match base {
        Some(base) => format!("{base}/{name}"),
        None => crate::source::read::shown(&workspace.cwd, &path),
    };
    let file = workspace.files.add(File::new(shown, Some(path), text, hash));
    Source { name, file, facts }
}

fn read(workspace: &Workspace, unit: &Unit) -> Sources {
    let context = &workspace.options.context;
    let names = workspace.reader.go_files(&unit.dir).unwrap_or_default();
    // Most files of other platforms need not be opened at all.
    let wanted = |name: &String| {
        !name.ends_with("_test.go")
            && Context::name_constraint(name).is_none_or(|constraint| context.holds(&constraint))
    };
    let mut read: Vec<(String, crate::source::Text, Header)> = Vec::new();
    let mut cgo = Vec::new();
    for name in names.into_iter().filter(wanted) {
        // What cannot be read is Unknown, like any dependency that is not there.
        let Ok(text) = workspace.reader.read(&unit.dir.join(&name)) else { continue };
        let header = Header::read(&text.text);
        if header.fault.is_some() || header.constraint.as_ref().is_some_and(|constraint| !context.holds(constraint)) {
            continue;
        }
        match header.package {
            Some(package) if package != "documentation" => {}
            _ => continue,
        }
        if header.is_cgo() && !context.cgo { cgo.push((name, text, header)) } else { read.push((name, text, header)) }
    }
    if read.is_empty() {
        // A package made of cgo alone is better read than not, even where cgo is off.
        read = cgo;
    }
    let Some(name) = read.first().and_then(|(_, _, header)| header.package) else {
        let name = Symbol::intern(super::guess_name(unit.path.as_str()));
        return Sources { name, files: Vec::new(), imports: Vec::new() };
    };
    read.retain(|(_, _, header)| header.package == Some(name));
    let mut imports: Vec<Symbol> = read.iter().flat_map(|(_, _, header)| header.imports.iter().copied()).collect();
    imports.sort_unstable_by_key(|path| path.as_str());
    imports.dedup();
    let base = shown_base(workspace, unit);
    let files = read.into_iter().map(|(name, text, header)| {
        let facts = FileFacts::of(&name, &header);
        source(workspace, unit, base.as_deref(), name, text.text, text.hash, facts)
    });
    Sources { name, files: files.collect(), imports }
}

/// How folders that lie at different places on different machines are shown: `module@version/folder`, `std/fmt`.
fn shown_base(workspace: &Workspace, unit: &Unit) -> Option<String> {
    if workspace.is_std(unit) {
        return Some(format!("std/{}", unit.path));
    }
    let module = workspace.module(unit.module?);
    if !module.is_immutable {
        return None;
    }
    let rest = locate::slashed(unit.dir.strip_prefix(&module.dir).ok()?);
    let root = format!("{}@{}", module.path, module.version);
    Some(if rest.is_empty() { root } else { format!("{root}/{rest}") })
}
