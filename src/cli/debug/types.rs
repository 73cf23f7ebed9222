//! `gotcha debug types [--std-source DIR] PATH…`: what was found out about every expression, as JSON lines for the oracle;
//! `gotcha debug types FILE:LINE:COLUMN`: type, object and declaration at a place, for people.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::package::{GoEnv, Options, Request, UnitFile, UnitId, Workspace};
use crate::syntax::ast::{ExprId, ExprKind};
use crate::types::facts::{facts, spell};
use crate::types::infer::check_file;
use crate::types::{Info, Store};

/// Files that are looked at before their facts are written.
const BATCH: usize = 64;

/// Runs the command with these arguments.
pub fn run(args: &[String], out: &mut dyn Write) -> Result<(), String> {
    let (std_source, paths) = match args {
        [flag, dir, rest @ ..] if flag == "--std-source" => (Some(PathBuf::from(dir)), rest),
        rest => (None, rest),
    };
    let place = match paths {
        [only] => place(only),
        _ => None,
    };
    let paths = match &place {
        Some((file, _, _)) => vec![file.clone()],
        None => paths.to_vec(),
    };
    let cwd = std::env::current_dir().map_err(|error| error.to_string())?;
    let env = GoEnv::read(&|name| std::env::var(name).ok());
    let request = Request { cwd, paths, ..Request::default() };
    let options = Options { std_source, env, ..Options::default() };
    let workspace = Arc::new(Workspace::load(request, options).map_err(|error| error.to_string())?);
    let store = Store::new(Arc::clone(&workspace));
    let mut files: Vec<(UnitId, usize, &UnitFile)> = Vec::new();
    for &unit in workspace.targets() {
        let of_unit = workspace.files_of(unit).iter().enumerate();
        files
            .extend(of_unit.filter(|(_, file)| file.built && file.reported).map(|(number, file)| (unit, number, file)));
    }
    if let Some((_, line, column)) = place {
        for (unit, number, file) in files {
            let info = check_file(&store, unit, number as u32);
            at_place(&store, file, &info, line, column, out).map_err(|error| error.to_string())?;
        }
        return Ok(());
    }
    for batch in files.chunks(BATCH) {
        let texts: Vec<String> = batch
            .par_iter()
            .map(|&(unit, number, file)| {
                let info = check_file(&store, unit, number as u32);
                facts(&store, unit, file, &info)
            })
            .collect();
        for ((_, _, file), text) in batch.iter().zip(texts) {
            let source = workspace.files.get(file.file);
            let path = source.absolute().map_or_else(|| source.path.clone(), |path| path.display().to_string());
            writeln!(out, "{{\"file\":{}}}\n{}", serde_json::Value::String(path), text.trim_end())
                .map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// `FILE:LINE:COLUMN`
fn place(text: &str) -> Option<(String, u32, u32)> {
    let (rest, column) = text.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some((file.to_owned(), line.parse().ok()?, column.parse().ok()?))
}

/// Tells about the expressions at a place, innermost first.
fn at_place(
    store: &Store,
    file: &UnitFile,
    info: &Info,
    line: u32,
    column: u32,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let ast = &*file.ast;
    let start = ast.text.split_inclusive('\n').take(line.saturating_sub(1) as usize).map(str::len).sum::<usize>();
    let offset = (start + column.saturating_sub(1) as usize) as u32;
    let mut found: Vec<ExprId> = ast
        .exprs
        .ids()
        .filter(|&expr| ast.expr_spans[expr].start <= offset && offset < ast.expr_spans[expr].end)
        .collect();
    found.sort_by_key(|&expr| ast.expr_spans[expr].end - ast.expr_spans[expr].start);
    for expr in found {
        let text: String = ast.text(expr).chars().take(60).collect();
        let ty = info.type_of(expr).map_or_else(|| "unknown".to_owned(), |ty| spell(store, ty));
        writeln!(out, "{:?}: {:?} {ty}", text, info.mode(expr))?;
        if let Some(value) = info.constant(expr) {
            writeln!(out, "  value {}", value.exact_string())?;
        }
        if let ExprKind::Ident(_) = ast.exprs[expr]
            && let Some(object) = info.object(expr)
        {
            let declared = store.object(object);
            write!(out, "  {}", store.symbol(object))?;
            if let Some(place) = declared.place {
                let source = store.workspace.files.get(place.file);
                let line = source.text.get(..place.offset as usize).map(|text| text.matches('\n').count() + 1);
                write!(out, ", declared in {}:{}", source.path, line.unwrap_or_default())?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}
