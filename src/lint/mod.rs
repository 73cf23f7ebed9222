//! The engine of rules: what a rule is, what it may ask, what it reports, who runs it.

pub mod baseline;
pub mod finding;

pub use finding::*;
