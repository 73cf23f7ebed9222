//! One file: all its declarations and bodies, recorded.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rustc_hash::FxHashMap;

use super::{Checker, FuncEnv};
use crate::package::UnitId;
use crate::syntax::ast::{Ast, DeclId, DeclKind};
use crate::types::info::{FuncFacts, Info};
use crate::types::object::{ObjectKind, TypeName};
use crate::types::store::Store;
use crate::types::ty::ObjectId;

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
            checker.guarded(decl, |checker| checker.top_decl(decl));
        }
    }
    info
}

/// Finds out about the declared functions in a file of a dependency, of which the unit has the declarations only; `ast` is the
/// whole tree of the same text. Objects of the package are those of the unit; what the functions declare is made anew.
pub fn check_bodies(store: &Store, unit: UnitId, number: u32, ast: &Ast) -> Info {
    let mut info = Info::new(ast);
    let package = store.package_of_unit(unit);
    store.scope(package);
    let Some(file) = store.workspace.files_of(unit).get(number as usize).filter(|file| file.built) else { return info };
    let mut functions: FxHashMap<u32, ObjectId> = FxHashMap::default();
    let mut add = |id: ObjectId| {
        if let Some(place) = store.object(id).place.filter(|place| place.file == file.file) {
            functions.insert(place.offset, id);
        }
    };
    for &id in store.scope(package).names.values() {
        match store.object(id).kind {
            ObjectKind::Func(_) => add(id),
            ObjectKind::Type(TypeName::Named(named)) => {
                store.named(named).methods.iter().for_each(|(_, &method)| add(method))
            }
            _ => {}
        }
    }
    {
        let mut checker = Checker { ast, again: Some(functions), ..Checker::new(store, unit, number) };
        checker.info = Some(&mut info);
        for &decl in &ast.top {
            if let DeclKind::Func(func) = ast.decls[decl] {
                checker.guarded(decl, |checker| {
                    checker.in_body = true;
                    checker.func_decl(func);
                });
            }
        }
    }
    info
}

impl Checker<'_> {
    /// Checks a declaration; one whose check fails is marked broken.
    fn guarded(&mut self, decl: DeclId, check: impl FnOnce(&mut Self)) {
        if catch_unwind(AssertUnwindSafe(|| check(self))).is_err() {
            self.reset();
            self.mark_broken(decl);
        }
    }

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
