//! gotcha: a linter for Go that finds real mistakes and teaches the idiomatic fix.
//!
//! The modules below stand in reading order, which is also the order of dependence: a module imports only from those above.
#![forbid(unsafe_code)]

pub mod text;

pub mod pages;
pub mod stdlib;

pub mod config;

pub mod source;

pub mod cache;

pub mod syntax;

pub mod package;

pub mod types;

pub mod flow;

pub mod lint;

pub mod rules;

pub mod vcs;

pub mod check;

pub mod apply;

pub mod report;

pub mod cli;
