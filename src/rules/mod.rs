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
//! 4. Below: `pub mod bad_thing;` in the group's file, and a line in [`RULES`].
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

/// All rules, by group and name.
pub static RULES: &[&Rule] = &[];
