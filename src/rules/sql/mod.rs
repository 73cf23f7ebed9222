//! Rules of the group `sql`.

use crate::lint::Rule;

pub mod conditional_rollback_misses_error;
pub mod last_insert_id_unsupported;
pub mod n_plus_one_query;
pub mod no_rows_not_distinguished;
pub mod query_used_for_exec;
pub mod rows_err_unchecked;
pub mod rows_not_closed;
pub mod scan_error_ignored;
pub mod sql_open_per_request;
pub mod sql_open_without_ping;
pub mod sql_placeholder_mismatch;
pub mod sql_pool_not_configured;
pub mod sql_string_concatenation;
pub mod transaction_not_rolled_back;

/// In the order of their names.
pub const RULES: &[&Rule] = &[
    &conditional_rollback_misses_error::RULE,
    &last_insert_id_unsupported::RULE,
    &n_plus_one_query::RULE,
    &no_rows_not_distinguished::RULE,
    &query_used_for_exec::RULE,
    &rows_err_unchecked::RULE,
    &rows_not_closed::RULE,
    &scan_error_ignored::RULE,
    &sql_open_per_request::RULE,
    &sql_open_without_ping::RULE,
    &sql_placeholder_mismatch::RULE,
    &sql_pool_not_configured::RULE,
    &sql_string_concatenation::RULE,
    &transaction_not_rolled_back::RULE,
];
