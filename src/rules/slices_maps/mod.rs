//! Rules of the group `slices-maps`.

use crate::lint::Rule;

/// In the order of their names.
pub const RULES: &[&Rule] = &[];
