//! Rules of the group `logging`.

use crate::lint::Rule;

/// In the order of their names.
pub const RULES: &[&Rule] = &[];
