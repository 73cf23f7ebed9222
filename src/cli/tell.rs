//! What `check` says on standard error besides the summary: fixes, what is stale, counts, where settings come from.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::Trouble;
use super::args::CheckArgs;
use super::fixing::Fixing;
use super::session::Session;
use super::setup::Setup;
use crate::check::{Outcome, catalog};
use crate::lint::NoticeKind;
use crate::report::View;
use crate::source;

/// What was fixed, and what could not be.
pub fn fixes(args: &CheckArgs, outcome: &Outcome, fixing: &Fixing) -> Result<(), Trouble> {
    let mut err = io::stderr().lock();
    if args.fix.show_fixes {
        for fix in &fixing.applied {
            writeln!(err, "{}:{}: {}: {}", fix.path, fix.line, fix.rule, fix.title)?;
        }
    }
    if args.run.quiet < 2 {
        for (path, why) in &fixing.left {
            writeln!(err, "warning: {path} was not fixed: {why}")?;
        }
        if args.fix.diff || args.fix.fix_only {
            for notice in outcome
                .notices
                .iter()
                .filter(|notice| matches!(notice.kind, NoticeKind::Unreadable | NoticeKind::Internal))
            {
                writeln!(err, "error: {}: {}", notice.path, notice.message)?;
            }
        }
    }
    if args.fix.changes_text() && args.run.quiet == 0 {
        let (count, files) = (fixing.count(), fixing.texts.len());
        let would = if args.fix.diff { "would be fixed" } else { "fixed" };
        let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        writeln!(err, "{} {would} in {}", plural(count, "finding"), plural(files, "file"))?;
    }
    Ok(())
}

/// Entries of the baseline that match nothing any more; whether they make the run fail.
pub fn stale(args: &CheckArgs, setup: &Setup, session: &Session) -> Result<bool, Trouble> {
    let stale = session.stale();
    if stale.is_empty() {
        return Ok(false);
    }
    let mut err = io::stderr().lock();
    let count: usize = stale.iter().map(|entry| entry.count).sum();
    let name =
        Session::baseline_path(args, setup).map_or(String::new(), |(path, _)| source::read::shown(&setup.cwd, &path));
    if args.run.quiet < 2 {
        let level = if args.new_code.allow_stale { "warning" } else { "error" };
        writeln!(err, "{level}: {count} of the findings in {name} are gone: `gotcha baseline prune` takes them out")?;
        for entry in stale.iter().take(10) {
            writeln!(err, "  {}: {} in {}", entry.path, entry.rule, entry.symbol)?;
        }
    }
    Ok(!args.new_code.allow_stale)
}

/// What `-v` says: where settings come from, which Go is assumed, how many rules are on; with `-vv` also each file.
pub fn verbose(args: &CheckArgs, setup: &Setup, outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let shown = |path: &Path| source::read::shown(&setup.cwd, path);
    let files: Vec<String> = setup.configs.read().iter().map(|file| shown(&file.path)).collect();
    writeln!(out, "configuration: {}", if files.is_empty() { "none".to_owned() } else { files.join(", ") })?;
    let active = catalog().active(&Arc::new(setup.settings.clone()));
    let on = (0..catalog().rules().len()).filter(|&rule| active.is_on(rule)).count();
    writeln!(out, "rules: {on} of {} on", catalog().rules().len())?;
    let cache = args.run.cache();
    writeln!(out, "cache: {}", cache.folder().map_or("off".to_owned(), |folder| folder.display().to_string()))?;
    let workspace = &outcome.workspace;
    let mut modules = BTreeSet::new();
    for &unit in workspace.targets() {
        if let Some(module) = workspace.unit(unit).module.map(|id| workspace.module(id)) {
            modules.insert((module.path.clone(), module.language.to_string()));
        }
    }
    for (path, go) in modules {
        writeln!(out, "module: {path}, Go {go}")?;
    }
    if args.run.verbose > 1 {
        let mut rows: Vec<String> = Vec::new();
        for &unit in workspace.targets() {
            for source in workspace.files_of(unit).iter().filter(|source| source.reported) {
                let path = &outcome.files().get(source.file).path;
                rows.push(format!("file: {path}, package {}, Go {}", workspace.unit(unit).path, source.language));
            }
        }
        rows.sort();
        rows.dedup();
        rows.iter().try_for_each(|row| writeln!(out, "{row}"))?;
    }
    Ok(())
}

/// How many findings each rule has, most first.
pub fn statistics(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in view.findings.iter().filter(|finding| finding.hidden.is_none()) {
        *counts.entry(finding.rule).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
    for (rule, count) in counts {
        writeln!(out, "{count:6}  {rule}")?;
    }
    Ok(())
}
