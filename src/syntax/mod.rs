//! From the text of a file to its syntax tree; the only module that knows tree-sitter.
//!
//! [`parse`] never fails: what is not Go becomes `Bad` nodes and [`ast::SyntaxProblem`]s, the rest is read.

pub mod ast;
pub mod comment;
pub mod dump;
mod errors;
mod kind;
pub mod lex;
mod lower;
mod names;
mod pack;
mod parse;
mod repair;
pub mod show;
mod skim;
pub mod walk;

pub use ast::Ast;
pub use lower::MAX_DEPTH;
pub use parse::{FULL_LIMIT, Mode, decode, parse, parse_bytes, tree_sitter_only};
