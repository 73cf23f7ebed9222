//! Rules of the group `http`.

use crate::lint::Rule;

pub mod server_without_timeouts;

/// In the order of their names.
pub const RULES: &[&Rule] = &[&server_without_timeouts::RULE];
