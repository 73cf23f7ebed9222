//! Rules of the group `time`.

use crate::lint::Rule;

/// In the order of their names.
pub const RULES: &[&Rule] = &[];
