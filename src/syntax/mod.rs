//! Go source text to our syntax tree: parse (tree-sitter), repair, lower, comments and directives.
//!
//! The only module that names `tree_sitter`; everyone else sees [`ast`].

pub mod ast;
pub mod walk;
