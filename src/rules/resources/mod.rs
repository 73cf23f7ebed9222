//! Rules of the group `resources`.

use crate::lint::Rule;

/// In the order of their names.
pub const RULES: &[&Rule] = &[];
