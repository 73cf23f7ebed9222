//! Rules of the group `context`.

use crate::lint::Rule;

pub mod lost_cancel;

/// In the order of their names.
pub const RULES: &[&Rule] = &[&lost_cancel::RULE];
