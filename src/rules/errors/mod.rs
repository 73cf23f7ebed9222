//! Rules of the group `errors`.

use crate::lint::Rule;

pub mod error_compared_with_equals;
pub mod nil_dereference;
pub mod typed_nil_error;

/// In the order of their names.
pub const RULES: &[&Rule] = &[&error_compared_with_equals::RULE, &nil_dereference::RULE, &typed_nil_error::RULE];
