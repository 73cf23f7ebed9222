//! `gotcha debug ast [--declarations] FILE`: the syntax tree of a file, for people.

use std::io::Write;
use std::path::Path;

use crate::syntax::{self, Mode};

/// Prints the tree of `file`.
pub fn run(file: &Path, mode: Mode, out: &mut dyn Write) -> std::io::Result<()> {
    let ast = syntax::parse_bytes(&std::fs::read(file)?, mode);
    out.write_all(syntax::show::show(&ast).as_bytes())
}
