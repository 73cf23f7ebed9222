//! Interned names: one `u32` for each distinct identifier, package path or member name.
//!
//! The table is global and only grows; the texts live as long as the process, so that `&'static str` can be lent
//! without a lock. Numbers depend on the order of interning (hence on threads): never sort or print by them.

use std::hash::{BuildHasher, BuildHasherDefault};
use std::sync::LazyLock;

use hashbrown::HashTable;
use parking_lot::RwLock;
use rustc_hash::FxHasher;

/// An interned name. Equal symbols are equal texts.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Symbol(std::num::NonZeroU32);

struct Interner {
    texts: boxcar::Vec<&'static str>,
    shards: [RwLock<HashTable<u32>>; SHARDS],
}

const SHARDS: usize = 16;

static INTERNER: LazyLock<Interner> = LazyLock::new(|| {
    let interner = Interner { texts: boxcar::Vec::new(), shards: std::array::from_fn(|_| RwLock::default()) };
    interner.texts.push(""); // position 0 stays unused, so that Symbol has a niche
    interner
});

fn hash(text: &str) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(text)
}

impl Symbol {
    /// The symbol of `text`.
    pub fn intern(text: &str) -> Symbol {
        let interner = &*INTERNER;
        let hash = hash(text);
        let shard = &interner.shards[(hash >> 57) as usize % SHARDS];
        let same = |&id: &u32| interner.texts[id as usize] == text;
        if let Some(&id) = shard.read().find(hash, same) {
            return Symbol::from_raw(id);
        }
        let mut table = shard.write();
        if let Some(&id) = table.find(hash, same) {
            return Symbol::from_raw(id);
        }
        let id = u32::try_from(interner.texts.push(Box::leak(text.into()))).expect("fewer than 2^32 names");
        table.insert_unique(hash, id, |&id| self::hash(interner.texts[id as usize]));
        Symbol::from_raw(id)
    }

    fn from_raw(id: u32) -> Symbol {
        Symbol(std::num::NonZeroU32::new(id).expect("position 0 is unused"))
    }

    /// The text.
    pub fn as_str(self) -> &'static str {
        INTERNER.texts[self.0.get() as usize]
    }

    /// Whether the name is exported: its first character is an upper-case letter (Go specification, Exported identifiers).
    pub fn is_exported(self) -> bool {
        self.as_str().chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether the name is the blank identifier `_`.
    pub fn is_blank(self) -> bool {
        self.as_str() == "_"
    }
}

impl std::fmt::Display for Symbol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Debug for Symbol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl PartialEq<str> for Symbol {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Symbol {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

#[cfg(test)]
mod tests {
    use super::Symbol;

    #[test]
    fn equal_texts_are_equal_symbols() {
        let names: Vec<String> = (0..1000).map(|n| format!("name{n}")).collect();
        let first: Vec<Symbol> = names.iter().map(|n| Symbol::intern(n)).collect();
        let second: Vec<Symbol> = names.iter().map(|n| Symbol::intern(n)).collect();
        assert_eq!(first, second);
        assert!(names.iter().zip(&first).all(|(name, symbol)| symbol.as_str() == name));
        assert_ne!(Symbol::intern("a"), Symbol::intern("b"));
        assert_eq!(Symbol::intern("").as_str(), "");
    }
}
