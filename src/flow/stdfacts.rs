//! What the bodies of the standard library's functions do, computed once from their source and embedded.
//!
//! `std_facts.txt` is made by `gotcha debug std-facts GOROOT -o src/flow/std_facts.txt`; one line for each function about which
//! there is something to say, in the order of the names, found by binary search. What depends on the run-time system or on
//! callees that are interfaces' methods is not seen from the bodies: [`super::facts`] says it by hand.

use std::fmt;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::effect::{ContextUse, Ending, ParamEffect, Wait};
use super::names::FuncName;
use crate::text::Symbol;
use crate::types::{ObjectId, Store};

static TEXT: &str = include_str!("std_facts.txt");

/// What is said of one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub ending: Ending,
    /// Why it makes its caller wait.
    pub waits: Option<Wait>,
    /// It starts a goroutine that may outlive the call.
    pub starts: bool,
    /// What it does to whatever is closed by `Close` in each parameter.
    pub params: Vec<ParamEffect>,
    /// Parameters that every call dereferences.
    pub derefs: Vec<usize>,
    /// What it does with contexts, by parameter.
    pub contexts: Vec<(usize, ContextUse)>,
    /// Results that are nil wherever the error, the last one, is not.
    pub nil_with_error: Vec<usize>,
}

impl Default for Line {
    fn default() -> Line {
        Line {
            ending: Ending::Returns,
            waits: None,
            starts: false,
            params: Vec::new(),
            derefs: Vec::new(),
            contexts: Vec::new(),
            nil_with_error: Vec::new(),
        }
    }
}

const ENDINGS: &[(&str, Ending)] = &[("dies", Ending::Dies), ("unwinds", Ending::Unwinds)];
const WAITS: &[(&str, Wait)] = &[
    ("channel", Wait::Channel),
    ("sleep", Wait::Sleep),
    ("join", Wait::Join),
    ("condition", Wait::Condition),
    ("file", Wait::File),
    ("network", Wait::Network),
    ("database", Wait::Database),
    ("process", Wait::Process),
];
const EFFECTS: &[(char, ParamEffect)] = &[
    ('-', ParamEffect::Unknown),
    ('b', ParamEffect::Borrows),
    ('s', ParamEffect::Sometimes),
    ('c', ParamEffect::Releases),
];
const CONTEXTS: &[(char, ContextUse)] =
    &[('i', ContextUse::Ignored), ('v', ContextUse::Values), ('h', ContextUse::Heeded)];

fn word<T: PartialEq, W: Copy>(words: &[(W, T)], value: &T) -> Option<W> {
    words.iter().find(|(_, known)| known == value).map(|(word, _)| *word)
}

fn value<T: Copy, W: PartialEq>(words: &[(W, T)], word: W) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

impl Line {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.to_string().is_empty()
    }

    fn parse(text: &str) -> Line {
        let mut line = Line::default();
        let numbers = |list: &str| list.split(',').filter_map(|number| number.parse().ok()).collect();
        for fact in text.split(' ').filter(|fact| !fact.is_empty()) {
            match fact.split_once(':').unwrap_or((fact, "")) {
                ("starts", _) => line.starts = true,
                ("waits", why) => line.waits = value(WAITS, why),
                ("params", effects) => {
                    line.params = effects.chars().filter_map(|effect| value(EFFECTS, effect)).collect();
                }
                ("derefs", list) => line.derefs = numbers(list),
                ("nil", list) => line.nil_with_error = numbers(list),
                ("context", list) => {
                    let one = |one: &str| Some((one[1..].parse().ok()?, value(CONTEXTS, one.chars().next()?)?));
                    line.contexts = list.split(',').filter(|one| one.len() > 1).filter_map(one).collect();
                }
                (ending, _) => line.ending = value(ENDINGS, ending).unwrap_or(line.ending),
            }
        }
        line
    }
}

impl fmt::Display for Line {
    /// With a blank before each fact.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |numbers: &[usize]| numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
        if let Some(ending) = word(ENDINGS, &self.ending) {
            write!(f, " {ending}")?;
        }
        if let Some(why) = self.waits.and_then(|wait| word(WAITS, &wait)) {
            write!(f, " waits:{why}")?;
        }
        if self.starts {
            f.write_str(" starts")?;
        }
        let effects: String = self.params.iter().map(|effect| word(EFFECTS, effect).unwrap_or('-')).collect();
        if effects.chars().any(|effect| effect != '-') {
            write!(f, " params:{effects}")?;
        }
        if !self.derefs.is_empty() {
            write!(f, " derefs:{}", list(&self.derefs))?;
        }
        if !self.nil_with_error.is_empty() {
            write!(f, " nil:{}", list(&self.nil_with_error))?;
        }
        // That a context is heeded goes without saying.
        let contexts = self.contexts.iter().filter(|(_, used)| *used != ContextUse::Heeded);
        let contexts: Vec<String> =
            contexts.filter_map(|(at, used)| Some(format!("{}{at}", word(CONTEXTS, used)?))).collect();
        if !contexts.is_empty() {
            write!(f, " context:{}", contexts.join(","))?;
        }
        Ok(())
    }
}

/// What is known of a function of the standard library.
pub fn of(store: &Store, function: ObjectId) -> Option<Line> {
    let package = store.object(function).package?;
    // A quick no for the most: a first element with a dot is no standard package.
    let path = store.package(package).path.as_str();
    if path.split('/').next().unwrap_or_default().contains('.') {
        return None;
    }
    find(&FuncName::of(store, function).and_then(FuncName::spelled)?).map(Line::parse)
}

/// The facts on the line of a name.
fn find(name: &str) -> Option<&'static str> {
    let bytes = TEXT.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = memchr::memrchr(b'\n', &bytes[..middle]).map_or(0, |at| at + 1);
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        let (known, facts) = TEXT[start..end].split_once(' ')?;
        match known.cmp(name) {
            std::cmp::Ordering::Equal => return Some(facts),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// What is asked of nearly every call, by name.
struct Hot {
    names: FxHashSet<Symbol>,
    endings: FxHashMap<FuncName, Ending>,
    waits: FxHashMap<FuncName, Wait>,
}

static HOT: LazyLock<Hot> = LazyLock::new(|| {
    let mut hot = Hot { names: FxHashSet::default(), endings: FxHashMap::default(), waits: FxHashMap::default() };
    for (name, facts) in TEXT.lines().filter_map(|line| line.split_once(' ')) {
        let first = facts.split(' ').next().unwrap_or_default();
        if !first.starts_with("waits:") && !ENDINGS.iter().any(|(word, _)| *word == first) {
            continue;
        }
        let (name, line) = (parse(name), Line::parse(facts));
        hot.names.insert(name.name);
        if line.ending != Ending::Returns {
            hot.endings.insert(name, line.ending);
        }
        if let Some(wait) = line.waits {
            hot.waits.insert(name, wait);
        }
    }
    hot
});

/// The inverse of [`spelled`].
fn parse(name: &str) -> FuncName {
    let from = name.rfind('/').map_or(0, |at| at + 1);
    let (package, rest) = name[from..].split_once('.').unwrap_or(("", &name[from..]));
    let (receiver, last) = match rest.split_once('.') {
        Some((receiver, last)) => (Some(Symbol::intern(receiver)), last),
        None => (None, rest),
    };
    FuncName { path: Some(Symbol::intern(&name[..from + package.len()])), receiver, name: Symbol::intern(last) }
}

/// How a call of a function of the standard library ends.
pub(super) fn ending(store: &Store, function: ObjectId) -> Ending {
    let hot = &*HOT;
    if !hot.names.contains(&store.object(function).name) {
        return Ending::Returns;
    }
    FuncName::of(store, function).and_then(|name| hot.endings.get(&name).copied()).unwrap_or(Ending::Returns)
}

/// Why a function of the standard library makes its caller wait.
pub(super) fn waits(store: &Store, function: ObjectId) -> Option<Wait> {
    let hot = &*HOT;
    if !hot.names.contains(&store.object(function).name) {
        return None;
    }
    hot.waits.get(&FuncName::of(store, function)?).copied()
}

#[cfg(test)]
mod tests {
    use super::{Line, TEXT, find, parse};
    use crate::flow::FuncName;

    #[test]
    fn names_are_read_back() {
        assert_eq!(parse("net/http.Client.Do"), FuncName::parse("(*net/http.Client).Do"));
        assert_eq!(parse("os.Exit"), FuncName::parse("os.Exit"));
    }

    #[test]
    fn what_everyone_knows_is_there() {
        for (name, fact) in [
            ("log.Fatal", "dies"),
            ("log.Logger.Panicf", "unwinds"),
            ("testing.common.FailNow", "unwinds"),
            ("testing.common.Skip", "unwinds"),
            ("net/http.Client.Get", "waits:network"),
            ("database/sql.DB.QueryRow", "waits:database"),
            ("net/mail.ReadMessage", "params:b"),
            ("encoding/pem.Encode", "derefs:1"),
            ("crypto/x509.ParseCertificate", "nil:0"),
        ] {
            assert!(find(name).is_some_and(|facts| facts.split(' ').any(|known| known == fact)), "{name} {fact}");
        }
        for silent in ["fmt.Println", "net/http.NewRequest", "crypto/tls.Client"] {
            assert!(find(silent).is_none_or(|facts| !facts.contains("params") && !facts.contains("dies")), "{silent}");
        }
    }

    #[test]
    fn every_line_is_found_and_read_back() {
        let mut before = "";
        for line in TEXT.lines() {
            let (name, facts) = line.split_once(' ').expect("a line has facts");
            assert!(before < name, "{before} before {name}");
            before = name;
            assert_eq!(find(name), Some(facts));
            assert_eq!(Line::parse(facts).to_string(), format!(" {facts}"));
        }
        assert_eq!(find("net/http.NoSuchThing"), None);
        assert_eq!(find(""), None);
        assert_eq!(find("zzz"), None);
    }
}
