//! The engine of rules: what a rule is, what it may ask, what it reports, who runs it.
//!
//! [`rule`] says what a rule is, [`view`] and [`cx`] are what it sees, [`draft`] is how it speaks, [`run`] calls it,
//! [`select`] knows which are on.

pub mod baseline;
pub mod cx;
pub mod draft;
pub mod finding;
pub mod finish;
pub mod kind;
pub mod module;
pub mod prelude;
pub mod program;
pub mod rule;
pub mod run;
pub mod select;
pub mod suppress;
pub mod view;

pub use cx::Cx;
pub use finding::*;
pub use rule::{Meta, Rule};
