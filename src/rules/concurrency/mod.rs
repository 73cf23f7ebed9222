//! Rules of the group `concurrency`.

use crate::lint::Rule;

/// In the order of their names.
pub const RULES: &[&Rule] = &[];
