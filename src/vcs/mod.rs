//! Git without git: files at a revision and in the index, and patches, for reports on new code alone.
//!
//! Reads objects and the index through `gix`; starts no process, touches no work tree, needs no network.

mod patch;
mod repo;
#[cfg(test)]
mod tests;

pub use patch::Patch;
pub use repo::{Repo, Snapshot, VcsError};
