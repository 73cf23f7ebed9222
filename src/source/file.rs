//! The files of one run: path, text, lines.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::text::{Idx, Lines};

crate::ids! {
    /// A file of one run. Numbers depend on the order of loading: sort by path, never by id.
    pub struct FileId;
}

/// One file of a run, immutable once loaded.
#[derive(Debug)]
pub struct File {
    /// As shown to people and scripts: relative to the working directory where it lies below it, with `/`.
    pub path: String,
    /// Where it was read from; `None` for standard input and texts in memory.
    pub absolute: Option<PathBuf>,
    /// The text that spans refer to: bytes that are not UTF-8 are replaced one by one with `?`.
    pub text: Arc<str>,
    /// Hash (xxh3, 128 bits) of the bytes as read; 0 for files whose text is not kept.
    pub hash: u128,
    lines: OnceLock<Lines>,
}

impl File {
    /// A file with this text.
    pub fn new(path: String, absolute: Option<PathBuf>, text: Arc<str>, hash: u128) -> File {
        File { path, absolute, text, hash, lines: OnceLock::new() }
    }

    /// Its lines, found when first asked for.
    pub fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }

    /// Where it lies on disk, if it does.
    pub fn absolute(&self) -> Option<&Path> {
        self.absolute.as_deref()
    }
}

/// All files of a run; grows while packages load, from several threads.
#[derive(Debug, Default)]
pub struct Files {
    files: boxcar::Vec<File>,
}

impl Files {
    /// Remembers a file.
    pub fn add(&self, file: File) -> FileId {
        FileId::from_usize(self.files.push(file))
    }

    /// The file with this id.
    pub fn get(&self, id: FileId) -> &File {
        &self.files[id.index()]
    }

    /// All files with their ids, in no useful order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        self.files.iter().map(|(index, file)| (FileId::from_usize(index), file))
    }
}

impl std::ops::Index<FileId> for Files {
    type Output = File;
    fn index(&self, id: FileId) -> &File {
        self.get(id)
    }
}
