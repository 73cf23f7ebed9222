//! `gotcha debug syntax`: the trees of many files in the words of `go/ast`, for the oracle in `tests/oracle`.
//!
//! Paths come on standard input, one a line. For each, in that order, a line `file`, how it was read, the number of bytes that
//! follow, the path and the first problem, separated by tabs; then that many bytes of [`crate::syntax::dump`].

use std::io::{BufRead, Write};

use rayon::prelude::*;

use crate::syntax::ast::Reading;
use crate::syntax::{self, Mode};

/// Files that are read at a time.
const BATCH: usize = 64;

/// Dumps the files named on `input`.
pub fn run(input: &mut dyn BufRead, out: &mut dyn Write) -> std::io::Result<()> {
    let mut lines = input.lines();
    loop {
        let batch: Vec<String> = lines.by_ref().take(BATCH).collect::<Result<_, _>>()?;
        if batch.is_empty() {
            return out.flush();
        }
        let dumps: Vec<(&str, String, String)> = batch
            .par_iter()
            .map(|path| match std::fs::read(path) {
                Ok(text) => {
                    let ast = syntax::parse_bytes(&text, Mode::Full);
                    let reading = if ast.reading == Reading::Whole && !ast.snippet { "whole" } else { "partial" };
                    let problem = ast.problems.first().map_or(String::new(), |problem| {
                        format!("{} at {}", problem.message.replace(['\n', '\t'], " "), problem.span.start)
                    });
                    (reading, problem, syntax::dump::dump(&ast))
                }
                Err(error) => ("failed", error.to_string(), String::new()),
            })
            .collect();
        for (path, (reading, problem, dump)) in batch.iter().zip(dumps) {
            writeln!(out, "file\t{reading}\t{}\t{path}\t{problem}", dump.len())?;
            out.write_all(dump.as_bytes())?;
        }
    }
}
