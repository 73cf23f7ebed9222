//! One file: all its declarations and bodies, recorded.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Checker, FuncEnv};
use crate::package::UnitId;
use crate::syntax::ast::{DeclId, DeclKind};
use crate::types::info::{FuncFacts, Info};
use crate::types::store::Store;

/// Finds out about everything in a file of a unit. A declaration whose check fails is marked broken and costs no other.
pub fn check_file(store: &Store, unit: UnitId, number: u32) -> Info {
    let Some(file) = store.workspace.files_of(unit).get(number as usize) else { return Info::default() };
    let mut info = Info::new(&file.ast);
    if !file.built {
        return info;
    }
    // Whoever asks for its objects' types must find the package's scope; make it before anything is recorded.
    store.scope(store.package_of_unit(unit));
    {
        let mut checker = Checker::new(store, unit, number);
        checker.info = Some(&mut info);
        let ast = checker.ast;
        for &decl in &ast.top {
            let done = catch_unwind(AssertUnwindSafe(|| checker.top_decl(decl)));
            if done.is_err() {
                checker.reset();
                checker.mark_broken(decl);
            }
        }
    }
    info
}

impl Checker<'_> {
    /// Forgets where it was.
    fn reset(&mut self) {
        self.names.clear();
        self.bound.clear();
        self.floor = 0;
        self.func = FuncEnv::default();
        self.labels = Default::default();
        self.iota = None;
        self.in_body = false;
        self.depth = 0;
        self.unknown = false;
    }

    fn mark_broken(&mut self, decl: DeclId) {
        let ast = self.ast;
        let Some(info) = &mut self.info else { return };
        let span = ast.decl_spans[decl];
        for (func, data) in ast.funcs.iter_enumerated() {
            if span.contains(data.span) {
                info.funcs[func] = FuncFacts { checked: true, broken: true, unknown: true };
            }
        }
        debug_assert!(!matches!(ast.decls[decl], DeclKind::Gen { .. }) || !span.is_empty());
    }
}
