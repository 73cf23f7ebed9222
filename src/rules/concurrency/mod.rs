//! Rules of the group `concurrency`.

use crate::lint::Rule;

pub mod abandoned_channel_send;
pub mod channel_closed_by_non_owner;
pub mod channel_never_closed;
pub mod copied_lock;
pub mod local_channel_deadlock;
pub mod lock_held_across_blocking_call;
pub mod lock_not_released;
pub mod lock_order_deadlock;
pub mod loop_variable_capture;
pub mod result_never_sent;
pub mod unlock_of_unlocked;
pub mod use_of_closed_channel;
pub mod waitgroup_add_in_goroutine;
pub mod waitgroup_count_mismatch;
pub mod waitgroup_done_not_deferred;
pub mod write_under_read_lock;

/// In the order of their names.
pub const RULES: &[&Rule] = &[
    &abandoned_channel_send::RULE,
    &channel_closed_by_non_owner::RULE,
    &channel_never_closed::RULE,
    &copied_lock::RULE,
    &local_channel_deadlock::RULE,
    &lock_held_across_blocking_call::RULE,
    &lock_not_released::RULE,
    &lock_order_deadlock::RULE,
    &loop_variable_capture::RULE,
    &result_never_sent::RULE,
    &unlock_of_unlocked::RULE,
    &use_of_closed_channel::RULE,
    &waitgroup_add_in_goroutine::RULE,
    &waitgroup_count_mismatch::RULE,
    &waitgroup_done_not_deferred::RULE,
    &write_under_read_lock::RULE,
];
