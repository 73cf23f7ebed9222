//! `gotcha debug std-facts GOROOT -o FILE`: what the bodies of the standard library's functions do, for those who call them.
//!
//! Each release is read from source by our own loader and checker, and summarised as the functions of a checked module are
//! (see `flow::summary`); the file is embedded, for at check time no body of the standard library is read.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::flow::source;
use crate::flow::stdfacts::Line;
use crate::flow::{Compiled, FuncName, Param, ParamEffect, Program, Source, Wait};
use crate::package::{Options, Request, Workspace};
use crate::syntax::ast::FuncId;
use crate::types::infer::check_file;
use crate::types::{Info, ObjectId, Store, Type};

/// Stack of the threads that analyse.
const STACK: usize = 64 << 20;

/// Runs the command with these words.
pub fn run(words: &[String], out: &mut dyn Write) -> Result<(), String> {
    let [root, flag, file] = words else { return Err("GOROOT -o FILE are needed".to_owned()) };
    if flag != "-o" {
        return Err("-o FILE is needed".to_owned());
    }
    let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build().map_err(|error| error.to_string())?;
    let lines = threads.install(|| make(Path::new(root)))?;
    let text: String = lines.iter().map(|(name, facts)| format!("{name}{facts}\n")).collect();
    std::fs::write(file, &text).map_err(|error| format!("{file}: {error}"))?;
    writeln!(out, "{} functions, {} bytes", lines.len(), text.len()).map_err(|error| error.to_string())
}

/// The functions about which there is something to say, by name.
fn make(root: &Path) -> Result<BTreeMap<String, Line>, String> {
    let cwd = root.join("src");
    let options = Options { std_source: Some(cwd.clone()), ..Options::default() };
    let entries = std::fs::read_dir(&cwd).map_err(|error| format!("{}: {error}", cwd.display()))?;
    let mut paths: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !matches!(name.as_str(), "cmd" | "vendor" | "testdata" | "builtin"))
        .collect();
    paths.sort();
    let request = Request { cwd, paths, ..Request::default() };
    let store = Store::new(Arc::new(Workspace::load(request, options).map_err(|error| error.to_string())?));
    let workspace = &store.workspace;
    for &unit in workspace.targets() {
        store.scope(store.package_of_unit(unit));
    }
    let files: Vec<_> = workspace
        .targets()
        .iter()
        .flat_map(|&unit| workspace.files_of(unit).iter().enumerate().map(move |(number, file)| (unit, number, file)))
        .filter(|(_, _, file)| file.built && !file.is_test)
        .collect();
    let infos: Vec<Info> = files.par_iter().map(|&(unit, number, _)| check_file(&store, unit, number as u32)).collect();
    let sources: Vec<Source<'_>> =
        files.iter().zip(&infos).map(|((_, _, file), info)| source(&store, file, info)).collect();
    // The run-time system does much that its callers do not see: started goroutines, panics that the compiler replaces.
    let is_runtime = |path: &str| matches!(path, "runtime") || path.starts_with("internal/runtime/");
    let outside = files.iter().zip(&sources).filter(|((unit, ..), _)| !is_runtime(workspace.unit(*unit).path.as_str()));
    let program = Program::new(&store, outside.map(|(_, src)| *src));
    let found: Vec<Vec<(String, Line)>> = files
        .par_iter()
        .zip(&sources)
        .map(|((unit, ..), src)| {
            let path = workspace.unit(*unit).path.as_str();
            // In it stand bodies that the compiler replaces.
            if path == "hash/maphash"
                || is_runtime(path)
                || path.split('/').any(|part| part == "internal" || part == "vendor")
            {
                Vec::new()
            } else {
                facts(src, &program)
            }
        })
        .collect();
    Ok(found.into_iter().flatten().filter(|(_, line)| !line.is_empty()).collect())
}

fn facts<'a>(src: &Source<'a>, program: &Program<'a>) -> Vec<(String, Line)> {
    let ast = src.ast;
    let mut found = Vec::new();
    for func in ast.funcs.ids() {
        let Some(name) = ast.funcs[func].name.filter(|_| ast.funcs[func].body.is_some()) else { continue };
        if !ast.ident(name).is_some_and(|name| name.is_exported()) {
            continue;
        }
        let Some(object) = src.info.object(name) else { continue };
        let Some(spelled) = FuncName::of(src.store, object).and_then(FuncName::spelled) else { continue };
        found.push((spelled, summarise(src, program, func, object)));
    }
    found
}

fn summarise<'a>(src: &Source<'a>, program: &Program<'a>, func: FuncId, object: ObjectId) -> Line {
    let store = src.store;
    let signature = store.as_signature(store.type_of(object));
    let (params, results) = signature.map_or((0, 0), |signature| (signature.params.len(), signature.results.len()));
    let closer = Compiled::of("io.Closer").expect("the table has a row for whatever has a method Close");
    let holds = |at: usize| {
        let ty = signature.map(|signature| store.underlying(signature.params[at]));
        match ty.map(|ty| store.ty(ty)) {
            Some(Type::Pointer(_)) => true,
            Some(Type::Interface(_)) => {
                ty.is_some_and(|ty| store.type_set(ty).is_some_and(|set| !set.methods.is_empty()))
            }
            _ => false,
        }
    };
    let is_context = |at: usize| {
        signature.is_some_and(|signature| {
            crate::flow::TypeSpelling::parse("context.Context").matches(store, signature.params[at])
        })
    };
    Line {
        ending: program.ending_of(*src, func),
        // Inside, channels and conditions are mostly waited for briefly.
        waits: program.waits(object).filter(|wait| !matches!(wait, Wait::Channel | Wait::Join | Wait::Condition)),
        starts: program.starts_goroutine(object),
        params: (0..params)
            .map(|at| if holds(at) { program.param(object, Param::At(at), closer, &[]) } else { ParamEffect::Unknown })
            .collect(),
        derefs: (0..params).filter(|&at| program.dereferences(object, Param::At(at))).collect(),
        contexts: (0..params)
            .filter(|&at| is_context(at))
            .filter_map(|at| Some((at, program.context_param(object, at)?)))
            .collect(),
        nil_with_error: (0..results.saturating_sub(1)).filter(|&at| program.nil_with_error(object, at)).collect(),
    }
}
