//! Rules of the group `time`.

use crate::lint::Rule;

pub mod ticker_not_stopped;
pub mod time_after_in_loop;
pub mod timer_not_stopped;

/// In the order of their names.
pub const RULES: &[&Rule] = &[&ticker_not_stopped::RULE, &time_after_in_loop::RULE, &timer_not_stopped::RULE];
