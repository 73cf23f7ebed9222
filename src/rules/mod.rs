//! All rules. Each is three files with one name, and two lines here.
//!
//! To add the rule `bad-thing` of the group `errors`:
//!
//! 1. `rules/bad-thing.md`, the page: front matter (the keys are in `lint::rule::FRONT_KEYS`), title, one line, and the
//!    sections of `pages::HEADINGS`. Every ` ```go bad ` block must give a finding of the rule, no ` ```go good ` block may;
//!    a ` ```go fixed ` block is what its fixes make of the block before it. A block without `package` gets one, and imports
//!    of the standard packages that it mentions.
//! 2. `src/rules/errors/bad_thing.rs`: `use crate::lint::prelude::*;`, `pub static RULE: Rule`, and functions. It imports
//!    nothing else of this crate.
//! 3. `testdata/bad-thing/*.go`: each file is a package of its own, with `// want "part of the message"` on each line where
//!    a finding begins; a folder below it with a `go.mod` is a module (other Go versions, several packages). A file
//!    `x.go.golden` beside `x.go` is what the fixes make of it.
//! 4. In the group's file `src/rules/errors/mod.rs`: `pub mod bad_thing;` and a line in its `RULES`.
//!
//! How a rule is written:
//!
//! ```ignore
//! pub static RULE: Rule = Rule::new(page!("errors-new-sprintf")).on_call(&["errors.New"], check);
//!
//! fn check<'a>(cx: &Cx<'a>, outer: Call<'a>) -> Option<()> {
//!     let inner = outer.args().only()?.as_call()?;
//!     if !cx.calls(inner, "fmt.Sprintf")? {
//!         return None;
//!     }
//!     cx.report(Finding::at(outer, "…").fix(Fix::safe("use fmt.Errorf").replace(outer, text)))
//! }
//! ```
//!
//! - `?` reads «not my case, or not known»: a rule fires on what it knows. Before any claim of absence ask `cx.complete(func)`.
//! - Cheap questions first: kind, name, import; then types; the control flow last.
//! - The place is the smallest thing to look at: `call.head()`, `stmt.head()`; other places are labels with roles.
//! - A finding of a second tier says so (`.strict()`, `.hint()`), one that a heuristic decides `.medium()`.
//! - Fixes: `Fix::safe`, `Fix::risky`, `Fix::sketch`; imports that new text needs by `.import("errors")`, unused ones go by
//!   themselves.
//! - When two rules want the same helper, it moves to `lint/cx/` or `lint/view/`.

use crate::lint::Rule;

pub mod concurrency;
pub mod context;
pub mod errors;
pub mod http;
pub mod logging;
pub mod resources;
pub mod slices_maps;
pub mod sql;
pub mod suppressions;
pub mod time;

/// The rules of each group; a group lists its own in the order of their names.
const GROUPS: &[&[&Rule]] = &[
    concurrency::RULES,
    context::RULES,
    errors::RULES,
    http::RULES,
    logging::RULES,
    resources::RULES,
    slices_maps::RULES,
    sql::RULES,
    suppressions::RULES,
    time::RULES,
];

/// All rules, by group and name.
pub static RULES: &[&Rule] = &flat::<{ count() }>();

const fn count() -> usize {
    let (mut total, mut group) = (0, 0);
    while group < GROUPS.len() {
        total += GROUPS[group].len();
        group += 1;
    }
    total
}

const fn flat<const N: usize>() -> [&'static Rule; N] {
    let mut rules = [&http::server_without_timeouts::RULE; N];
    let (mut at, mut group) = (0, 0);
    while group < GROUPS.len() {
        let mut rule = 0;
        while rule < GROUPS[group].len() {
            rules[at] = GROUPS[group][rule];
            at += 1;
            rule += 1;
        }
        group += 1;
    }
    rules
}
