//! Rules of the group `concurrency`.

use crate::lint::Rule;

pub mod copied_lock;
pub mod lock_not_released;
pub mod loop_variable_capture;
pub mod waitgroup_add_in_goroutine;

/// In the order of their names.
pub const RULES: &[&Rule] =
    &[&copied_lock::RULE, &lock_not_released::RULE, &loop_variable_capture::RULE, &waitgroup_add_in_goroutine::RULE];
