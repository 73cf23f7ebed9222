//! From the paths that a user names to Go files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::{WalkBuilder, WalkState};

use super::read::{absolute, is_package_file};

/// Tells whether a path (absolute; a folder or not) is left out by the configuration.
pub type Exclude = Arc<dyn Fn(&Path, bool) -> bool + Send + Sync>;

/// What the walk leaves out.
#[derive(Clone)]
pub struct WalkOptions {
    /// Whether .gitignore files count.
    pub gitignore: bool,
    /// Whether folders named `vendor` are walked.
    pub vendor: bool,
    /// Whether `exclude` also applies to files that are named.
    pub force_exclude: bool,
    pub exclude: Option<Exclude>,
}

impl Default for WalkOptions {
    fn default() -> WalkOptions {
        WalkOptions { gitignore: true, vendor: false, force_exclude: false, exclude: None }
    }
}

impl std::fmt::Debug for WalkOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WalkOptions").field("gitignore", &self.gitignore).field("vendor", &self.vendor).finish()
    }
}

/// What a walk found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Go files by absolute path, in order; the value tells whether the file was named (and not found in a folder).
    pub files: BTreeMap<PathBuf, bool>,
    /// Files and folders that could not be read, with the reason, sorted.
    pub unreadable: Vec<(PathBuf, String)>,
    /// Files that were left out because they are no regular Go files, with the reason, sorted.
    pub skipped: Vec<(PathBuf, String)>,
}

/// A path on the command line that is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: no such file or folder")]
pub struct NotFound {
    /// As given.
    pub path: String,
}

/// Finds the Go files that `paths` (seen from `base`) name: files, folders and all below, `folder/...`.
pub fn walk(base: &Path, paths: &[String], options: &WalkOptions) -> Result<Found, NotFound> {
    let mut found = Found::default();
    let mut folders = Vec::new();
    for path in paths {
        let (folder, pattern) = match path.strip_suffix("...") {
            Some(folder) if folder.is_empty() || folder.ends_with(['/', std::path::MAIN_SEPARATOR]) => (folder, true),
            _ => (path.as_str(), false),
        };
        let target = absolute(base, Path::new(folder));
        let not_found = || NotFound { path: path.clone() };
        let metadata = match std::fs::metadata(&target) {
            Ok(metadata) => metadata,
            // A link that leads nowhere exists, but cannot be read.
            Err(_) if !pattern && target.symlink_metadata().is_ok() => {
                found.unreadable.push((target, "a link that leads nowhere".to_owned()));
                continue;
            }
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                found.unreadable.push((target, "permission denied".to_owned()));
                continue;
            }
            Err(_) => return Err(not_found()),
        };
        if metadata.is_dir() {
            folders.push(target);
        } else if pattern {
            return Err(not_found());
        } else if !metadata.is_file() {
            found.skipped.push((target, "not a regular file".to_owned()));
        } else if target.extension().is_none_or(|extension| extension != "go") {
            found.skipped.push((target, "not a Go file".to_owned()));
        } else if !(options.force_exclude && is_excluded(options, &target, base)) {
            found.files.insert(target, true);
        }
    }
    folders.sort();
    folders.dedup();
    if let [first, rest @ ..] = folders.as_slice() {
        let mut builder = WalkBuilder::new(first);
        for folder in rest {
            builder.add(folder);
        }
        walk_folders(&mut builder, options, &mut found);
    }
    found.unreadable.sort();
    found.unreadable.dedup();
    found.skipped.sort();
    found.skipped.dedup();
    Ok(found)
}

/// Whether a file or one of its folders (up to `base`) is excluded.
fn is_excluded(options: &WalkOptions, file: &Path, base: &Path) -> bool {
    let Some(exclude) = &options.exclude else { return false };
    exclude(file, false) || file.ancestors().skip(1).take_while(|dir| *dir != base).any(|dir| exclude(dir, true))
}

fn walk_folders(builder: &mut WalkBuilder, options: &WalkOptions, found: &mut Found) {
    // Settings of this machine (core.excludesFile) must not change what is found.
    builder.hidden(true).ignore(false).git_global(false).git_ignore(options.gitignore).git_exclude(options.gitignore);
    let (vendor, exclude) = (options.vendor, options.exclude.clone());
    builder.filter_entry(move |entry| {
        if entry.depth() == 0 {
            return true;
        }
        let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
        let name = entry.file_name().to_string_lossy();
        let skipped = match &*name {
            "vendor" => is_dir && !vendor,
            "testdata" | "node_modules" => is_dir,
            other => other.starts_with('_'),
        };
        !skipped && !exclude.as_ref().is_some_and(|exclude| exclude(entry.path(), is_dir))
    });
    let (send, receive) = std::sync::mpsc::channel();
    builder.threads(rayon::current_num_threads().min(4)).build_parallel().run(|| {
        let send = send.clone();
        Box::new(move |entry| {
            let event = match entry {
                Ok(entry) => classify(&entry),
                Err(error) => unreadable(&error),
            };
            if let Some(event) = event {
                // The receiver lives until the walk is over.
                let _ = send.send(event);
            }
            WalkState::Continue
        })
    });
    drop(send);
    for event in receive {
        match event {
            Event::File(path) => {
                found.files.entry(path).or_insert(false);
            }
            Event::Unreadable(path, reason) => found.unreadable.push((path, reason)),
            Event::Skipped(path, reason) => found.skipped.push((path, reason)),
        }
    }
}

enum Event {
    File(PathBuf),
    Unreadable(PathBuf, String),
    Skipped(PathBuf, String),
}

fn classify(entry: &ignore::DirEntry) -> Option<Event> {
    let path = entry.path();
    if !path.file_name().is_some_and(|name| is_package_file(&name.to_string_lossy())) {
        return None;
    }
    let kind = entry.file_type()?;
    let kind = if kind.is_symlink() {
        match std::fs::metadata(path) {
            // Links to folders are not followed, as in the go command; so loops cannot arise.
            Ok(metadata) => metadata.file_type(),
            Err(_) => return Some(Event::Unreadable(path.to_owned(), "a link that leads nowhere".to_owned())),
        }
    } else {
        kind
    };
    if kind.is_dir() {
        None
    } else if kind.is_file() {
        Some(Event::File(path.to_owned()))
    } else {
        Some(Event::Skipped(path.to_owned(), "not a regular file".to_owned()))
    }
}

fn unreadable(error: &ignore::Error) -> Option<Event> {
    let (mut error, mut path) = (error, None);
    loop {
        match error {
            ignore::Error::WithPath { path: at, err } => {
                path = Some(at.clone());
                error = err;
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error = err,
            _ => break,
        }
    }
    let denied = error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::PermissionDenied);
    let reason = if denied { "permission denied".to_owned() } else { error.to_string() };
    // Without a path it is about a malformed ignore file, which only means that less is ignored.
    path.map(|path| Event::Unreadable(path, reason))
}

#[cfg(test)]
mod tests {
    use super::{Found, WalkOptions, walk};
    use std::path::Path;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().expect("below the folder")).expect("made");
            std::fs::write(path, "package x\n").expect("written");
        }
        dir
    }

    fn names(base: &Path, found: &Found) -> Vec<String> {
        found.files.keys().map(|path| super::super::read::shown(base, path)).collect()
    }

    #[test]
    fn leaves_out_what_is_no_source_of_the_user() {
        let dir = tree(&[
            "a.go",
            "b/b.go",
            "b/_c.go",
            "b/.d.go",
            "b/e.txt",
            "vendor/v/v.go",
            "testdata/t.go",
            "node_modules/n.go",
            "_u/u.go",
            ".h/h.go",
            "out/o.go",
            "x.go/inner.go",
            "b/testdata/t.go",
        ]);
        let base = dir.path();
        std::fs::create_dir(base.join(".git")).expect("made");
        std::fs::write(base.join(".gitignore"), "/out\n").expect("written");
        let options = WalkOptions::default();
        let all = walk(base, &[".".into()], &options).expect("exists");
        assert_eq!(names(base, &all), ["a.go", "b/b.go", "x.go/inner.go"]);
        assert_eq!(walk(base, &["./...".into()], &options), Ok(all));
        let named = walk(base, &["testdata".into(), "b/_c.go".into(), "out/o.go".into(), "b".into()], &options);
        assert_eq!(names(base, &named.expect("exists")), ["b/_c.go", "b/b.go", "out/o.go", "testdata/t.go"]);
        let ignored = walk(base, &[".".into()], &WalkOptions { gitignore: false, vendor: true, ..options });
        assert_eq!(names(base, &ignored.expect("exists")).len(), 5);
        assert!(walk(base, &["nowhere".into()], &WalkOptions::default()).is_err());
        assert!(walk(base, &["nowhere/...".into()], &WalkOptions::default()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn never_opens_what_is_no_regular_file() {
        let dir = tree(&["a.go", "d/d.go"]);
        let base = dir.path();
        std::os::unix::fs::symlink("nowhere", base.join("dangling.go")).expect("linked");
        std::os::unix::fs::symlink("..", base.join("d/loop")).expect("linked");
        std::os::unix::fs::symlink("a.go", base.join("link.go")).expect("linked");
        std::os::unix::fs::symlink("d", base.join("folder.go")).expect("linked");
        let _socket = std::os::unix::net::UnixListener::bind(base.join("socket.go")).expect("bound");
        let found = walk(base, &[".".into()], &WalkOptions::default()).expect("exists");
        assert_eq!(names(base, &found), ["a.go", "d/d.go", "link.go"]);
        assert_eq!(found.unreadable, [(base.join("dangling.go"), "a link that leads nowhere".to_owned())]);
        assert_eq!(found.skipped, [(base.join("socket.go"), "not a regular file".to_owned())]);
        let named = walk(base, &["socket.go".into(), "dangling.go".into()], &WalkOptions::default()).expect("exists");
        assert_eq!((named.files.len(), named.unreadable.len(), named.skipped.len()), (0, 1, 1));
    }
}
