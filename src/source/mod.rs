//! Where files come from: walking folders, reading files, remembering their texts.
//!
//! One of the few modules that read (with `config`, `package`, `cache`, `vcs` and `cli`).

pub mod file;
pub mod read;
pub mod walk;

pub use file::{File, FileId, Files};
pub use read::{Reader, Text};
pub use walk::{Found, WalkOptions, walk};
