//! Expressions and statements to types, modes, values and objects.
//!
//! The order of work and the recorded answers are those of golang/go: `src/go/types` (`expr.go`, `call.go`, `stmt.go`…), for the
//! answers must be the same; but nothing is reported: what does not fit is unknown, and the rest goes on.
//!
//! One [`Checker`] serves one file. Without an [`Info`] it only answers (the type of a declaration that someone needs); with
//! one it records, which happens once for each file, declarations and bodies alike.

mod assign;
mod binary;
mod builtin;
mod call;
mod convert;
mod decl;
mod expr;
mod file;
mod index;
mod literal;
mod operand;
mod range;
mod record;
mod selector;
mod sizes;
mod stmt;
#[cfg(test)]
mod tests;
mod typexpr;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::declare::{FileScope, PackageScope};
use super::info::Info;
use super::object::{Object, ObjectKind, Place, VarKind};
use super::store::Store;
use super::ty::{ObjectId, PackageId, TypeId, TypeParamId};
use crate::package::{UnitFile, UnitId};
use crate::syntax::ast::{Ast, ExprId};
use crate::text::{GoVersion, Symbol};

pub use file::{check_bodies, check_file};
pub(super) use operand::Operand;

static BLANK: LazyLock<Symbol> = LazyLock::new(|| Symbol::intern("_"));
static IOTA: LazyLock<Symbol> = LazyLock::new(|| Symbol::intern("iota"));

/// Expressions nest no deeper than this; what lies deeper is unknown. (Trees are at most 500 deep, but for chains of calls and
/// selectors, which lowering follows in loops.)
const MAX_DEPTH: u32 = 1500;

/// What the body of a function knows of the function.
#[derive(Clone, Debug, Default)]
struct FuncEnv {
    results: Vec<TypeId>,
}

/// Finds out about the expressions of one file.
pub(in crate::types) struct Checker<'a> {
    pub store: &'a Store,
    pub unit: UnitId,
    pub package: PackageId,
    pub source: &'a UnitFile,
    pub ast: &'a Ast,
    number: u32,
    scope: &'a PackageScope,
    outer: Option<&'a PackageScope>,
    file: &'a FileScope,
    language: GoVersion,
    /// The functions of the file by the offset of their names, where `ast` is not the tree that they were declared from.
    again: Option<FxHashMap<u32, ObjectId>>,
    /// Where answers go; `None` while only an answer is wanted.
    info: Option<&'a mut Info>,
    /// The names in scope within functions and type parameter lists, innermost last.
    names: Vec<Symbol>,
    bound: Vec<ObjectId>,
    /// Where the innermost block begins in `names`.
    floor: usize,
    func: FuncEnv,
    labels: stmt::Labels,
    iota: Option<u32>,
    /// Within a function body: objects are made anew; else they are kept by place.
    in_body: bool,
    /// A call or receive was met (so that `len(x)` is no constant).
    has_call: bool,
    /// Something unknown was met in the function being checked.
    unknown: bool,
    depth: u32,
}

/// Any expression, for operands that have none of their own.
fn first_expr() -> ExprId {
    crate::text::Idx::from_usize(0)
}

/// The end of a block: what `close` needs.
struct Block {
    floor: usize,
}

impl<'a> Checker<'a> {
    /// A checker that only answers, outside of any function.
    pub fn new(store: &'a Store, unit: UnitId, number: u32) -> Checker<'a> {
        let package = store.package_of_unit(unit);
        let scope = store.scope(package);
        let source = &store.workspace.files_of(unit)[number as usize];
        Checker {
            store,
            unit,
            package,
            source,
            ast: &source.ast,
            number,
            scope,
            outer: scope.extends.map(|plain| store.scope(plain)),
            file: &scope.files[number as usize],
            language: source.language,
            again: None,
            info: None,
            names: Vec::new(),
            bound: Vec::new(),
            floor: 0,
            func: FuncEnv::default(),
            labels: stmt::Labels::default(),
            iota: None,
            in_body: false,
            has_call: false,
            unknown: false,
            depth: 0,
        }
    }

    /// The name of an identifier; `_` for anything else.
    pub fn name(&self, ident: ExprId) -> Symbol {
        self.ast.ident(ident).unwrap_or(*BLANK)
    }

    /// Where an identifier stands.
    pub fn place(&self, ident: ExprId) -> Place {
        Place { file: self.source.file, ident, offset: self.ast.expr_spans[ident].start }
    }

    fn language_at_least(&self, minor: u16) -> bool {
        self.language >= GoVersion::new(minor)
    }

    fn open(&mut self) -> Block {
        let block = Block { floor: self.floor };
        self.floor = self.names.len();
        block
    }

    fn close(&mut self, block: Block) {
        self.names.truncate(self.floor);
        self.bound.truncate(self.floor);
        self.floor = block.floor;
    }

    /// Puts a name in scope, unless it is blank or (by mistake) declared in the block already.
    fn bind(&mut self, name: Symbol, object: ObjectId) {
        if name != *BLANK && !self.names[self.floor..].contains(&name) {
            self.names.push(name);
            self.bound.push(object);
        }
    }

    /// Puts type parameters in scope.
    pub fn declare_type_params(&mut self, params: &[TypeParamId]) {
        for &param in params {
            let param = self.store.type_param(param);
            self.bind(param.name, param.object);
        }
    }

    /// The object that a name in the current scope stands for.
    fn lookup(&self, name: Symbol) -> Option<ObjectId> {
        if let Some(position) = self.names.iter().rposition(|&other| other == name) {
            return Some(self.bound[position]);
        }
        let declared = self.scope.names.get(&name).or_else(|| self.outer?.names.get(&name));
        match declared {
            // An import of the same name is a mistake; in its file it is the one that is meant.
            Some(&object) => Some(self.store.import_named(self.unit, self.file, name).unwrap_or(object)),
            None => self.store.lookup_file(self.unit, self.file, name),
        }
    }

    /// A name that the innermost block declares.
    fn lookup_here(&self, name: Symbol) -> Option<ObjectId> {
        let position = self.names[self.floor..].iter().rposition(|&other| other == name)?;
        Some(self.bound[self.floor + position])
    }

    /// A variable of a function: its type may follow.
    fn new_var(&mut self, ident: ExprId, kind: VarKind, ty: Option<TypeId>) -> ObjectId {
        let name = self.name(ident);
        let place = Some(self.place(ident));
        let mut object = Object::new(ObjectKind::Var(kind), name, Some(self.package), place, TypeId::UNKNOWN);
        object.ty = ty.map_or_else(std::sync::OnceLock::new, std::sync::OnceLock::from);
        self.store.add_object(object)
    }

    /// The object at a place outside of functions: the same one for everybody who reads the declaration.
    fn site(&mut self, ident: ExprId, make: impl FnOnce(&Self) -> Object) -> ObjectId {
        if self.in_body {
            return self.store.add_object(make(self));
        }
        let mut sites = self.file.sites.lock();
        if let Some(&object) = sites.get(&ident) {
            return object;
        }
        let object = self.store.add_object(make(self));
        sites.insert(ident, object);
        object
    }

    fn is_type_param(&self, ty: TypeId) -> bool {
        matches!(self.store.ty(ty), super::ty::Type::TypeParam(_))
    }

    /// The underlying type.
    fn under(&self, ty: TypeId) -> TypeId {
        self.store.underlying(ty)
    }

    /// The underlying type as what it is.
    fn under_kind(&self, ty: TypeId) -> &'a super::ty::Type {
        let store: &'a Store = self.store;
        store.ty(store.underlying(ty))
    }
}
