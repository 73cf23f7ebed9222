//! The one door through which a rule asks.
//!
//! Questions are in plain words, every answer may be unknown (`None`), and unknown is silence: `?` reads «not my case».
//! A rule fires on what it knows. Names are spelled the same everywhere: `net/url.Parse`, `(*sync.Mutex).Lock`,
//! `(net/http.ResponseWriter).Write`, `append`.

mod ask;
mod chan;
mod context;
mod count;
mod flow;
mod leak;
mod lock;
mod nil;
mod object;
mod path;
mod reach;
mod sql;
mod trace;
mod ty;
mod values;

use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};

use rustc_hash::FxHashMap;

pub use chan::{ChanOp, ChanUse, LocalChan, many_ways};
pub use context::Context;
pub use leak::Leaking;
pub use lock::{LockCall, LockFlow, LockOp, element_at, lock_op, written};
pub use object::Object;
pub use reach::Definition;
pub use sql::Query;
pub use ty::Ty;

use super::draft::Draft;
use super::finding::{Class, Confidence, Finding, Place, Severity};
use super::finish::first_line;
use super::program::{Program, Target};
use super::rule::Rule;
use super::select::Active;
use super::view::{Tree, View};
use crate::flow::Kept;
use crate::flow::near_nil::NearNil;
use crate::package::{Module, Unit};
use crate::source::File;
use crate::syntax::ast::{ExprId, FuncId};
use crate::text::GoVersion;
use crate::types::{Info, ObjectId, Store, TypeId};

/// One file with everything that a rule can ask about it.
pub struct Cx<'a> {
    pub(super) program: Program<'a>,
    pub(super) target: Target<'a>,
    pub(super) active: &'a Active,
    /// The rule that is being asked.
    pub(super) rule: Cell<&'static Rule>,
    pub(super) found: RefCell<Vec<Finding>>,
    /// Functions whose graphs were asked for.
    kept: RefCell<FxHashMap<FuncId, Kept>>,
    /// Functions whose locks were asked for.
    locks: RefCell<FxHashMap<FuncId, lock::KeptLocks>>,
    /// The call looked at last, the rows of the protocol table that it may concern, and those of types.
    glance: RefCell<(Option<ExprId>, u64, FxHashMap<TypeId, u64>)>,
    /// Variables that may be nil somewhere: see [`crate::flow::near_nil::near_nil`].
    near_nil: OnceCell<NearNil>,
    in_test: OnceCell<bool>,
    /// The identifiers of the file by what they stand for.
    uses: OnceCell<Vec<(ObjectId, ExprId)>>,
}

impl<'a> Cx<'a> {
    pub(super) fn new(program: Program<'a>, target: Target<'a>, active: &'a Active, rule: &'static Rule) -> Cx<'a> {
        Cx {
            program,
            target,
            active,
            rule: Cell::new(rule),
            found: RefCell::default(),
            kept: RefCell::default(),
            locks: RefCell::default(),
            glance: RefCell::default(),
            near_nil: OnceCell::new(),
            in_test: OnceCell::new(),
            uses: OnceCell::new(),
        }
    }

    /// Reports a finding of the rule that is being asked; always `Some(())`, so that it may stand last.
    pub fn report(&self, mut draft: Draft) -> Option<()> {
        let rule = self.rule.get();
        let meta = rule.meta();
        let tier = draft.tier.unwrap_or(meta.class);
        let severity = match draft.severity {
            Some(severity) => severity,
            None if tier == Class::Hint => Severity::Info,
            None if tier == meta.class => meta.severity,
            None => Severity::Warning,
        };
        let trace = draft.whole_trace();
        self.found.borrow_mut().push(Finding {
            rule: rule.name(),
            tier,
            severity,
            // What a guessed import means rests on the guess.
            confidence: if self.guessed_imports() { Confidence::Low } else { draft.confidence },
            // The smallest thing to look at is never longer than a line.
            at: Place { span: first_line(&self.program.files().get(draft.at.file).text, draft.at.span), ..draft.at },
            message: draft.message,
            label: draft.label,
            labels: draft.labels,
            trace,
            why: draft.why.or_else(|| meta.why.clone()),
            help: draft.help,
            fixes: draft.fixes,
            fingerprint: String::new(),
            symbol: String::new(),
            hidden: None,
        });
        Some(())
    }

    /// The rule's options as configured for this file.
    ///
    /// # Panics
    /// If the rule did not declare options of this type; a test of each such rule notices.
    pub fn options<T: Any>(&self) -> &T {
        self.active.options(self.rule.get()).downcast_ref::<T>().expect("the rule declares options of this type")
    }

    /// The file's tree.
    pub fn tree(&self) -> Tree<'a> {
        Tree { ast: &self.target.source.ast, file: self.target.source.file }
    }

    /// The file: path, text, lines.
    pub fn file(&self) -> &'a File {
        self.program.files().get(self.target.source.file)
    }

    /// The file's text.
    pub fn text(&self) -> &'a str {
        &self.target.source.ast.text
    }

    /// The file's path as shown, with `/`.
    pub fn path(&self) -> &'a str {
        &self.file().path
    }

    /// Whether it is a `_test.go` file, or a helper of tests: one that imports package testing.
    pub fn is_test(&self) -> bool {
        *self.in_test.get_or_init(|| self.target.source.is_test || self.imports_package("testing"))
    }

    /// Whether it says that it is generated.
    pub fn is_generated(&self) -> bool {
        self.target.source.is_generated
    }

    /// The file's language version: that of go.mod, changed by a `//go:build go1.N` line.
    pub fn go_version(&self) -> GoVersion {
        self.target.source.language
    }

    /// Whether the file's language is Go 1.`minor` or later.
    pub fn go_at_least(&self, minor: u16) -> bool {
        self.go_version() >= GoVersion::new(minor)
    }

    /// The unit the file belongs to.
    pub fn unit(&self) -> &'a Unit {
        self.target.unit
    }

    /// The import path of the file's package (with `_test` for an external test).
    pub fn package_path(&self) -> &'static str {
        self.target.unit.path.as_str()
    }

    /// The package's name.
    pub fn package_name(&self) -> &'static str {
        self.program.workspace.name_of(self.target.unit.id).as_str()
    }

    /// Whether it is a command: package main.
    pub fn is_main(&self) -> bool {
        self.package_name() == "main"
    }

    /// The module, if the file belongs to one.
    pub fn module(&self) -> Option<&'a Module> {
        self.target.unit.module.map(|id| self.program.workspace.module(id))
    }

    /// Whether imports of this file may be guessed; findings that rest on them should be [`Draft::low`].
    pub fn guessed_imports(&self) -> bool {
        self.target.unit.guessed_imports
    }

    /// What was found out about the file: the side tables.
    pub fn info(&self) -> &'a Info {
        self.target.info
    }

    /// The types and objects of the run.
    pub fn store(&self) -> &'a Store {
        self.program.store
    }

    /// Everything known of the run.
    pub fn program(&self) -> Program<'a> {
        self.program
    }

    /// A text of this file between two nodes, both included.
    pub fn text_between(&self, first: impl View<'a>, last: impl View<'a>) -> &'a str {
        self.text().get(first.span().cover(last.span()).range()).unwrap_or_default()
    }
}
