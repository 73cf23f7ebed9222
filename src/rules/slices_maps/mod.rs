//! Rules of the group `slices-maps`.

use crate::lint::Rule;

pub mod nil_map_write;

/// In the order of their names.
pub const RULES: &[&Rule] = &[&nil_map_write::RULE];
