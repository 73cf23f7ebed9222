//! `gotcha debug packages [--closure] PATH…`: how files are divided into units, and what loading costs.

use std::io::Write;
use std::time::Instant;

use crate::package::{GoEnv, Options, Request, UnitId, UnitKind, Workspace};

/// Loads the packages of `paths` and prints them; with `closure` loads all that they import, directly or not, and counts.
pub fn run(paths: &[String], closure: bool, out: &mut dyn Write) -> Result<(), String> {
    let start = Instant::now();
    let cwd = std::env::current_dir().map_err(|error| error.to_string())?;
    let paths = if paths.is_empty() { vec![".".to_owned()] } else { paths.to_vec() };
    let env = GoEnv::read(&|name| std::env::var(name).ok());
    let options = Options::from_env(env);
    let request = Request { cwd, paths, ..Request::default() };
    let workspace = Workspace::load(request, options).map_err(|error| error.to_string())?;
    let loaded = start.elapsed();
    let print = |error: std::io::Error| error.to_string();
    if closure {
        let all = workspace.closure(workspace.targets());
        summary(&workspace, workspace.targets(), "to be linted", out).map_err(print)?;
        writeln!(out, "{:.3} s", loaded.as_secs_f64()).map_err(print)?;
        let rest: Vec<UnitId> = all.into_iter().filter(|&id| workspace.unit(id).decls_only).collect();
        summary(&workspace, &rest, "dependencies", out).map_err(print)?;
        writeln!(out, "{:.3} s", (start.elapsed() - loaded).as_secs_f64()).map_err(print)?;
        let keys = Instant::now();
        let sum = rest.iter().fold(0, |sum: u128, &id| sum ^ workspace.content_key(id));
        writeln!(out, "keys {sum:032x}, {:.3} s", keys.elapsed().as_secs_f64()).map_err(print)?;
        return Ok(());
    }
    for &id in workspace.targets() {
        let unit = workspace.unit(id);
        let kind = match unit.kind {
            UnitKind::Plain => "",
            UnitKind::Test => " (test)",
            UnitKind::ExternalTest => " (external test)",
        };
        writeln!(out, "{} package {}{kind}", unit.path, workspace.name_of(id)).map_err(print)?;
        for file in workspace.files_of(id) {
            let path = &workspace.files[file.file].path;
            let constraint = if file.constraint.is_empty() { String::new() } else { format!(" [{}]", file.constraint) };
            let state = match (file.built, file.reported) {
                (true, true) => "",
                (true, false) => " (not linted)",
                (false, _) => " (not built)",
            };
            writeln!(out, "  {path} go{}{constraint}{state}", file.language).map_err(print)?;
        }
    }
    for problem in workspace.problems() {
        let at = problem.at.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
        writeln!(out, "{}{at}: {}", problem.path, problem.message).map_err(print)?;
    }
    for module in workspace.missing_modules() {
        writeln!(out, "missing: {module}").map_err(print)?;
    }
    Ok(())
}

fn summary(workspace: &Workspace, units: &[UnitId], what: &str, out: &mut dyn Write) -> std::io::Result<()> {
    let files = || units.iter().flat_map(|&id| workspace.files_of(id));
    let texts = || files().map(|file| &workspace.files[file.file].text);
    let lines: usize = texts().map(|text| memchr::memchr_iter(b'\n', text.as_bytes()).count()).sum();
    let bytes: usize = texts().map(|text| text.len()).sum();
    let broken = files().filter(|file| !file.ast.problems.is_empty()).count();
    write!(
        out,
        "{what}: {} units, {} files, {lines} lines, {bytes} bytes, {broken} with syntax problems, ",
        units.len(),
        files().count()
    )
}
