//! `gotcha debug …`: commands for those who work on gotcha itself.

pub mod ast;
pub mod packages;
pub mod parse;
pub mod syntax;
pub mod types;

use std::path::PathBuf;

use crate::source::walk::{WalkOptions, walk};

/// The Go files below the paths, as `check` finds them.
fn go_files(paths: &[String]) -> Result<Vec<PathBuf>, String> {
    let base = std::env::current_dir().map_err(|error| error.to_string())?;
    let paths = if paths.is_empty() { &[".".to_string()][..] } else { paths };
    let found = walk(&base, paths, &WalkOptions::default()).map_err(|error| error.to_string())?;
    Ok(found.files.into_keys().collect())
}
