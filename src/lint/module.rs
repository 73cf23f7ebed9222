//! What rules that look at a whole package or module are given.

use std::any::Any;

use super::cx::Cx;
use super::draft::Draft;
use super::program::Program;
use crate::package::{Module, Unit};

/// What a rule remembers of a package for its module-wide hook.
pub type Facts = Box<dyn Any + Send + Sync>;

/// A package: one unit with all of its files.
pub struct PackageCx<'a> {
    pub(super) program: Program<'a>,
    pub(super) unit: &'a Unit,
    pub(super) files: Vec<Cx<'a>>,
}

impl<'a> PackageCx<'a> {
    /// The files, each with the questions that can be asked of it; report through the file's own [`Cx::report`].
    pub fn files(&self) -> &[Cx<'a>] {
        &self.files
    }

    /// The unit.
    pub fn unit(&self) -> &'a Unit {
        self.unit
    }

    /// The import path.
    pub fn path(&self) -> &'static str {
        self.unit.path.as_str()
    }

    /// The package's name.
    pub fn name(&self) -> &'static str {
        self.program.workspace.name_of(self.unit.id).as_str()
    }

    /// The module, if it belongs to one.
    pub fn module(&self) -> Option<&'a Module> {
        self.unit.module.map(|id| self.program.workspace.module(id))
    }

    /// Everything known of the run.
    pub fn program(&self) -> Program<'a> {
        self.program
    }

    /// Reports at a place in any file of the run.
    pub fn report(&self, draft: Draft) -> Option<()> {
        self.files.first()?.report(draft)
    }

    /// Wraps what is to be remembered.
    pub fn facts<T: Any + Send + Sync>(&self, facts: T) -> Option<Facts> {
        Some(Box::new(facts))
    }
}

/// A module with what was collected of its packages.
pub struct ModuleCx<'a> {
    pub(super) module: Option<&'a Module>,
    /// The packages in their order (directory, name, kind), each with what the rule collected of it.
    pub(super) packages: &'a [(PackageCx<'a>, Option<Facts>)],
}

impl<'a> ModuleCx<'a> {
    /// The module; `None` for folders outside of any.
    pub fn module(&self) -> Option<&'a Module> {
        self.module
    }

    /// The facts of each package that has some.
    pub fn facts<T: Any>(&self) -> impl Iterator<Item = (&'a PackageCx<'a>, &'a T)> + use<'a, T> {
        self.packages.iter().filter_map(|(package, facts)| Some((package, facts.as_ref()?.downcast_ref::<T>()?)))
    }

    /// All packages.
    pub fn packages(&self) -> impl Iterator<Item = &'a PackageCx<'a>> + use<'a> {
        self.packages.iter().map(|(package, _)| package)
    }

    /// Reports at a place in any file of the run.
    pub fn report(&self, draft: Draft) -> Option<()> {
        self.packages.first()?.0.report(draft)
    }
}
