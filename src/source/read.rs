//! Reading files: open editors first, then disk.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::Span;

/// Files over this size (256 MiB) are not read.
const MAX_FILE: u64 = 256 << 20;

/// A text as read.
#[derive(Clone, Debug)]
pub struct Text {
    /// Bytes that are not UTF-8 are replaced one by one with `?`, so that offsets stay true.
    pub text: Arc<str>,
    /// Hash (xxh3, 128 bits) of the bytes.
    pub hash: u128,
    /// The first bytes that are not UTF-8.
    pub invalid: Option<Span>,
}

impl Text {
    /// The text of these bytes.
    pub fn from_bytes(bytes: Vec<u8>) -> Text {
        let hash = xxhash_rust::xxh3::xxh3_128(&bytes);
        let mut invalid = None;
        let text = match String::from_utf8(bytes) {
            Ok(text) => Arc::from(text),
            Err(error) => {
                let bytes = error.into_bytes();
                let mut text = String::with_capacity(bytes.len());
                for chunk in bytes.utf8_chunks() {
                    text.push_str(chunk.valid());
                    if !chunk.invalid().is_empty() {
                        let start = text.len() as u32;
                        invalid.get_or_insert(Span::new(start, start + chunk.invalid().len() as u32));
                        text.extend(std::iter::repeat_n('?', chunk.invalid().len()));
                    }
                }
                Arc::from(text)
            }
        };
        Text { text, hash, invalid }
    }
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A folder, pipe, socket or device; these are never opened.
    #[error("not a regular file")]
    NotRegular,
    #[error("larger than 256 MiB")]
    TooLarge,
    #[error("{}", plain(.0))]
    Io(#[from] std::io::Error),
}

/// The error in words that do not differ between machines, where it is a common one.
fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

/// Reads files, with texts of open editors and standard input in their place.
#[derive(Debug, Default)]
pub struct Reader {
    overlay: FxHashMap<PathBuf, Text>,
    hidden: FxHashSet<PathBuf>,
}

impl Reader {
    /// From now on, `path` (absolute) has this text; it need not be on disk.
    pub fn overlay(&mut self, path: PathBuf, text: Text) {
        self.hidden.remove(&path);
        self.overlay.insert(path, text);
    }

    /// From now on, there is no file `path` (absolute): the state of a repository in which it is not yet.
    pub fn hide(&mut self, path: PathBuf) {
        self.overlay.remove(&path);
        self.hidden.insert(path);
    }

    /// Whether `path` was hidden.
    pub fn is_hidden(&self, path: &Path) -> bool {
        self.hidden.contains(path)
    }

    /// The text of a file.
    pub fn read(&self, path: &Path) -> Result<Text, ReadError> {
        if let Some(text) = self.overlay.get(path) {
            return Ok(text.clone());
        }
        if self.hidden.contains(path) {
            return Err(ReadError::Io(std::io::ErrorKind::NotFound.into()));
        }
        let metadata = std::fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(ReadError::NotRegular);
        }
        if metadata.len() > MAX_FILE {
            return Err(ReadError::TooLarge);
        }
        Ok(Text::from_bytes(std::fs::read(path)?))
    }

    /// Whether there is a regular file (or the text of one).
    pub fn is_file(&self, path: &Path) -> bool {
        self.overlay.contains_key(path) || (!self.hidden.contains(path) && path.is_file())
    }

    /// The names of the Go files of a folder that can belong to a package: not those that begin with `_` or `.`. Sorted.
    pub fn go_files(&self, dir: &Path) -> std::io::Result<Vec<String>> {
        let mut names = Vec::new();
        match std::fs::read_dir(dir) {
            Ok(entries) => {
                for entry in entries {
                    let entry = entry?;
                    let name = entry.file_name();
                    let Some(name) = name.to_str().filter(|name| is_package_file(name)) else { continue };
                    let regular = match entry.file_type() {
                        Ok(kind) if kind.is_symlink() => dir.join(name).is_file(),
                        Ok(kind) => kind.is_file(),
                        Err(_) => false,
                    };
                    if regular {
                        names.push(name.to_owned());
                    }
                }
            }
            Err(error) if self.overlay.is_empty() => return Err(error),
            Err(_) => {}
        }
        for path in self.overlay.keys().filter(|path| path.parent() == Some(dir)) {
            if let Some(name) = path.file_name().and_then(OsStr::to_str).filter(|name| is_package_file(name)) {
                names.push(name.to_owned());
            }
        }
        if !self.hidden.is_empty() {
            names.retain(|name| self.is_file(&dir.join(name)));
        }
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }
}

/// Whether a file of this name can belong to a package.
pub fn is_package_file(name: &str) -> bool {
    name.ends_with(".go") && !name.starts_with(['_', '.'])
}

/// The absolute form of `path`, seen from `base`; `.` and `..` are resolved without looking at the disk.
pub fn absolute(base: &Path, path: &Path) -> PathBuf {
    let mut absolute = PathBuf::new();
    for component in base.join(path).components() {
        match component {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                absolute.pop();
            }
            other => absolute.push(other),
        }
    }
    absolute
}

/// `path` as shown to people: relative to `base`, with `/`; upwards with `../` where it does not lie below.
pub fn shown(base: &Path, path: &Path) -> String {
    let mut from = base.components().peekable();
    let mut to = path.components().peekable();
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let up = from.map(|_| "..".to_owned());
    let down = to.map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::{Text, absolute, shown};
    use std::path::Path;

    #[test]
    fn invalid_bytes_keep_their_place() {
        let text = Text::from_bytes(b"a\xff\xfeb\xe2\x82c".to_vec());
        assert_eq!(&*text.text, "a??b??c");
        assert_eq!(&*Text::from_bytes("ä".into()).text, "ä");
    }

    #[test]
    fn paths_are_shown_from_the_working_directory() {
        let base = Path::new("/w/p");
        assert_eq!(shown(base, Path::new("/w/p/a/b.go")), "a/b.go");
        assert_eq!(shown(base, Path::new("/w/q/b.go")), "../q/b.go");
        assert_eq!(shown(base, Path::new("/w/p")), ".");
        assert_eq!(absolute(base, Path::new("./a/../b/.")), Path::new("/w/p/b"));
        assert_eq!(absolute(base, Path::new("/x/../../y")), Path::new("/y"));
    }
}
