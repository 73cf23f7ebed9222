//! The command line: one file per command.

pub mod debug;
pub mod fixing;
pub mod newcode;
pub mod vettool;
