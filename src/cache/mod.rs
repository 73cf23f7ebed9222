//! What one run may leave for the next: bytes under keys, in the user's cache folder.
//!
//! Nothing here is trusted and nothing is locked. An entry is written under another name and renamed, so that it is there whole
//! or not at all; it carries its key and a checksum, and whatever does not fit is as good as absent. Two runs that write the same
//! entry write the same bytes. Every failure means that the work is done anew.
//!
//! `<folder>/<engine>/<kind>/<xx>/<key>`: the engine is named by its version and its sources, for entries of another build mean
//! something else.

mod trim;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

pub use trim::Cleaned;

/// All entries together may take this many bytes (1 GiB); the least recently used go first.
const LIMIT: u64 = 1 << 30;

/// An entry of more bytes than this (64 MiB) is neither written nor read.
const MAX_ENTRY: usize = 64 << 20;

/// A used entry is marked as such at most this often, as the mark is a write.
const MARK_EVERY: Duration = Duration::from_secs(24 * 3600);

/// The beginning of every entry; the digit is the version of the envelope.
const MAGIC: [u8; 8] = *b"gotcha\x001";

/// The bytes before the content: magic, key, checksum.
const HEAD: usize = 8 + 16 + 16;

/// The cache of one run.
#[derive(Debug, Default)]
pub struct Cache {
    root: Option<PathBuf>,
    /// Set once writing failed: a full or read-only disk stays that way.
    read_only: AtomicBool,
}

/// The folder of the entries of this build.
fn engine() -> String {
    format!("{}-{}", env!("CARGO_PKG_VERSION"), env!("GOTCHA_ENGINE"))
}

impl Cache {
    /// No cache: nothing is found, nothing is kept.
    pub fn off() -> Cache {
        Cache::default()
    }

    /// The cache in this folder, which need not exist yet.
    pub fn at(root: PathBuf) -> Cache {
        Cache { root: Some(root), read_only: AtomicBool::new(false) }
    }

    /// The user's cache folder for gotcha, as the platform has it; `var` tells environment variables.
    pub fn default_folder(var: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
        let folder = |name: &str| var(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let base = if cfg!(windows) {
            folder("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            folder("HOME").map(|home| home.join("Library").join("Caches"))
        } else {
            folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
        };
        Some(base?.join("gotcha"))
    }

    /// Whether there is a cache.
    pub fn is_on(&self) -> bool {
        self.root.is_some()
    }

    /// Its folder.
    pub fn folder(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// `kind` is a short word of letters and digits.
    fn path(&self, kind: &str, key: u128) -> Option<PathBuf> {
        let name = format!("{key:032x}");
        Some(self.root.as_ref()?.join(engine()).join(kind).join(&name[..2]).join(&name[2..]))
    }

    /// The content kept under a key.
    pub fn get(&self, kind: &str, key: u128) -> Option<Vec<u8>> {
        let path = self.path(kind, key)?;
        let metadata = std::fs::symlink_metadata(&path).ok()?;
        if !metadata.is_file() || metadata.len() > (MAX_ENTRY + HEAD) as u64 {
            return None;
        }
        let mut bytes = std::fs::read(&path).ok()?;
        let content = unwrap_entry(&bytes, key)?;
        let start = bytes.len() - content.len();
        self.mark(&path, &metadata);
        bytes.drain(..start);
        Some(bytes)
    }

    /// Keeps a content under a key; does nothing where that fails.
    pub fn put(&self, kind: &str, key: u128, content: &[u8]) {
        if content.len() > MAX_ENTRY || self.read_only.load(Ordering::Relaxed) {
            return;
        }
        let Some(path) = self.path(kind, key) else { return };
        if write(&path, key, content).is_err() {
            self.read_only.store(true, Ordering::Relaxed);
        }
    }

    /// Remembers that an entry is in use.
    fn mark(&self, path: &Path, metadata: &std::fs::Metadata) {
        let old = metadata.modified().is_ok_and(|time| time.elapsed().is_ok_and(|age| age > MARK_EVERY));
        if old && !self.read_only.load(Ordering::Relaxed) {
            // An entry that cannot be marked is dropped earlier, nothing more.
            let _ =
                std::fs::File::options().write(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
        }
    }

    /// Removes what was not used for long, where the entries take more than they may; looks at most once a day.
    pub fn trim(&self) {
        if let Some(root) = &self.root {
            trim::trim(root, &engine(), LIMIT);
        }
    }

    /// Removes every entry.
    pub fn clean(&self) -> std::io::Result<Cleaned> {
        match &self.root {
            Some(root) => trim::clean(root),
            None => Ok(Cleaned::default()),
        }
    }
}

fn write(path: &Path, key: u128, content: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().ok_or(std::io::ErrorKind::InvalidInput)?;
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(trim::TEMPORARY).tempfile_in(folder)?;
    file.write_all(&MAGIC)?;
    file.write_all(&key.to_le_bytes())?;
    file.write_all(&checksum(content).to_le_bytes())?;
    file.write_all(content)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn checksum(content: &[u8]) -> u128 {
    xxhash_rust::xxh3::xxh3_128(content)
}

/// The content of an entry, if it is one, whole, and of this key.
fn unwrap_entry(bytes: &[u8], key: u128) -> Option<&[u8]> {
    let (head, content) = bytes.split_at_checked(HEAD)?;
    let number = |at: usize| u128::from_le_bytes(head[at..at + 16].try_into().expect("16 bytes of the head"));
    (head.starts_with(&MAGIC) && number(8) == key && number(24) == checksum(content)).then_some(content)
}

#[cfg(test)]
mod tests {
    use super::{Cache, HEAD};
    use std::path::PathBuf;

    #[test]
    fn entries_come_back_or_are_absent() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let cache = Cache::at(dir.path().join("deep").join("er"));
        assert_eq!(cache.get("types", 7), None);
        cache.put("types", 7, b"seven");
        assert_eq!(cache.get("types", 7).as_deref(), Some(&b"seven"[..]));
        assert_eq!(cache.get("flow", 7), None);
        cache.put("types", 8, b"");
        assert_eq!(cache.get("types", 8).as_deref(), Some(&b""[..]));
        Cache::off().put("types", 7, b"x");
        assert_eq!(Cache::off().get("types", 7), None);
        let cleaned = cache.clean().expect("removed");
        assert_eq!((cleaned.files, cleaned.bytes), (2, (2 * HEAD + 5) as u64));
        assert_eq!(cache.get("types", 7), None);
    }

    #[test]
    fn what_does_not_fit_is_ignored() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let cache = Cache::at(dir.path().to_owned());
        cache.put("types", 7, b"seven and more");
        let path = cache.path("types", 7).expect("there is a folder");
        let good = std::fs::read(&path).expect("written");
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1;
            std::fs::write(&path, &bad).expect("written");
            assert_eq!(cache.get("types", 7), None, "byte {at} differs");
            std::fs::write(&path, &good[..at]).expect("written");
            assert_eq!(cache.get("types", 7), None, "cut at {at}");
        }
        let other = 9 << 120;
        let folder = cache.path("types", other).expect("there is a folder");
        std::fs::write(folder.parent().expect("it has one"), "a file").expect("written");
        cache.put("types", other, b"nine");
        assert_eq!(cache.get("types", other), None, "a file stands where a folder should be");
        std::fs::write(&path, &good).expect("written");
        assert!(cache.get("types", 7).is_some());
    }

    #[test]
    fn runs_at_the_same_time_do_not_disturb_each_other() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let content = |key: u128| format!("content of {key}").repeat(1000).into_bytes();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let cache = Cache::at(dir.path().to_owned());
                    for key in 0..50 {
                        if let Some(found) = cache.get("types", key) {
                            assert_eq!(found, content(key));
                        }
                        cache.put("types", key, &content(key));
                    }
                });
            }
        });
        let cache = Cache::at(dir.path().to_owned());
        assert!((0..50).all(|key| cache.get("types", key).as_deref() == Some(&content(key)[..])));
        assert_eq!(cache.clean().expect("removed").files, 50, "no other file is left behind");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_folder_is_the_platforms() {
        let folder = |set: &[(&str, &str)]| {
            Cache::default_folder(&|name| set.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(folder(&[("HOME", "/h")]), Some(PathBuf::from("/h/.cache/gotcha")));
        assert_eq!(folder(&[("HOME", "/h"), ("XDG_CACHE_HOME", "/c")]), Some(PathBuf::from("/c/gotcha")));
        assert_eq!(folder(&[("HOME", "/h"), ("XDG_CACHE_HOME", "relative")]), Some(PathBuf::from("/h/.cache/gotcha")));
        assert_eq!(folder(&[]), None);
    }
}
