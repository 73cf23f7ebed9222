//! Fixes: edits to new text, and new text to disk.
//!
//! A fix is one unit and stays in one file. Fixes whose edits touch each other wait for the next pass; the caller analyses
//! the new text and comes again, at most [`PASSES`] times. A file that would not parse any more is left as it is. Nothing
//! is written before all passes are done, and then each file at once: it is old or new at any moment.

mod align;
mod edit;
mod imports;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::lint::{Finding, Fix, Safety};
use crate::source::{FileId, Files};
use crate::syntax;
use crate::text::Span;

pub use edit::{Conflict, apply_edits, line_ending};
pub use write::{Unwritten, abandon, write};

/// How often fixes are applied to what the last ones made.
pub const PASSES: usize = 10;

/// What one pass makes of one file.
#[derive(Clone, Debug)]
pub struct Rewrite {
    /// The file.
    pub file: FileId,
    /// Its new text.
    pub text: Arc<str>,
    /// Positions of the findings whose fixes are in it, in the list that was given.
    pub fixed: Vec<usize>,
}

/// A file whose fixes could not be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The file.
    pub file: FileId,
    /// Why, small first letter, no full stop.
    pub reason: String,
}

/// What one pass does.
#[derive(Clone, Debug, Default)]
pub struct Pass {
    /// Changed files, by path.
    pub rewrites: Vec<Rewrite>,
    /// Files left as they are although they have fixes, by path.
    pub refused: Vec<Refused>,
    /// Number of fixes that touch others and wait for the next pass.
    pub waiting: usize,
}

/// The fix of a finding that may be applied: the best one that is safe enough and stays in one file.
pub fn applicable(finding: &Finding, allow_unsafe: bool) -> Option<&Fix> {
    let allowed = |fix: &&Fix| match fix.safety {
        Safety::Safe => true,
        Safety::Unsafe => allow_unsafe,
        Safety::Sketch => false,
    };
    let one_file =
        |fix: &&Fix| fix.edits.first().is_some_and(|first| fix.edits.iter().all(|e| e.place.file == first.place.file));
    finding.fixes.iter().filter(allowed).find(one_file)
}

/// One pass over `findings`: `chosen` gives the fix of a finding that shall be applied, if any.
pub fn pass<'a>(files: &Files, findings: &'a [Finding], chosen: impl Fn(&'a Finding) -> Option<&'a Fix>) -> Pass {
    let mut by_file: BTreeMap<(&str, FileId), Vec<(usize, &Fix)>> = BTreeMap::new();
    for (position, finding) in findings.iter().enumerate() {
        if let Some(fix) = chosen(finding)
            && let Some(first) = fix.edits.first()
        {
            let file = first.place.file;
            by_file.entry((&files.get(file).path, file)).or_default().push((position, fix));
        }
    }
    let mut pass = Pass::default();
    for ((_, file), mut fixes) in by_file {
        fixes.sort_by_key(|(position, fix)| (fix.edits.iter().map(|e| e.place.span.start).min(), *position));
        let text = &files.get(file).text;
        match rewrite(text, &fixes) {
            Ok((new, fixed)) => {
                pass.waiting += fixes.len() - fixed.len();
                if !fixed.is_empty() && *new != **text {
                    pass.rewrites.push(Rewrite { file, text: new.into(), fixed });
                }
            }
            Err(reason) => pass.refused.push(Refused { file, reason }),
        }
    }
    pass
}

fn read(text: Arc<str>) -> syntax::Ast {
    syntax::parse(text, syntax::Mode::Full)
}

/// The text with as many fixes as fit together, and which those are.
fn rewrite(text: &Arc<str>, fixes: &[(usize, &Fix)]) -> Result<(String, Vec<usize>), String> {
    let before = read(text.clone());
    if !before.problems.is_empty() {
        return Err("it has syntax errors".to_owned());
    }
    let mut edits: Vec<(Span, String)> = Vec::new();
    let mut taken: Vec<&Fix> = Vec::new();
    let mut fixed = Vec::new();
    for (position, fix) in fixes {
        let own: Vec<(Span, String)> = fix.edits.iter().map(|edit| (edit.place.span, edit.text.clone())).collect();
        if taken.iter().any(|other| other.edits == fix.edits) {
            fixed.push(*position);
        } else if edit::fits(text, &edits, &own) {
            edits.extend(own);
            taken.push(fix);
            fixed.push(*position);
        }
    }
    if edits.is_empty() {
        return Ok((text.to_string(), fixed));
    }
    let ending = line_ending(text);
    let unreadable = || "the fixed text would not parse".to_owned();
    let new = apply_edits(text, edits, ending).map_err(|_| "its edits do not fit".to_owned())?;
    let after = read(new.clone().into());
    if !after.problems.is_empty() {
        return Err(unreadable());
    }
    let wanted: Vec<&str> = taken.iter().flat_map(|fix| &fix.imports).map(String::as_str).collect();
    let imports = imports::adjust(&before, &after, &wanted);
    let new = apply_edits(&new, imports, ending).map_err(|_| "its imports cannot be adjusted".to_owned())?;
    let after = read(new.clone().into());
    if !after.problems.is_empty() {
        return Err(unreadable());
    }
    let comments = align::comments(&before, &after);
    let new = apply_edits(&new, comments, ending).map_err(|_| "its comments cannot be aligned".to_owned())?;
    Ok((new, fixed))
}
