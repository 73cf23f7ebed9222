//! Rules of the group `errors`.

use crate::lint::Rule;

/// In the order of their names.
pub const RULES: &[&Rule] = &[];
