//! `gotcha debug parse [--lower|--declarations] PATH…`: reads and parses with tree-sitter alone, the yardstick for speed.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use rayon::prelude::*;

use crate::syntax::{self, Mode};

/// What is done with each file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading and tree-sitter's parser.
    TreeSitter,
    /// Our tree as well.
    Lower(Mode),
}

/// Parses all Go files below `paths` and prints how many, how long, how fast.
pub fn run(paths: &[String], step: Step, out: &mut dyn Write) -> Result<(), String> {
    let start = Instant::now();
    let files = super::go_files(paths)?;
    let walked = start.elapsed();
    let (bytes, lines, errors) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    files.par_iter().for_each(|file| {
        let Ok(text) = std::fs::read(file) else { return };
        bytes.fetch_add(text.len() as u64, Ordering::Relaxed);
        lines.fetch_add(memchr::memchr_iter(b'\n', &text).count() as u64, Ordering::Relaxed);
        let error = match step {
            Step::TreeSitter => syntax::tree_sitter_only(&text),
            Step::Lower(mode) => !syntax::parse_bytes(&text, mode).problems.is_empty(),
        };
        errors.fetch_add(u64::from(error), Ordering::Relaxed);
    });
    let seconds = start.elapsed().as_secs_f64();
    let lines = lines.into_inner();
    writeln!(
        out,
        "{} files, {} bytes, {lines} lines, {} with errors, {seconds:.3} s ({:.3} s of it walking), {:.0} klines/s",
        files.len(),
        bytes.into_inner(),
        errors.into_inner(),
        walked.as_secs_f64(),
        lines as f64 / seconds / 1000.0
    )
    .map_err(|error| error.to_string())
}
