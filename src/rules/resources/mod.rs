//! Rules of the group `resources`.

use crate::lint::Rule;

pub mod buffered_writer_not_flushed;
pub mod close_deferred_before_error_check;
pub mod closer_not_closed;
pub mod defer_in_loop;
pub mod deferred_close_of_returned_resource;
pub mod exit_skips_defers;
pub mod fatal_outside_main;
pub mod file_not_closed;
pub mod finalizer_cycle;
pub mod non_atomic_file_replace;
pub mod pool_misuse;
pub mod pool_object_not_reset;
pub mod response_body_not_closed;
pub mod response_body_not_drained;
pub mod scanner_token_limit;
pub mod unbounded_cache_growth;
pub mod writable_close_error_ignored;

/// In the order of their names.
pub const RULES: &[&Rule] = &[
    &buffered_writer_not_flushed::RULE,
    &close_deferred_before_error_check::RULE,
    &closer_not_closed::RULE,
    &defer_in_loop::RULE,
    &deferred_close_of_returned_resource::RULE,
    &exit_skips_defers::RULE,
    &fatal_outside_main::RULE,
    &file_not_closed::RULE,
    &finalizer_cycle::RULE,
    &non_atomic_file_replace::RULE,
    &pool_misuse::RULE,
    &pool_object_not_reset::RULE,
    &response_body_not_closed::RULE,
    &response_body_not_drained::RULE,
    &scanner_token_limit::RULE,
    &unbounded_cache_growth::RULE,
    &writable_close_error_ignored::RULE,
];
