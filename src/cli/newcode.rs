//! New code only: which findings were there before, and what git has staged.
//!
//! The old state is never checked out: its files are laid over those on disk while they are read, and the packages that
//! differ are analysed once more. What differs from the base is judged by the package, for a change in one file can bring
//! a finding in another.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::source::{Reader, Text};
use crate::vcs::{Repo, Snapshot, VcsError};

/// With more files gone than this, only those that did not change are taken for renamed (as git's `diff.renameLimit`).
const RENAMES: usize = 1000;

/// What new code is new against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// The files at a revision.
    Revision(String),
    /// The files where the current commit and this one parted.
    MergeBase(String),
    /// The files of the current commit: what is staged is new.
    Head,
}

/// The present state of the repository: on disk, or as staged.
pub struct Present {
    repo: Repo,
    /// The root of the work tree as the working directory spells it.
    root: PathBuf,
    /// The index, where it counts instead of the disk.
    staged: Option<Snapshot>,
}

/// What differs between the base and the present.
#[derive(Debug, Default)]
pub struct Difference {
    /// What was there before: the old text, or nothing.
    pub old: BTreeMap<PathBuf, Option<Vec<u8>>>,
    /// The folders of Go files that differ.
    pub folders: BTreeSet<PathBuf>,
}

impl Present {
    /// The state on disk of the repository that `cwd` belongs to.
    pub fn on_disk(cwd: &Path) -> Result<Present, VcsError> {
        let repo = Repo::discover(cwd)?;
        // Other parts of the run have paths below `cwd`, which may lead over symbolic links.
        let spelled = cwd.ancestors().find(|folder| folder.canonicalize().is_ok_and(|real| real == repo.root()));
        let root = spelled.unwrap_or(repo.root()).to_owned();
        Ok(Present { repo, root, staged: None })
    }

    /// The state as staged.
    pub fn staged(cwd: &Path) -> Result<Present, VcsError> {
        let present = Present::on_disk(cwd)?;
        let staged = Some(present.repo.index()?);
        Ok(Present { staged, ..present })
    }

    /// The root of the work tree.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Lays what is staged over what is on disk.
    pub fn lay_over(&self, reader: &mut Reader) -> Result<(), VcsError> {
        let Some(staged) = &self.staged else { return Ok(()) };
        for (path, id) in &staged.files {
            let absolute = self.root.join(path);
            let same = std::fs::read(&absolute).is_ok_and(|bytes| self.repo.same(*id, &bytes));
            if !same {
                reader.overlay(absolute, Text::from_bytes(self.repo.read(*id)?));
            }
        }
        for path in self.on_disk_now() {
            if self.repo.relative(&path).is_some_and(|path| !staged.files.contains_key(&path)) {
                reader.hide(path);
            }
        }
        Ok(())
    }

    /// Files that are staged and have further changes that are not: their bytes on disk are not those that were analysed.
    pub fn partially_staged(&self) -> BTreeSet<PathBuf> {
        let Some(staged) = &self.staged else { return BTreeSet::new() };
        let differs = |(path, id): (&String, &gix::ObjectId)| {
            let absolute = self.root.join(path);
            let bytes = std::fs::read(&absolute).ok()?;
            (!self.repo.same(*id, &bytes)).then_some(absolute)
        };
        staged.files.iter().filter_map(differs).collect()
    }

    /// What differs from the base.
    pub fn difference(&self, base: &Base) -> Result<Difference, VcsError> {
        let base = match base {
            Base::Revision(revision) => self.repo.at(revision)?,
            Base::MergeBase(reference) => self.repo.at_merge_base(reference)?,
            Base::Head => self.repo.head()?.unwrap_or(Snapshot { files: BTreeMap::new() }),
        };
        let mut difference = Difference::default();
        let mut differs = |path: &str, old: Option<Vec<u8>>| {
            let absolute = self.root.join(path);
            if path.ends_with(".go")
                && let Some(folder) = absolute.parent()
            {
                difference.folders.insert(folder.to_owned());
            }
            difference.old.insert(absolute, old);
        };
        for (path, id) in &base.files {
            let same = match &self.staged {
                Some(staged) => staged.files.get(path) == Some(id),
                None => std::fs::read(self.root.join(path)).is_ok_and(|bytes| self.repo.same(*id, &bytes)),
            };
            if !same {
                differs(path, Some(self.repo.read(*id)?));
            }
        }
        let now: Vec<String> = match &self.staged {
            Some(staged) => staged.files.keys().cloned().collect(),
            None => self.on_disk_now().iter().filter_map(|path| self.repo.relative(path)).collect(),
        };
        let now: BTreeSet<String> = now.into_iter().collect();
        let gone = base.files.iter().filter(|(path, _)| path.ends_with(".go") && !now.contains(*path));
        let mut gone: BTreeMap<String, Vec<u8>> =
            gone.map(|(path, id)| Ok((path.clone(), self.repo.read(*id)?))).collect::<Result<_, VcsError>>()?;
        for path in now.iter().filter(|path| !base.files.contains_key(*path)) {
            // A file that has only another name now is compared with what it was.
            let bytes = match &self.staged {
                Some(staged) => staged.files.get(path).map(|id| self.repo.read(*id)).transpose()?,
                None => std::fs::read(self.root.join(path)).ok(),
            };
            let was = bytes.and_then(|bytes| old_name(path, &bytes, &gone));
            let text = was.as_ref().and_then(|was| gone.remove(was));
            if let Some(was) = was.filter(|was| folder(was) == folder(path)) {
                differs(&was, None);
            }
            differs(path, text);
        }
        Ok(difference)
    }

    /// The Go files in the work tree that git does not ignore.
    fn on_disk_now(&self) -> Vec<PathBuf> {
        let walk = ignore::WalkBuilder::new(&self.root).hidden(true).ignore(false).git_global(false).build();
        let files = walk.flatten().map(ignore::DirEntry::into_path);
        files.filter(|path| path.extension().is_some_and(|extension| extension == "go")).collect()
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The file that went away and of which this one has at least half the lines, as git takes it for renamed
/// (git-diff(1), `-M`); of several the most similar one.
fn old_name(path: &str, bytes: &[u8], gone: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    if !path.ends_with(".go") {
        return None;
    }
    if let Some((old, _)) = gone.iter().find(|(_, text)| **text == bytes) {
        return Some(old.clone());
    }
    if gone.len() > RENAMES {
        return None;
    }
    let mut lines: BTreeMap<&[u8], usize> = BTreeMap::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        *lines.entry(line.trim_ascii()).or_default() += 1;
    }
    let count: usize = lines.values().sum();
    let mut best: Option<(usize, usize, &String)> = None;
    for (old, text) in gone {
        let mut left = lines.clone();
        let (mut shared, mut all) = (0, 0);
        for line in text.split(|byte| *byte == b'\n') {
            all += 1;
            if let Some(count) = left.get_mut(line.trim_ascii()).filter(|count| **count > 0) {
                *count -= 1;
                shared += 1;
            }
        }
        // Shares are compared without rounding: a/b > c/d as a*d > c*b.
        let most = count.max(all);
        if shared * 2 >= most && best.is_none_or(|(part, whole, _)| shared * whole > part * most) {
            best = Some((shared, most, old));
        }
    }
    best.map(|(.., old)| old.clone())
}

impl Difference {
    /// Lays the old state over what `reader` has.
    pub fn lay_over(&self, reader: &mut Reader) {
        for (path, old) in &self.old {
            match old {
                Some(bytes) => reader.overlay(path.clone(), Text::from_bytes(bytes.clone())),
                None => reader.hide(path.clone()),
            }
        }
    }

    /// The folders that still hold a Go file of the old state: what to analyse there.
    pub fn old_folders(&self) -> impl Iterator<Item = &PathBuf> {
        self.folders.iter().filter(|folder| folder.is_dir())
    }
}
