//! One run of `check` with all that stands around the analysis: standard input, what git and patches say, the baseline,
//! and fixes in passes. Everything that is read from outside is read once, so that passes agree.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use miette::IntoDiagnostic;

use super::args::CheckArgs;
use super::fixing::{Allowed, Fixing, Texts, settle};
use super::newcode::{Base, Present};
use super::setup::Setup;
use super::{Trouble, usage};
use crate::check::{self, Outcome, catalog};
use crate::lint::baseline::{self, Baseline, Entry};
use crate::lint::select::Active;
use crate::source::read::{absolute, shown};
use crate::source::{FileId, Reader, Text};
use crate::vcs::{Patch, Repo};

/// Everything that a run needs besides the files.
pub struct Session<'a> {
    args: &'a CheckArgs,
    setup: &'a Setup,
    paths: Vec<String>,
    stdin: Option<Text>,
    /// Fences of Markdown files.
    fences: Vec<(String, Text)>,
    present: Option<Present>,
    old: Option<Old>,
    /// Changed lines by absolute path.
    patch: Option<BTreeMap<PathBuf, Vec<u32>>>,
    baseline: Option<(PathBuf, Baseline)>,
    stale: RefCell<Vec<Entry>>,
    /// Where to tell how far the analysis is.
    pub progress: Option<Arc<check::Progress>>,
}

/// What was found before.
struct Old {
    fingerprints: BTreeMap<String, usize>,
    folders: BTreeSet<PathBuf>,
}

fn trouble(error: impl miette::Diagnostic + Send + Sync + 'static) -> Trouble {
    Trouble::Report(error.into())
}

impl<'a> Session<'a> {
    /// Reads what the flags name.
    pub fn new(args: &'a CheckArgs, setup: &'a Setup) -> Result<Session<'a>, Trouble> {
        let (mut paths, wants_stdin) = super::setup::paths(args)?;
        let mut stdin = None;
        if wants_stdin {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).into_diagnostic()?;
            stdin = Some(Text::from_bytes(bytes));
        }
        let mut fences = Vec::new();
        if args.source.markdown {
            fences = super::fences::read(&setup.cwd, &std::mem::take(&mut paths), stdin.take())?;
        }
        let new = &args.new_code;
        let patch = match &new.diff_file {
            Some(path) => Some(read_patch(path, &setup.cwd)?),
            None => None,
        };
        let base = match (&new.new_from, &new.new_from_merge_base, new.staged) {
            (Some(revision), ..) => Some(Base::Revision(revision.clone())),
            (_, Some(reference), _) => Some(Base::MergeBase(reference.clone())),
            (.., true) => Some(Base::Head),
            _ => None,
        };
        if base.is_some() && (stdin.is_some() || args.source.markdown) {
            return Err(usage("standard input and Markdown have no old state to compare with", None));
        }
        let present = match &base {
            Some(Base::Head) => Some(Present::staged(&setup.cwd).map_err(trouble)?),
            Some(_) => Some(Present::on_disk(&setup.cwd).map_err(trouble)?),
            None => None,
        };
        let mut session = Session {
            args,
            setup,
            paths,
            stdin,
            fences,
            present,
            old: None,
            patch,
            baseline: None,
            stale: RefCell::default(),
            progress: None,
        };
        session.baseline = session.read_baseline()?;
        if let Some(base) = base {
            session.old = Some(session.analyse_old(&base)?);
        }
        Ok(session)
    }

    /// The baseline's path: as the flag says, or the configuration, where that file exists.
    pub fn baseline_path(args: &CheckArgs, setup: &Setup) -> Option<(PathBuf, bool)> {
        match &args.new_code.baseline {
            Some(path) => Some((absolute(&setup.cwd, path), true)),
            None => setup.settings.baseline.clone().map(|path| (path, false)),
        }
    }

    fn read_baseline(&self) -> Result<Option<(PathBuf, Baseline)>, Trouble> {
        let Some((path, named)) = Self::baseline_path(self.args, self.setup) else { return Ok(None) };
        if !path.exists() && !named {
            return Ok(None);
        }
        let name = shown(&self.setup.cwd, &path);
        let help = || Some("`gotcha baseline create` makes one".to_owned());
        let text = std::fs::read_to_string(&path)
            .map_err(|error| usage(format!("the baseline {name} cannot be read: {error}"), help()))?;
        let baseline = Baseline::parse(&text)
            .map_err(|reason| usage(format!("the baseline {name} cannot be read: {reason}"), help()))?;
        Ok(Some((path, baseline)))
    }

    /// A request with these texts in place of those on disk.
    fn request(&self, reader: Reader) -> Result<check::Request, Trouble> {
        let mut request = self.setup.request(self.args)?;
        request.load.paths.clone_from(&self.paths);
        request.load.stdin = self
            .stdin
            .clone()
            .map(|text| crate::package::Stdin { name: self.args.source.stdin_filename.clone(), text });
        request.load.snippets.clone_from(&self.fences);
        request.load.reader = reader;
        request.progress.clone_from(&self.progress);
        Ok(request)
    }

    /// Analyses the packages that differ as they were.
    fn analyse_old(&self, base: &Base) -> Result<Old, Trouble> {
        let Some(present) = &self.present else { return Err(usage("there is no repository here", None)) };
        let difference = present.difference(base).map_err(trouble)?;
        let mut reader = Reader::default();
        present.lay_over(&mut reader).map_err(trouble)?;
        difference.lay_over(&mut reader);
        let mut request = self.request(reader)?;
        // Files must be found although they may be missing on disk by now: whole folders are named, one by one.
        let folders: BTreeSet<PathBuf> = difference.old_folders().cloned().collect();
        request.load.paths = folders.iter().map(|folder| folder.to_string_lossy().into_owned()).collect();
        request.load.stdin = None;
        request.load.snippets.clear();
        request.progress = None;
        let inner = request.load.walk.exclude.take();
        request.load.walk.exclude = Some(Arc::new(move |path: &Path, is_folder| {
            (is_folder && !folders.contains(path)) || inner.as_ref().is_some_and(|inner| inner(path, is_folder))
        }));
        let mut fingerprints = BTreeMap::new();
        if !request.load.paths.is_empty() {
            let outcome = check::check(request).map_err(trouble)?;
            fingerprints = baseline::fingerprints(&outcome.findings);
        }
        Ok(Old { fingerprints, folders: difference.folders })
    }

    /// One analysis with these texts in place of those on disk, and all that hides findings.
    pub fn analyse(&self, texts: Texts) -> Result<Outcome, Trouble> {
        let mut reader = Reader::default();
        if let Some(present) = &self.present {
            present.lay_over(&mut reader).map_err(trouble)?;
        }
        for (path, text) in texts {
            reader.overlay(path, text);
        }
        let mut outcome = check::check(self.request(reader)?).map_err(trouble)?;
        self.hide(&mut outcome);
        Ok(outcome)
    }

    fn hide(&self, outcome: &mut Outcome) {
        let workspace = outcome.workspace.clone();
        let files = &workspace.files;
        if let Some((path, baseline)) = &self.baseline {
            let folder = path.parent().unwrap_or(Path::new("/"));
            let judge = Judge::new(outcome, folder);
            let stale = baseline.hide(
                &mut outcome.findings,
                |file| baseline_path(outcome_path(files, file), folder),
                |entry| judge.can(entry),
            );
            *self.stale.borrow_mut() = stale;
        }
        if let Some(old) = &self.old {
            let changed = files.iter().filter(|(_, file)| {
                file.absolute().and_then(Path::parent).is_some_and(|folder| old.folders.contains(folder))
            });
            let changed = changed.map(|(id, _)| id).collect();
            baseline::hide_old(&mut outcome.findings, old.fingerprints.clone(), &changed);
        }
        if let Some(patch) = &self.patch {
            let changed = files.iter().filter_map(|(id, file)| Some((id, patch.get(file.absolute()?)?.clone())));
            baseline::hide_untouched(&mut outcome.findings, files, &changed.collect());
        }
    }

    /// Entries of the baseline that match nothing any more, after the last analysis.
    pub fn stale(&self) -> Vec<Entry> {
        self.stale.borrow().clone()
    }

    /// The whole run: analysis, then fixes in passes where they are asked for.
    pub fn run(&self) -> Result<(Outcome, Fixing), Trouble> {
        let first = self.analyse(Texts::new())?;
        if !self.args.fix.changes_text() {
            return Ok((first, Fixing::default()));
        }
        let allowed = Allowed {
            allow_unsafe: self.args.fix.unsafe_fixes,
            untouchable: self.present.as_ref().map(Present::partially_staged).unwrap_or_default(),
            reason: "only a part of it is staged",
        };
        settle(first, &allowed, |texts| self.analyse(texts))
    }
}

/// The absolute path of a file, or its name where it has none.
fn outcome_path(files: &crate::source::Files, file: FileId) -> PathBuf {
    let file = files.get(file);
    file.absolute().map_or_else(|| PathBuf::from(&file.path), Path::to_owned)
}

/// A path as a baseline in `folder` has it.
pub fn baseline_path(path: PathBuf, folder: &Path) -> String {
    if path.is_absolute() { shown(folder, &path) } else { path.to_string_lossy().into_owned() }
}

/// Which entries of a baseline a run can judge.
struct Judge {
    folder: PathBuf,
    /// The files that were looked at, as the baseline has them, each with its rules.
    files: BTreeMap<String, Arc<Active>>,
}

impl Judge {
    fn new(outcome: &Outcome, folder: &Path) -> Judge {
        let mut actives: BTreeMap<usize, Arc<Active>> = BTreeMap::new();
        let mut files = BTreeMap::new();
        for &unit in outcome.workspace.targets() {
            for source in outcome.workspace.files_of(unit).iter().filter(|source| source.reported) {
                let Some(settings) = outcome.settings.get(&source.file) else { continue };
                let active = actives.entry(settings.id).or_insert_with(|| Arc::new(catalog().active(settings)));
                let path = baseline_path(outcome_path(outcome.files(), source.file), folder);
                files.insert(path, active.clone());
            }
        }
        Judge { folder: folder.to_owned(), files }
    }

    /// Whether the rule of an entry ran over its file, or the file is gone.
    fn can(&self, entry: &Entry) -> bool {
        match self.files.get(&entry.path) {
            Some(active) => catalog().index(&entry.rule).is_none_or(|rule| active.is_on(rule)),
            None => !self.folder.join(&entry.path).exists(),
        }
    }
}

/// The changed lines that a patch names, seen from the working directory or the root of the repository.
fn read_patch(path: &Path, cwd: &Path) -> Result<BTreeMap<PathBuf, Vec<u32>>, Trouble> {
    let name = path.display();
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(cwd.join(path))
    };
    let bytes = bytes.map_err(|error| usage(format!("the patch {name} cannot be read: {error}"), None))?;
    let patch = Patch::parse(&String::from_utf8_lossy(&bytes))
        .map_err(|(line, reason)| usage(format!("the patch {name} cannot be read: line {line}: {reason}"), None))?;
    let mut roots = vec![cwd.to_owned()];
    if let Ok(repo) = Repo::discover(cwd) {
        let spelled = cwd.ancestors().find(|folder| folder.canonicalize().is_ok_and(|real| real == repo.root()));
        // `git diff` writes paths from the root, wherever it is run.
        roots.insert(0, spelled.unwrap_or(repo.root()).to_owned());
    }
    Ok(patch.resolve(&roots))
}
