//! `gotcha debug cfg FILE…`: the control flow graphs of a file's functions, as Mermaid in Markdown; `gotcha debug leaks PATH…`:
//! every path on which some resource of the protocol table is lost, whatever the rules make of it.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::flow::acquire::candidates;
use crate::flow::resource::{leak, unread};
use crate::flow::show::mermaid;
use crate::flow::table::TABLE;
use crate::flow::{Cfg, Compiled, FuncFlow, Leak, Program, Source};
use crate::package::{Options, Request, UnitFile, Workspace};
use crate::source::read::Text;
use crate::syntax::ast::{ExprKind, FuncId};
use crate::syntax::{Mode, parse};
use crate::types::infer::check_file;
use crate::types::{Info, Store};

/// Stack of the threads that analyse.
const STACK: usize = 64 << 20;

/// Draws the functions of files; only `panic` is known not to return, for names are not resolved.
pub fn cfg(files: &[String], out: &mut dyn Write) -> Result<(), String> {
    for file in files {
        let bytes = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
        let text = Text::from_bytes(bytes);
        let ast = parse(text.text, Mode::Full);
        for func in ast.funcs.ids().filter(|&func| ast.funcs[func].body.is_some()) {
            let ending = |call| match ast.expr(call) {
                ExprKind::Call { fun, .. } if ast.text(fun) == "panic" => crate::flow::Ending::Unwinds,
                _ => crate::flow::Ending::Returns,
            };
            let graph = Cfg::build(&ast, func, &ending);
            let head = ast.text(func).lines().next().unwrap_or_default();
            writeln!(out, "## {head}\n\n```mermaid\n{}```\n", mermaid(&ast, &graph)).map_err(|e| e.to_string())?;
        }
    }
    Ok(())
}

/// Prints the leaks of all functions below the paths.
pub fn leaks(paths: &[String], out: &mut dyn Write) -> Result<(), String> {
    let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build().map_err(|error| error.to_string())?;
    let cwd = std::env::current_dir().map_err(|error| error.to_string())?;
    let paths = if paths.is_empty() { vec![".".to_owned()] } else { paths.to_vec() };
    let var = |name: &str| std::env::var(name).ok();
    let options = Options {
        std_source: var("GOTCHA_STD_SOURCE").map(PathBuf::from),
        env: crate::package::GoEnv::read(&var),
        ..Options::default()
    };
    let start = Instant::now();
    let text = threads.install(|| {
        let request = Request { cwd, paths, ..Request::default() };
        let store = Store::new(Arc::new(Workspace::load(request, options).map_err(|error| error.to_string())?));
        Ok::<String, String>(survey(&store, start))
    })?;
    out.write_all(text.as_bytes()).map_err(|error| error.to_string())
}

fn survey(store: &Store, start: Instant) -> String {
    let workspace = &store.workspace;
    for &unit in workspace.targets() {
        store.scope(store.package_of_unit(unit));
    }
    let files: Vec<_> = workspace
        .targets()
        .iter()
        .flat_map(|&unit| workspace.files_of(unit).iter().enumerate().map(move |(number, file)| (unit, number, file)))
        .filter(|(_, _, file)| file.built)
        .collect();
    let infos: Vec<Info> = files.par_iter().map(|&(unit, number, _)| check_file(store, unit, number as u32)).collect();
    let typed = start.elapsed();
    let sources: Vec<Source<'_>> =
        files.iter().zip(&infos).map(|((_, _, file), info)| source(store, file, info)).collect();
    let program = Program::new(store, sources.iter().copied());
    let found: Vec<(String, usize)> = sources.par_iter().map(|src| leaks_of(src, &program)).collect();
    let graphs: usize = found.iter().map(|(_, graphs)| graphs).sum();
    let mut text: String = found.into_iter().map(|(text, _)| text).collect();
    let done = start.elapsed();
    text.push_str(&format!(
        "# {} files, {graphs} graphs; {:.3} s to types, {:.3} s for the leaks\n",
        files.len(),
        typed.as_secs_f64(),
        (done - typed).as_secs_f64()
    ));
    text
}

pub(super) fn source<'a>(store: &'a Store, file: &'a UnitFile, info: &'a Info) -> Source<'a> {
    Source { store, file: file.file, ast: &file.ast, info, language: file.language }
}

fn leaks_of<'a>(src: &Source<'a>, program: &Program<'a>) -> (String, usize) {
    let mut text = String::new();
    let mut types = FxHashMap::default();
    let mut flows: FxHashMap<FuncId, FuncFlow<'a>> = FxHashMap::default();
    for call in src.ast.exprs.ids() {
        if !matches!(src.ast.expr(call), ExprKind::Call { .. }) {
            continue;
        }
        let bits = candidates(src, call, &mut types);
        for row in TABLE {
            let Some(protocol) = Compiled::of(row.name).filter(|protocol| protocol.bit & bits != 0) else { continue };
            let Some(func) = src.func_of_node(call).filter(|&func| src.ast.funcs[func].body.is_some()) else {
                continue;
            };
            let flow = flows.entry(func).or_insert_with(|| program.flow(*src, func)).clone();
            for (duty, found) in
                [("", leak(&flow, program, protocol, call)), (" unread", unread(&flow, program, protocol, call))]
            {
                if let Some(leak) = found {
                    text.push_str(&show(src, row.name, duty, &leak));
                }
            }
        }
    }
    (text, flows.len())
}

fn show(src: &Source<'_>, row: &str, duty: &str, leak: &Leak) -> String {
    let file = src.store.workspace.files.get(src.file);
    let line = |offset: u32| file.lines().line(offset);
    let text = src.ast.text(leak.call).lines().next().unwrap_or_default();
    let mut shown =
        format!("{}:{}: {row}{duty} {:?} {text}\n", file.path, line(src.ast.span(leak.call).start), leak.loss);
    for step in &leak.path {
        shown.push_str(&format!("    {}: {}\n", line(step.span.start), step.describe(src.ast)));
    }
    shown
}
