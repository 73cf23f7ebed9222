//! What there is to say of a resource: how it is acquired, released and handed on; the rows are in [`super::table`].
//!
//! Functions and types are named by the one spelling of [`super::names`]; a row is compiled to symbols when first used.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::{FuncName, TypeSpelling};
use super::table::TABLE;
use crate::text::{GoVersion, Symbol};

/// One kind of resource.
#[derive(Debug)]
pub struct Protocol {
    /// The name by which rules ask for it.
    pub name: &'static str,
    /// The calls that give one.
    pub acquire: &'static [Acquire],
    /// The subject's types: a function whose body is at hand and which hands out what it acquired itself is a call that gives
    /// one, too.
    pub types: &'static [&'static str],
    /// Which part of the call is the resource.
    pub subject: Subject,
    /// The fields from the subject to what is released: `Body` of a response.
    pub path: &'static [&'static str],
    /// From when on it must be released.
    pub starts: Starts,
    /// What releases it.
    pub release: &'static [Release],
    /// Methods whose result `false` says that it has released itself: `Next`.
    pub implied_release: &'static [&'static str],
    /// Methods one of which must be called after an implied release: `Err`.
    pub must_read: &'static [&'static str],
    /// Methods whose error, where it is not nil, says that it has released itself: `Scan` of pgx.
    pub released_by_error: &'static [&'static str],
    /// The result that says whether there is anything to release.
    pub companion: Companion,
    /// The exits at which it must have been released.
    pub exits: Exits,
    /// Functions that borrow it, besides those of [`super::facts`].
    pub wraps: &'static [&'static str],
    /// Functions, methods and fields that take it over, besides all functions that are unknown.
    pub hand_over: &'static [&'static str],
    /// From this Go version on the garbage collector does it: leaks are then no more than churn.
    pub collected_since: Option<GoVersion>,
    /// What is alive when `main.main` ends dies with the process: no leak.
    pub ends_with_process: bool,
}

/// A call that gives a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acquire {
    /// A function or method by name.
    Call(&'static str),
    /// Any call with results of these types among its results.
    Results(&'static [&'static str]),
    /// A method of this name of any other type, with this first result.
    Method(&'static str, &'static str),
    /// Any function or method whose name begins with one of these words and whose results are a value with one of the row's
    /// release methods (without arguments) and an error.
    Constructor(&'static [&'static str]),
}

/// Which part of the acquiring call is the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The result at this position.
    Result(usize),
    /// The first result of one of the row's types.
    ResultOfType,
    /// The variable whose method is called: `cmd` of `cmd.Start()`.
    Receiver,
    /// The place whose method is called, `s.mu` of `s.mu.Lock()`: a state of that place. Passing `s` on changes nothing.
    Place,
}

/// From when on a resource must be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Starts {
    /// Once it is acquired.
    Acquired,
    /// Once it is used: a writer that was never written to need not be flushed.
    Used,
}

/// What releases a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// A method of it.
    Method(&'static str),
    /// A call of it, for it is a function.
    Call,
    /// A receive from a channel that is a field of it: a timer has fired.
    Receive(&'static str),
}

/// The result of the acquiring call that says whether it succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Companion {
    /// There is always a resource.
    None,
    /// The last result, an `error`: the resource is there exactly if it is nil.
    Error,
}

/// The exits at which a resource must have been released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exits {
    /// Every return.
    All,
    /// Returns that report success: a writer need not be flushed when all has failed.
    Success,
}

/// The row with this name.
pub fn named(name: &str) -> Option<&'static Protocol> {
    TABLE.iter().find(|row| row.name == name)
}

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
        for ty in &compiled.types {
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
