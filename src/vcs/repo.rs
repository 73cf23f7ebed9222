//! A git repository, read only.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::object::tree::EntryKind;

/// Why the repository cannot answer, and what to do.
#[derive(Debug, Clone, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
pub struct VcsError {
    message: String,
    #[help]
    help: Option<String>,
}

impl VcsError {
    fn new(message: impl Into<String>) -> VcsError {
        VcsError { message: message.into(), help: None }
    }

    fn help(self, help: impl Into<String>) -> VcsError {
        VcsError { help: Some(help.into()), ..self }
    }
}

/// A repository with a work tree.
pub struct Repo {
    inner: gix::Repository,
    root: PathBuf,
    /// Submodules that were looked into: their objects are read as if they were the repository's own.
    nested: RefCell<Vec<gix::Repository>>,
}

/// The Go files and module files of one state of the repository: a commit, or the index.
pub struct Snapshot {
    /// Object of each file by its path from the root of the work tree, with `/`.
    pub files: BTreeMap<String, ObjectId>,
}

impl Repo {
    /// The repository that a folder belongs to.
    pub fn discover(folder: &Path) -> Result<Repo, VcsError> {
        let inner = gix::discover(folder).map_err(|_| {
            VcsError::new(format!("{} is not in a git repository", folder.display()))
                .help("without a repository, give the changes with --diff-file")
        })?;
        let Some(root) = inner.workdir().map(Path::to_owned) else {
            return Err(VcsError::new(format!("the git repository of {} has no work tree", folder.display()))
                .help("run it in a clone, or give the changes with --diff-file"));
        };
        let root = root.canonicalize().unwrap_or(root);
        Ok(Repo { inner, root, nested: RefCell::default() })
    }

    /// The root of the work tree, without symbolic links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path of a file from the root of the work tree, with `/`; `None` outside.
    pub fn relative(&self, path: &Path) -> Option<String> {
        let relative = match path.strip_prefix(&self.root) {
            Ok(relative) => relative.to_owned(),
            Err(_) => {
                // The folder exists also where the file does not.
                let folder = path.parent()?.canonicalize().ok()?;
                folder.strip_prefix(&self.root).ok()?.join(path.file_name()?)
            }
        };
        let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
        Some(parts?.join("/"))
    }

    /// The files at a revision (anything `git rev-parse` takes).
    pub fn at(&self, revision: &str) -> Result<Snapshot, VcsError> {
        let commit = self.commit(revision)?;
        self.tree(commit, revision)
    }

    /// The files where the current commit and `reference` parted.
    pub fn at_merge_base(&self, reference: &str) -> Result<Snapshot, VcsError> {
        let other = self.commit(reference)?;
        let head = self.head_id()?.ok_or_else(no_commit)?;
        match self.inner.merge_base(head, other) {
            Ok(Some(base)) => self.tree(base.detach(), reference),
            _ => Err(self.missing(format!("the current commit and `{reference}` have no commit in common here"))),
        }
    }

    /// The files of the current commit; `None` before the first.
    pub fn head(&self) -> Result<Option<Snapshot>, VcsError> {
        self.head_id()?.map(|id| self.tree(id, "HEAD")).transpose()
    }

    fn head_id(&self) -> Result<Option<ObjectId>, VcsError> {
        let fault = |error: &dyn std::fmt::Display| VcsError::new(format!("cannot read the current commit: {error}"));
        match self.inner.head().map_err(|error| fault(&error))?.is_unborn() {
            true => Ok(None),
            false => self.inner.head_id().map(|id| Some(id.detach())).map_err(|error| fault(&error)),
        }
    }

    /// The files as staged.
    pub fn index(&self) -> Result<Snapshot, VcsError> {
        let index = self.inner.index_or_empty();
        let index = index.map_err(|error| VcsError::new(format!("cannot read the git index: {error}")))?;
        let mut files = BTreeMap::new();
        for entry in index.entries() {
            if entry.mode == gix::index::entry::Mode::COMMIT {
                if let Ok(path) = entry.path(&index).to_str() {
                    self.submodule(path, entry.id, &mut files)?;
                }
                continue;
            }
            let regular =
                entry.mode == gix::index::entry::Mode::FILE || entry.mode == gix::index::entry::Mode::FILE_EXECUTABLE;
            // In a conflict ours counts; it comes before theirs.
            let counts = entry.stage_raw() == 0 || entry.stage_raw() == 2;
            if let (true, true, Ok(path)) = (regular, counts, entry.path(&index).to_str())
                && matters(path)
            {
                files.insert(path.to_owned(), entry.id);
            }
        }
        Ok(Snapshot { files })
    }

    /// The bytes of a file.
    pub fn read(&self, id: ObjectId) -> Result<Vec<u8>, VcsError> {
        let data = |repo: &gix::Repository| repo.find_blob(id).ok().map(|mut blob| blob.take_data());
        let found = data(&self.inner).or_else(|| self.nested.borrow().iter().find_map(data));
        found.ok_or_else(|| self.missing(format!("the git object {id} is not here")))
    }

    /// Whether bytes on disk are those of a git object, where line endings may have been changed on the way.
    pub fn same(&self, id: ObjectId, bytes: &[u8]) -> bool {
        let hash = |bytes: &[u8]| gix::objs::compute_hash(id.kind(), gix::objs::Kind::Blob, bytes).ok();
        hash(bytes) == Some(id) || (bytes.contains(&b'\r') && hash(&bytes.replace("\r\n", "\n")) == Some(id))
    }

    fn commit(&self, revision: &str) -> Result<ObjectId, VcsError> {
        let parsed = self.inner.rev_parse_single(revision.as_bytes().as_bstr());
        let commit = parsed.ok().and_then(|id| id.object().ok()).and_then(|object| object.peel_to_commit().ok());
        match commit {
            Some(commit) => Ok(commit.id),
            None if self.head_id()?.is_none() => Err(no_commit()),
            None => Err(self.missing(format!("`{revision}` is no commit in this repository"))),
        }
    }

    fn missing(&self, message: String) -> VcsError {
        let help = if self.inner.is_shallow().unwrap_or(false) {
            "this is a shallow clone: fetch the base (`git fetch --unshallow`, or `fetch-depth: 0` in actions/checkout), \
             or give the changes with --diff-file"
        } else {
            "fetch it first (`git fetch origin`), or give the changes with --diff-file"
        };
        VcsError::new(message).help(help)
    }

    fn tree(&self, commit: ObjectId, name: &str) -> Result<Snapshot, VcsError> {
        let mut files = BTreeMap::new();
        self.walk(&self.inner, commit, String::new(), name, &mut files)?;
        Ok(Snapshot { files })
    }

    /// The files of a submodule, if it is here: git puts another repository at its path.
    fn submodule(&self, path: &str, commit: ObjectId, files: &mut BTreeMap<String, ObjectId>) -> Result<(), VcsError> {
        let Ok(nested) = gix::open(self.root.join(path)) else { return Ok(()) };
        self.walk(&nested, commit, path.to_owned(), &format!("{path}@{commit}"), files)?;
        self.nested.borrow_mut().push(nested);
        Ok(())
    }

    /// The files of a commit of `repo`, which lies at `prefix`.
    fn walk(
        &self,
        repo: &gix::Repository,
        commit: ObjectId,
        prefix: String,
        name: &str,
        files: &mut BTreeMap<String, ObjectId>,
    ) -> Result<(), VcsError> {
        let missing = || self.missing(format!("the files of `{name}` are not here"));
        let commit = repo.find_commit(commit).map_err(|_| missing())?;
        let mut open = vec![(prefix, commit.tree_id().map_err(|_| missing())?.detach())];
        while let Some((folder, id)) = open.pop() {
            let tree = repo.find_tree(id).map_err(|_| missing())?;
            for entry in tree.iter() {
                let entry = entry.map_err(|_| missing())?;
                let Ok(name) = entry.filename().to_str() else { continue };
                let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
                match entry.mode().kind() {
                    EntryKind::Tree => open.push((path, entry.oid().to_owned())),
                    EntryKind::Commit => self.submodule(&path, entry.oid().to_owned(), files)?,
                    EntryKind::Blob | EntryKind::BlobExecutable if matters(&path) => {
                        files.insert(path, entry.oid().to_owned());
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

fn no_commit() -> VcsError {
    VcsError::new("the repository has no commit yet").help("without one, everything is new: leave the flag out")
}

/// Whether a file can change findings.
fn matters(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with(".go") || matches!(name, "go.mod" | "go.work" | "modules.txt")
}
