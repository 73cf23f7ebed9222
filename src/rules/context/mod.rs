//! Rules of the group `context`.

use crate::lint::Rule;

pub mod blocking_function_without_context;
pub mod call_without_deadline;
pub mod context_background_in_request_path;
pub mod context_in_struct;
pub mod context_key_type;
pub mod context_not_first_parameter;
pub mod context_used_after_cancel;
pub mod context_value_dependency;
pub mod ignored_context_parameter;
pub mod loop_without_cancellation_check;
pub mod lost_cancel;
pub mod missing_context_variant;
pub mod shutdown_with_cancelled_context;
pub mod sleep_ignores_context;
pub mod stored_cancel_never_called;

/// In the order of their names.
pub const RULES: &[&Rule] = &[
    &blocking_function_without_context::RULE,
    &call_without_deadline::RULE,
    &context_background_in_request_path::RULE,
    &context_in_struct::RULE,
    &context_key_type::RULE,
    &context_not_first_parameter::RULE,
    &context_used_after_cancel::RULE,
    &context_value_dependency::RULE,
    &ignored_context_parameter::RULE,
    &loop_without_cancellation_check::RULE,
    &lost_cancel::RULE,
    &missing_context_variant::RULE,
    &shutdown_with_cancelled_context::RULE,
    &sleep_ignores_context::RULE,
    &stored_cancel_never_called::RULE,
];
