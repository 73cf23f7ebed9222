//! Rules of the group `resources`.

use crate::lint::Rule;

pub mod defer_in_loop;
pub mod response_body_not_closed;

/// In the order of their names.
pub const RULES: &[&Rule] = &[&defer_in_loop::RULE, &response_body_not_closed::RULE];
