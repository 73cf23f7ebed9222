//! The rows of the table with their names interned, made when first used, and an index of them.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::{FuncName, TypeSpelling};
use super::protocol::{Acquire, Protocol, Release};
use super::source::Source;
use super::table::TABLE;
use crate::syntax::ast::ExprId;
use crate::text::Symbol;

/// A row with its names interned.
#[derive(Debug)]
pub struct Compiled {
    pub row: &'static Protocol,
    /// The row's bit in the [`Index`].
    pub bit: u64,
    pub calls: FxHashSet<FuncName>,
    pub methods: Vec<(Symbol, TypeSpelling)>,
    pub results: Vec<Vec<TypeSpelling>>,
    pub constructors: &'static [&'static str],
    /// Of the subject, for functions that hand it out.
    pub types: Vec<TypeSpelling>,
    pub handed_as: Vec<TypeSpelling>,
    pub path: Vec<Symbol>,
    pub release: Vec<Symbol>,
    pub release_by_call: bool,
    pub release_by_receive: Vec<Symbol>,
    pub implied_release: Vec<Symbol>,
    pub must_read: Vec<Symbol>,
    pub released_by_error: Vec<Symbol>,
    pub wraps: FxHashSet<FuncName>,
    pub hand_over: FxHashSet<FuncName>,
}

/// What tells at a glance which rows a call may concern: bits by the position in [`TABLE`].
#[derive(Debug, Default)]
pub struct Index {
    /// By the last name of the callee.
    pub names: FxHashMap<Symbol, u64>,
    /// By the type of a result.
    pub types: Vec<(TypeSpelling, u64)>,
    /// Rows that know constructors by what their result can do.
    pub constructors: Vec<&'static Compiled>,
}

/// The index of [`TABLE`].
pub static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index::default();
    for row in TABLE {
        let Some(compiled) = Compiled::of(row.name) else { continue };
        let bit = compiled.bit;
        for name in compiled.calls.iter().map(|name| name.name).chain(compiled.methods.iter().map(|(name, _)| *name)) {
            *index.names.entry(name).or_default() |= bit;
        }
        if !compiled.constructors.is_empty() {
            index.constructors.push(compiled);
        }
        for ty in compiled.types.iter().chain(&compiled.handed_as) {
            match index.types.iter_mut().find(|(known, _)| known == ty) {
                Some((_, bits)) => *bits |= bit,
                None => index.types.push((*ty, bit)),
            }
        }
    }
    index
});

static COMPILED: LazyLock<FxHashMap<&'static str, Compiled>> =
    LazyLock::new(|| TABLE.iter().enumerate().map(|(at, row)| (row.name, Compiled::new(row, 1 << at))).collect());

impl Compiled {
    /// The compiled form of a row of [`TABLE`].
    pub fn of(name: &str) -> Option<&'static Compiled> {
        COMPILED.get(name)
    }

    /// Whether a call calls a function that the row names.
    pub(super) fn is_called(&self, src: &Source<'_>, call: ExprId) -> bool {
        let name = src.callee(call).and_then(|callee| FuncName::of(src.store, callee));
        name.is_some_and(|name| self.calls.contains(&name))
    }

    fn new(row: &'static Protocol, bit: u64) -> Compiled {
        let symbols = |names: &[&str]| names.iter().map(|name| Symbol::intern(name)).collect::<Vec<_>>();
        let names = |names: &[&str]| names.iter().map(|name| FuncName::parse(name)).collect::<FxHashSet<_>>();
        let types = |names: &[&str]| names.iter().map(|name| TypeSpelling::parse(name)).collect::<Vec<_>>();
        let mut compiled = Compiled {
            row,
            bit,
            calls: FxHashSet::default(),
            methods: Vec::new(),
            results: Vec::new(),
            constructors: &[],
            types: types(row.types),
            handed_as: types(row.handed_as),
            path: symbols(row.path),
            release: Vec::new(),
            release_by_call: row.release.contains(&Release::Call),
            release_by_receive: Vec::new(),
            implied_release: symbols(row.implied_release),
            must_read: symbols(row.must_read),
            released_by_error: symbols(row.released_by_error),
            wraps: names(row.wraps),
            hand_over: names(row.hand_over),
        };
        for acquire in row.acquire {
            match *acquire {
                Acquire::Call(name) => {
                    compiled.calls.insert(FuncName::parse(name));
                }
                Acquire::Method(name, result) => {
                    compiled.methods.push((Symbol::intern(name), TypeSpelling::parse(result)));
                }
                Acquire::Results(names) => compiled.results.push(types(names)),
                Acquire::Constructor(words) => compiled.constructors = words,
            }
        }
        for release in row.release {
            match release {
                Release::Method(name) => compiled.release.push(Symbol::intern(name)),
                Release::Receive(field) => compiled.release_by_receive.push(Symbol::intern(field)),
                Release::Call => {}
            }
        }
        compiled
    }
}

#[cfg(test)]
mod tests {
    use super::{Compiled, TABLE};

    #[test]
    fn every_row_has_a_name_of_its_own_and_compiles() {
        assert!(TABLE.len() <= 64, "rows are numbered by the bits of a word");
        for (at, row) in TABLE.iter().enumerate() {
            assert!(!row.name.is_empty() && TABLE[..at].iter().all(|other| other.name != row.name), "{}", row.name);
            let compiled = Compiled::of(row.name).expect("rows are compiled by name");
            let acquires = !compiled.calls.is_empty() || !compiled.results.is_empty();
            assert!(acquires || !compiled.constructors.is_empty(), "{}", row.name);
            assert!(!row.release.is_empty(), "{}", row.name);
        }
    }
}
