//! Rules of the group `logging`.

use crate::lint::Rule;

pub mod span_not_ended;

/// In the order of their names.
pub const RULES: &[&Rule] = &[&span_not_ended::RULE];
