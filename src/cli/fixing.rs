//! `--fix` and `--diff`: fixes applied in passes until nothing is left to fix, then written, each file at once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Trouble;
use crate::apply;
use crate::check::{Outcome, catalog};
use crate::config::Settings;
use crate::lint::rule::class_named;
use crate::lint::{Finding, Fix, Notice, NoticeKind};
use crate::source::Text;

/// The new text of a file.
#[derive(Clone, Debug)]
pub struct NewText {
    /// As shown.
    pub path: String,
    /// As it was when it was first read.
    pub before: Arc<str>,
    /// Hash of the bytes it had then.
    pub hash: u128,
    /// With all fixes.
    pub after: Arc<str>,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Applied {
    /// The file, as shown.
    pub path: String,
    /// The line of the finding when it was fixed, 1-based.
    pub line: u32,
    /// Its rule.
    pub rule: &'static str,
    /// What the fix does.
    pub title: String,
}

/// What all passes did.
#[derive(Clone, Debug, Default)]
pub struct Fixing {
    /// New texts by absolute path.
    pub texts: BTreeMap<PathBuf, NewText>,
    /// The fixes, by path.
    pub applied: Vec<Applied>,
    /// Files with fixes that were left as they are: path as shown, and why.
    pub left: BTreeMap<String, String>,
}

/// What may be fixed.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    /// Also fixes that may change behaviour, whatever the configuration says.
    pub allow_unsafe: bool,
    /// Files (absolute) that must not be touched, and why.
    pub untouchable: BTreeSet<PathBuf>,
    /// Why not.
    pub reason: &'static str,
}

/// The texts of files by absolute path, in place of those on disk.
pub type Texts = BTreeMap<PathBuf, Text>;

/// Applies fixes to what `first` found, analyses the new texts with `again`, and so on until it settles.
pub fn settle(
    first: Outcome,
    allowed: &Allowed,
    mut again: impl FnMut(Texts) -> Result<Outcome, Trouble>,
) -> Result<(Outcome, Fixing), Trouble> {
    let mut outcome = first;
    let mut fixing = Fixing::default();
    for _ in 0..apply::PASSES {
        let files = outcome.files();
        let mut left = BTreeMap::new();
        let touchable = |file| {
            let file = files.get(file);
            let path = file.absolute().filter(|_| file.hash != 0)?;
            (!allowed.untouchable.contains(path)).then_some(path)
        };
        for finding in &outcome.findings {
            if let Some(fix) = chosen(&outcome, finding, allowed)
                && let Some(first) = fix.edits.first()
                && touchable(first.place.file).is_none()
                && files.get(first.place.file).absolute().is_some()
            {
                left.insert(files.get(first.place.file).path.clone(), allowed.reason.to_owned());
            }
        }
        let pass = apply::pass(files, &outcome.findings, |finding| {
            chosen(&outcome, finding, allowed)
                .filter(|fix| fix.edits.first().is_some_and(|edit| touchable(edit.place.file).is_some()))
        });
        left.extend(pass.refused.iter().map(|refused| (files.get(refused.file).path.clone(), refused.reason.clone())));
        fixing.left = left;
        if pass.rewrites.is_empty() {
            break;
        }
        for rewrite in pass.rewrites {
            let file = files.get(rewrite.file);
            let Some(path) = file.absolute() else { continue };
            for finding in rewrite.fixed.iter().map(|&position| &outcome.findings[position]) {
                let title = chosen(&outcome, finding, allowed).map_or(String::new(), |fix| fix.title.clone());
                let line = files.get(finding.at.file).lines().line(finding.at.span.start);
                fixing.applied.push(Applied { path: file.path.clone(), line, rule: finding.rule, title });
            }
            let new = fixing.texts.entry(path.to_owned()).or_insert_with(|| NewText {
                path: file.path.clone(),
                before: file.text.clone(),
                hash: file.hash,
                after: file.text.clone(),
            });
            new.after = rewrite.text;
        }
        let texts =
            fixing.texts.iter().map(|(path, new)| (path.clone(), Text::from_bytes(new.after.as_bytes().to_vec())));
        outcome = again(texts.collect())?;
    }
    // What fixes undid again is no change.
    fixing.texts.retain(|_, new| new.before != new.after);
    fixing.applied.sort();
    Ok((outcome, fixing))
}

/// The fix of a finding that is to be applied.
fn chosen<'a>(outcome: &Outcome, finding: &'a Finding, allowed: &Allowed) -> Option<&'a Fix> {
    if finding.hidden.is_some() {
        return None;
    }
    let settings = outcome.settings.get(&finding.at.file)?;
    if never(settings, finding) {
        return None;
    }
    let fix = apply::applicable(finding, allowed.allow_unsafe || settings.unsafe_fixes)?;
    // Only files that are linted themselves: never a dependency's.
    fix.edits.iter().all(|edit| outcome.settings.contains_key(&edit.place.file)).then_some(fix)
}

/// Whether the configuration keeps the fixes of this rule from being applied.
fn never(settings: &Settings, finding: &Finding) -> bool {
    let group = catalog().rule(finding.rule).map_or("", |rule| rule.meta().group);
    settings.never_fix.iter().any(|name| {
        name == "all"
            || name == group
            || class_named(name) == Some(finding.tier)
            || catalog().rule(name).is_some_and(|rule| rule.name() == finding.rule)
    })
}

impl Fixing {
    /// Writes the new texts; gives a notice for each file that could not be written.
    pub fn write(&self) -> Vec<Notice> {
        let mut notices = Vec::new();
        for (path, new) in &self.texts {
            if let Err(message) = write(path, new) {
                let message = format!("the fixes were not written: {message}");
                notices.push(Notice { kind: NoticeKind::Unreadable, path: new.path.clone(), place: None, message });
            }
        }
        notices
    }

    /// The changes as a patch.
    pub fn diff(&self, out: &mut dyn Write, colour: bool) -> io::Result<()> {
        let paint = |sign: char, line: &str| match sign {
            '+' if colour => format!("\x1b[32m+{line}\x1b[0m"),
            '-' if colour => format!("\x1b[31m-{line}\x1b[0m"),
            sign => format!("{sign}{line}"),
        };
        for new in self.texts.values() {
            let diff = similar::TextDiff::from_lines(&*new.before, &*new.after);
            writeln!(out, "--- a/{0}\n+++ b/{0}", new.path)?;
            for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
                writeln!(out, "{}", hunk.header())?;
                for change in hunk.iter_changes() {
                    let sign = match change.tag() {
                        similar::ChangeTag::Delete => '-',
                        similar::ChangeTag::Insert => '+',
                        similar::ChangeTag::Equal => ' ',
                    };
                    let line = change.value();
                    writeln!(out, "{}", paint(sign, line.strip_suffix('\n').unwrap_or(line)))?;
                    if change.missing_newline() {
                        writeln!(out, "\\ No newline at end of file")?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The number of findings fixed.
    pub fn count(&self) -> usize {
        self.applied.len()
    }
}

fn write(path: &Path, new: &NewText) -> Result<(), String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    if Text::from_bytes(bytes.clone()).hash != new.hash {
        return Err(apply::Unwritten::Changed.to_string());
    }
    if bytes != new.before.as_bytes() {
        return Err("the file is not valid UTF-8".to_owned());
    }
    apply::write(path, &bytes, new.after.as_bytes()).map_err(|error| error.to_string())
}
