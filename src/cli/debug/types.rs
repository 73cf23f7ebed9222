//! `gotcha debug types PATH…`: what is known of every expression, as JSON lines; `gotcha debug types FILE:LINE:COL`: what is
//! known at one place, for people.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::package::{Context, Options, Request, UnitFile, UnitId, Workspace};
use crate::source::read::Reader;
use crate::text::GoVersion;
use crate::text::lines::LineColumn;
use crate::types::facts::facts;
use crate::types::infer::check_file;
use crate::types::store::Imports;
use crate::types::{Info, Mode, Store};

/// Stack of the threads that analyse.
const STACK: usize = 64 << 20;

/// What is asked.
#[derive(Debug, Default)]
pub struct Args {
    pub paths: Vec<String>,
    /// `src` of a Go installation to read the standard library from.
    pub std_source: Option<PathBuf>,
    /// The release whose standard library and tags are assumed, if not the newest.
    pub toolchain: Option<GoVersion>,
    /// Where dependencies are kept between runs; nowhere by default.
    pub cache_dir: Option<PathBuf>,
    /// Which imports are known.
    pub imports: Imports,
    /// Files with another text: path, file that has the text.
    pub overlays: Vec<(PathBuf, PathBuf)>,
    /// Print only figures.
    pub stats: bool,
}

impl Args {
    /// Reads the words after `debug types`.
    pub fn parse(words: &[String]) -> Result<Args, String> {
        let mut args = Args::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().cloned().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--std-source" => args.std_source = Some(PathBuf::from(value()?)),
                "--toolchain" => {
                    let text = value()?;
                    args.toolchain = Some(GoVersion::parse(&text).ok_or(format!("--toolchain {text}: no Go release"))?);
                }
                "--cache-dir" => args.cache_dir = Some(PathBuf::from(value()?)),
                "--imports" => {
                    args.imports = match value()?.as_str() {
                        "all" => Imports::All,
                        "std" => Imports::Std,
                        "none" => Imports::None,
                        other => return Err(format!("--imports {other}: all, std or none")),
                    }
                }
                "--overlay" => {
                    let text = value()?;
                    let (path, with) = text.split_once('=').ok_or("--overlay PATH=FILE")?;
                    args.overlays.push((PathBuf::from(path), PathBuf::from(with)));
                }
                "--stats" => args.stats = true,
                _ => args.paths.push(word.clone()),
            }
        }
        Ok(args)
    }
}

/// A place in a file: `FILE:LINE:COL`.
fn place(path: &str) -> Option<(&str, LineColumn)> {
    let mut parts = path.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((parts.next()?, LineColumn { line, column }))
}

/// Runs the command.
pub fn run(words: &[String], out: &mut dyn Write) -> Result<(), String> {
    let args = Args::parse(words)?;
    let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build().map_err(|error| error.to_string())?;
    match &args.paths[..] {
        [only] if let Some((file, position)) = place(only) => {
            let text = threads.install(|| explain(&args, file, position))?;
            out.write_all(text.as_bytes()).map_err(|error| error.to_string())
        }
        _ => dump_all(&args, &threads, out),
    }
}

fn load(args: &Args, paths: Vec<String>) -> Result<Store, String> {
    let cwd = std::env::current_dir().map_err(|error| error.to_string())?;
    let mut reader = Reader::default();
    for (path, with) in &args.overlays {
        let bytes = std::fs::read(with).map_err(|error| format!("{}: {error}", with.display()))?;
        reader.overlay(crate::source::read::absolute(&cwd, path), crate::source::read::Text::from_bytes(bytes));
    }
    let var = |name: &str| std::env::var(name).ok();
    let std_source = args.std_source.clone().or_else(|| var("GOTCHA_STD_SOURCE").map(PathBuf::from));
    let mut context = Context::default();
    if let Some(toolchain) = args.toolchain.or_else(|| std_source.as_deref().and_then(release)) {
        context.toolchain = toolchain;
    }
    let options = Options {
        context,
        cache: Arc::new(args.cache_dir.clone().map_or_else(Cache::off, Cache::at)),
        std_source,
        env: crate::package::GoEnv::read(&var),
        ..Options::default()
    };
    let request = Request { cwd, paths, stdin: None, reader, walk: Default::default(), snippets: Vec::new() };
    let workspace = Workspace::load(request, options).map_err(|error| error.to_string())?;
    let mut store = Store::new(Arc::new(workspace));
    store.imports = args.imports;
    let workspace = store.workspace.clone();
    for &unit in workspace.targets() {
        store.scope(store.package_of_unit(unit));
    }
    Ok(store)
}

/// The release that a standard library's source belongs to.
fn release(src: &Path) -> Option<GoVersion> {
    let text = std::fs::read_to_string(src.join("internal/goversion/goversion.go")).ok()?;
    let minor = text.split("const Version = ").nth(1)?.split_ascii_whitespace().next()?;
    minor.parse().ok().map(GoVersion::new)
}

fn dump_all(args: &Args, threads: &rayon::ThreadPool, out: &mut dyn Write) -> Result<(), String> {
    let start = cpu_seconds();
    let paths = if args.paths.is_empty() { vec![".".to_owned()] } else { args.paths.clone() };
    let store = threads.install(|| load(args, paths))?;
    let loaded = cpu_seconds() - start;
    let workspace = &store.workspace;
    let files: Vec<_> = workspace
        .targets()
        .iter()
        .flat_map(|&unit| workspace.files_of(unit).iter().enumerate().map(move |(number, file)| (unit, number, file)))
        .filter(|(_, _, file)| file.built && file.reported)
        .collect();
    if args.stats {
        return figures(&store, threads, &files, loaded, out).map_err(|error| error.to_string());
    }
    for chunk in files.chunks(64) {
        let facts_of = |&(unit, number, file): &(UnitId, usize, &UnitFile)| {
            let info = check_file(&store, unit, number as u32);
            let path = workspace.files.get(file.file).absolute().map(Path::to_path_buf).unwrap_or_default();
            let header = serde_json::to_string(&path.to_string_lossy()).unwrap_or_default();
            format!("{{\"file\":{header}}}\n{}", facts(&store, unit, file, &info))
        };
        let texts: Vec<String> = threads.install(|| chunk.par_iter().map(facts_of).collect());
        for text in texts {
            out.write_all(text.as_bytes()).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// What typing the files costs, in CPU time: first with what they import, then, with every declaration known, alone.
fn figures(
    store: &Store,
    threads: &rayon::ThreadPool,
    files: &[(UnitId, usize, &UnitFile)],
    loading: f64,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let check = || -> Vec<Info> {
        threads.install(|| files.par_iter().map(|&(unit, number, _)| check_file(store, unit, number as u32)).collect())
    };
    let start = cpu_seconds();
    let infos = check();
    let first = cpu_seconds() - start;
    drop(check());
    let again = cpu_seconds() - start - first;
    let all = &store.workspace.files;
    let lines = |file| u64::from(all.get(file).lines().count());
    let own: u64 = files.iter().map(|(_, _, file)| lines(file.file)).sum();
    let read: u64 = all.iter().map(|(file, _)| lines(file)).sum();
    let typed: usize = infos.iter().map(|info| info.types.iter().flatten().count()).sum();
    let unknown: usize =
        infos.iter().map(|info| info.modes.iter().filter(|&&mode| mode == Mode::Unknown).count()).sum();
    let vague: usize = infos.iter().map(|info| info.funcs.iter().filter(|facts| facts.unknown).count()).sum();
    writeln!(
        out,
        "{} files, {own} lines; {typed} expressions typed, {unknown} unknown, {vague} functions with unknowns",
        files.len()
    )?;
    writeln!(out, "{} files, {read} lines loaded; {}", all.iter().count(), store.sizes())?;
    writeln!(
        out,
        "CPU {loading:.2} s loading, {first:.2} s checking with what is imported, {again:.2} s checking again ({:.0} klines/s)",
        own as f64 / again / 1000.0
    )
}

fn explain(args: &Args, path: &str, position: LineColumn) -> Result<String, String> {
    let store = load(args, vec![path.to_owned()])?;
    let workspace = &store.workspace;
    let wanted =
        crate::source::read::absolute(&std::env::current_dir().map_err(|error| error.to_string())?, Path::new(path));
    let found = workspace.targets().iter().find_map(|&unit| {
        let files = workspace.files_of(unit);
        let number = files.iter().position(|file| workspace.files.get(file.file).absolute() == Some(&wanted))?;
        Some((unit, number, &files[number]))
    });
    let Some((unit, number, file)) = found else {
        return Err(format!("{path}: no such file among those to be linted"));
    };
    let lines = workspace.files.get(file.file).lines();
    let Some(offset) = lines.offset(position) else { return Err(format!("{path} has no such place")) };
    let info = check_file(&store, unit, number as u32);
    Ok(crate::types::query::explain(&store, file, &info, offset))
}

/// CPU time of this process so far, in seconds; 0 where the system does not say.
fn cpu_seconds() -> f64 {
    let Ok(text) = std::fs::read_to_string("/proc/self/stat") else { return 0.0 };
    let fields = text.rsplit(')').next().unwrap_or_default().split_ascii_whitespace();
    let ticks: f64 = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}
