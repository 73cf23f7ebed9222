//! Rules of the group `sql`.

use crate::lint::Rule;

/// In the order of their names.
pub const RULES: &[&Rule] = &[];
