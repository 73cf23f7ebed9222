//! Units, their files, modules, and what an import can be bound to.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::source::FileId;
use crate::syntax::ast::Ast;
use crate::text::{GoVersion, Span, Symbol};

use super::folder::Folder;

crate::ids! {
    /// What is type-checked as one. Those of the packages to be linted come first, sorted by directory, package name and
    /// kind; dependencies follow in the order of loading, which depends on threads: never sort by the id.
    pub struct UnitId;
    /// A module of the run: a main module or a dependency.
    pub struct ModuleId;
    /// A set of main modules with the versions selected for them; it decides what an import path means.
    pub struct BuildListId;
}

/// The three sorts of units; each file belongs to exactly one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// The non-test files of a package.
    Plain,
    /// Its `_test.go` files of the same package name. Sees all of the plain unit's scope ([`Unit::extends`]); what it declares
    /// is invisible to the plain unit and to other packages, but for the external test.
    Test,
    /// The package `p_test` in the folder of `p`; its import of `p` is bound to p's `Test` unit where there is one.
    ExternalTest,
}

/// What is type-checked as one.
#[derive(Debug)]
pub struct Unit {
    pub id: UnitId,
    /// The import path: `net/http`, `example.com/m/pkg`, with `_test` added for an external test; `_/folder` outside of any
    /// module. Two units may share it: the test unit and the plain one, packages of several build lists.
    pub path: Symbol,
    pub kind: UnitKind,
    /// Absolute.
    pub dir: PathBuf,
    pub module: Option<ModuleId>,
    /// Decides what its imports mean.
    pub build_list: BuildListId,
    /// The plain unit whose scope a `Test` unit sees; `None` for other kinds and for a package that has only test files.
    pub extends: Option<UnitId>,
    /// What an external test means by the path of the package it tests: the test unit, else the plain one.
    pub tests: Option<UnitId>,
    /// Whether some of its files are linted (see [`UnitFile::reported`]).
    pub is_target: bool,
    /// Parsed without function bodies: a dependency.
    pub decls_only: bool,
    /// Imports may be guessed: a text on standard input or a file outside of any module, without package clause or imports.
    /// A name `x` that nothing declares in `x.F` may mean the only standard package named `x` that has `F`.
    pub guessed_imports: bool,
    /// Where a dependency's content comes from.
    pub(crate) folder: Option<Arc<Folder>>,
    pub(crate) content: OnceLock<Content>,
}

/// What is known of a unit once its files are read.
#[derive(Debug)]
pub(crate) struct Content {
    pub name: Symbol,
    pub files: Box<[UnitFile]>,
    /// Import paths of the built files.
    pub imports: Box<[Symbol]>,
}

/// A file of a unit.
#[derive(Clone, Debug)]
pub struct UnitFile {
    pub file: FileId,
    pub ast: Arc<Ast>,
    /// The language version: the module's, changed by a `//go:build go1.N` line in the file.
    pub language: GoVersion,
    /// Whether the build constraints include it. If not, it is linted by its syntax alone and is no part of the unit's scope.
    /// Dependencies have only built files.
    pub built: bool,
    /// `_test.go`
    pub is_test: bool,
    /// Has the standard header `// Code generated … DO NOT EDIT.`
    pub is_generated: bool,
    /// Imports "C".
    pub is_cgo: bool,
    /// Whether findings in it are shown: it was named, or found below a folder that was.
    pub reported: bool,
    /// The build constraint as written (`linux && !cgo`), with the file name's suffixes; empty for none.
    pub constraint: Arc<str>,
}

/// What an import path is bound to, seen from one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Import {
    /// A package with source on this machine.
    Unit(UnitId),
    /// A package of the standard library, answered by the embedded summary under this path.
    Std(Symbol),
    /// No source: its members are Unknown. `name` is guessed from the path.
    Unknown { name: Symbol },
    /// `import "C"`: every member is Unknown.
    C,
    /// `import "unsafe"`
    Unsafe,
}

/// A module of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The module path; empty for a folder outside of any module.
    pub path: String,
    /// The selected version of a dependency: `v1.2.3`; empty for a main module, and for a folder that replaces one.
    pub version: String,
    /// Absolute folder of its root.
    pub dir: PathBuf,
    /// The version of its `go` line; 1.16 without one in a go.mod, the newest known without go.mod.
    pub language: GoVersion,
    /// Whether it is a main module (of this run's targets).
    pub is_main: bool,
    /// Whether its files lie in the module cache, which never changes: `path@version` names its content.
    pub is_immutable: bool,
}

/// What is wrong with the input; `lint` makes notices of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// A file or folder could not be read.
    Unreadable,
    /// A file was left out: too large, not a regular file.
    Skipped,
    /// A broken go.mod, go.work or modules.txt.
    Module,
}

/// A problem with a file or folder of the input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// As shown, relative to the working directory.
    pub path: String,
    pub kind: ProblemKind,
    /// 1-based line and byte column, where there is a place.
    pub at: Option<(u32, u32)>,
    /// One line, small first letter, no full stop.
    pub message: String,
}

/// A place in a module file; kept until the problem is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub span: Span,
    pub message: String,
}
