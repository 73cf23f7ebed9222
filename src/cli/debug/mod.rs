//! `gotcha debug …`: commands for those who work on gotcha itself.

pub mod ast;
pub mod flow;
pub mod packages;
pub mod parse;
pub mod std_facts;
pub mod std_summary;
pub mod syntax;
pub mod types;

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{Trouble, usage};
use crate::syntax::Mode;

use crate::source::walk::{WalkOptions, walk};

/// The Go files below the paths, as `check` finds them.
fn go_files(paths: &[String]) -> Result<Vec<PathBuf>, String> {
    let base = std::env::current_dir().map_err(|error| error.to_string())?;
    let paths = if paths.is_empty() { &[".".to_string()][..] } else { paths };
    let found = walk(&base, paths, &WalkOptions::default()).map_err(|error| error.to_string())?;
    Ok(found.files.into_keys().collect())
}

/// Runs the debug command that these words name.
pub fn run(args: &[String]) -> Result<ExitCode, Trouble> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    let done = match words[..] {
        ["ast", "--declarations", file] => ast::run(Path::new(file), Mode::Declarations, &mut out).map_err(text),
        ["ast", file] => ast::run(Path::new(file), Mode::Full, &mut out).map_err(text),
        ["parse", "--lower", ..] => parse::run(&args[2..], parse::Step::Lower(Mode::Full), &mut out),
        ["parse", "--declarations", ..] => parse::run(&args[2..], parse::Step::Lower(Mode::Declarations), &mut out),
        ["parse", ..] => parse::run(&args[1..], parse::Step::TreeSitter, &mut out),
        ["cfg", ..] => flow::cfg(&args[1..], &mut out),
        ["leaks", ..] => flow::leaks(&args[1..], &mut out),
        ["types", ..] => types::run(&args[1..], &mut out),
        ["std-facts", ..] => std_facts::run(&args[1..], &mut out),
        ["std-summary", ..] => std_summary::run(&args[1..], &mut out),
        ["packages", "--closure", ..] => packages::run(&args[2..], true, &mut out),
        ["packages", ..] => packages::run(&args[1..], false, &mut out),
        ["syntax"] => syntax::run(&mut io::stdin().lock(), &mut out).map_err(text),
        _ => Err("the debug commands are ast, cfg, leaks, packages, parse, std-facts, std-summary, syntax and types"
            .to_owned()),
    };
    done.map_err(|message| usage(message, None))?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn text(error: impl ToString) -> String {
    error.to_string()
}
