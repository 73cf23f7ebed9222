//! Rules of the group `context`.

use crate::lint::Rule;

/// In the order of their names.
pub const RULES: &[&Rule] = &[];
