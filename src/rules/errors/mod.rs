//! Rules of the group `errors`.

use crate::lint::Rule;

pub mod typed_nil_error;

/// In the order of their names.
pub const RULES: &[&Rule] = &[&typed_nil_error::RULE];
