//! Everything known of one run: the loaded files, the types, and what was found out about each file.

use crate::flow;
use crate::package::{Unit, UnitFile, UnitId, Workspace};
use crate::source::{FileId, Files};
use crate::types::{Info, Store};

/// Everything known of one run; rules read it, and nothing in it changes under them.
#[derive(Clone, Copy)]
pub struct Program<'a> {
    pub workspace: &'a Workspace,
    pub store: &'a Store,
    /// Bodies of functions and what is known of them, once all names are resolved.
    pub flow: Option<&'a flow::Program<'a>>,
}

/// One file to be linted, with all that is known of it.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    pub unit: &'a Unit,
    pub source: &'a UnitFile,
    pub info: &'a Info,
}

impl<'a> Target<'a> {
    /// The file as flow analyses see it.
    pub fn flow_source(&self, store: &'a Store) -> flow::Source<'a> {
        let source = self.source;
        flow::Source { store, file: source.file, ast: &source.ast, info: self.info, language: source.language }
    }
}

impl<'a> Program<'a> {
    /// The files read so far.
    pub fn files(self) -> &'a Files {
        &self.workspace.files
    }

    /// The path of a file as shown.
    pub fn path(self, file: FileId) -> &'a str {
        &self.workspace.files.get(file).path
    }

    /// The unit with this id.
    pub fn unit(self, id: UnitId) -> &'a Unit {
        self.workspace.unit(id)
    }
}
